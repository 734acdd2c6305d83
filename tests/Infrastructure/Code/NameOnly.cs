using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace TradingPlatform.InfrastructureTests.Code;

/// <summary>
/// Reads a signature as the names of the types in it; a type of many parts gives the first, its arguments follow.
/// </summary>
internal sealed class NameOnly : ISignatureTypeProvider<ImmutableArray<string>, object?>
{
    private static readonly ImmutableArray<string> None = [];

    public static NameOnly Reader { get; } = new();

    public static string Of(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{Of(reader, outer)}+{name}"
            : $"{reader.GetString(type.Namespace)}.{name}";
    }

    public static string Of(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Of(reader, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : $"{reader.GetString(type.Namespace)}.{name}";
    }

    public ImmutableArray<string> GetTypeFromDefinition(
        MetadataReader reader, TypeDefinitionHandle handle, byte kind) =>
        [Of(reader, handle)];

    public ImmutableArray<string> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte kind) =>
        [Of(reader, handle)];

    public ImmutableArray<string> GetTypeFromSpecification(
        MetadataReader reader, object? context, TypeSpecificationHandle handle, byte kind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    public ImmutableArray<string> GetGenericInstantiation(
        ImmutableArray<string> generic, ImmutableArray<ImmutableArray<string>> arguments) =>
        [.. generic, .. arguments.SelectMany(argument => argument)];

    public ImmutableArray<string> GetArrayType(ImmutableArray<string> element, ArrayShape shape) => element;

    public ImmutableArray<string> GetByReferenceType(ImmutableArray<string> element) => element;

    public ImmutableArray<string> GetModifiedType(
        ImmutableArray<string> modifier, ImmutableArray<string> unmodified, bool isRequired) => unmodified;

    public ImmutableArray<string> GetPinnedType(ImmutableArray<string> element) => element;

    public ImmutableArray<string> GetPointerType(ImmutableArray<string> element) => element;

    public ImmutableArray<string> GetSZArrayType(ImmutableArray<string> element) => element;

    public ImmutableArray<string> GetFunctionPointerType(MethodSignature<ImmutableArray<string>> signature) => None;

    public ImmutableArray<string> GetGenericMethodParameter(object? context, int index) => None;

    public ImmutableArray<string> GetGenericTypeParameter(object? context, int index) => None;

    public ImmutableArray<string> GetPrimitiveType(PrimitiveTypeCode code) => None;
}
