using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace TradingPlatform.InfrastructureTests.Code;

/// <summary>
/// The types of built assemblies, with what their methods call: read off the metadata, nothing is loaded.
/// </summary>
internal sealed class OwnCode
{
    private OwnCode(Dictionary<string, OwnType> types) => Types = types;

    /// <summary>By full name.</summary>
    public IReadOnlyDictionary<string, OwnType> Types { get; }

    /// <summary>Reads assemblies, from files.</summary>
    public static OwnCode Read(IEnumerable<string> assemblies)
    {
        var types = new Dictionary<string, OwnType>(StringComparer.Ordinal);
        foreach (var assembly in assemblies)
        {
            using var file = File.OpenRead(assembly);
            using var image = new PEReader(file);
            var reader = image.GetMetadataReader();
            foreach (var handle in reader.TypeDefinitions)
            {
                var type = Read(image, reader, handle);
                // Each assembly has a Program of its own, and compiler-made types that bear one name everywhere.
                types[Qualified(reader, type.Name)] = type;
            }
        }

        return new OwnCode(types);
    }

    /// <summary>The texts that an assembly's code names.</summary>
    public static IReadOnlyList<string> TextsOf(string assembly)
    {
        using var file = File.OpenRead(assembly);
        using var image = new PEReader(file);
        var reader = image.GetMetadataReader();
        var texts = new List<string>();
        for (var handle = MetadataTokens.UserStringHandle(0); !handle.IsNil || texts.Count == 0;
            handle = reader.GetNextHandle(handle))
        {
            texts.Add(reader.GetUserString(handle));
        }

        return texts;
    }

    /// <summary>The name under which the Program of an assembly is found.</summary>
    public static string ProgramOf(string assembly) => $"{assembly}!.Program";

    private static string Qualified(MetadataReader reader, string type) =>
        type.StartsWith("TradingPlatform.", StringComparison.Ordinal)
            ? type
            : $"{reader.GetString(reader.GetAssemblyDefinition().Name)}!{type}";

    private static OwnType Read(PEReader image, MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = NameOnly.Of(reader, handle);
        var above = type.GetInterfaceImplementations()
            .Select(implemented => reader.GetInterfaceImplementation(implemented).Interface)
            .Append(type.BaseType)
            .Where(one => !one.IsNil)
            .SelectMany(one => NamesOf(reader, one).Take(1));
        return new OwnType(name, [.. above], [.. type.GetMethods().Select(
            method => Read(image, reader, name, reader.GetMethodDefinition(method)))]);
    }

    private static OwnMethod Read(PEReader image, MetadataReader reader, string type, MethodDefinition method)
    {
        var calls = new List<MethodName>();
        var makes = new List<string>();
        if (method.RelativeVirtualAddress != 0)
        {
            foreach (var (code, token) in Instructions.TokensOf(image.GetMethodBody(method.RelativeVirtualAddress)))
            {
                Add(reader, code, token, calls, makes);
            }
        }

        return new OwnMethod(NameOf(reader, type, method), method.Attributes, calls, makes);
    }

    private static void Add(
        MetadataReader reader, OpCode code, EntityHandle token, List<MethodName> calls, List<string> makes)
    {
        if (token.Kind == HandleKind.MethodSpecification)
        {
            // Arguments of a generic method are what containers make: AddSingleton<Port, Adapter>().
            var generic = reader.GetMethodSpecification((MethodSpecificationHandle)token);
            makes.AddRange(generic.DecodeSignature(NameOnly.Reader, null).SelectMany(names => names));
            token = generic.Method;
        }

        switch (token.Kind)
        {
            case HandleKind.MethodDefinition:
                var own = reader.GetMethodDefinition((MethodDefinitionHandle)token);
                calls.Add(NameOf(reader, Qualified(reader, NameOnly.Of(reader, own.GetDeclaringType())), own));
                break;
            case HandleKind.MemberReference:
                var other = reader.GetMemberReference((MemberReferenceHandle)token);
                if (other.GetKind() == MemberReferenceKind.Method && NamesOf(reader, other.Parent) is [var type, ..])
                {
                    var signature = other.DecodeMethodSignature(NameOnly.Reader, null);
                    calls.Add(new MethodName(type, reader.GetString(other.Name), signature.ParameterTypes.Length));
                }

                break;
        }

        if (code == OpCodes.Newobj && calls.Count > 0)
        {
            makes.Add(calls[^1].Type);
        }
    }

    private static MethodName NameOf(MetadataReader reader, string type, MethodDefinition method)
    {
        var signature = method.DecodeSignature(NameOnly.Reader, null);
        var name = reader.GetString(method.Name);
        var isConstructor = name.StartsWith('.');
        return new MethodName(
            Qualified(reader, type),
            isConstructor ? name : name[(name.LastIndexOf('.') + 1)..],
            signature.ParameterTypes.Length);
    }

    private static ImmutableArray<string> NamesOf(MetadataReader reader, EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeDefinition => [Qualified(reader, NameOnly.Of(reader, (TypeDefinitionHandle)type))],
        HandleKind.TypeReference => [NameOnly.Of(reader, (TypeReferenceHandle)type)],
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)type)
            .DecodeSignature(NameOnly.Reader, null),
        _ => [],
    };
}
