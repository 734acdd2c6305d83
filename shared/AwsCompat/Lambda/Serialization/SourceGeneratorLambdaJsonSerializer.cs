using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson.Converters;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>Reads and writes the types that a source-generated context knows.</summary>
/// <typeparam name="TSGContext">The context; it needs the constructor that every generated context has.</typeparam>
public class SourceGeneratorLambdaJsonSerializer<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSGContext>
    : ILambdaSerializer
    where TSGContext : JsonSerializerContext
{
    private readonly TSGContext _context;

    /// <summary>Makes the context, once: names are read without case and written as AWS spells them.</summary>
    public SourceGeneratorLambdaJsonSerializer()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNameCaseInsensitive = true,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new DateTimeConverter(), new MemoryStreamConverter() },
        };
        _context = (TSGContext)Activator.CreateInstance(typeof(TSGContext), options)!;
    }

    /// <inheritdoc/>
    public T Deserialize<T>(Stream requestStream) =>
        JsonSerializer.Deserialize(requestStream, TypeInfo<T>())
        ?? throw new JsonSerializerException($"The event is null where a {typeof(T).Name} was expected.");

    /// <inheritdoc/>
    public void Serialize<T>(T response, Stream responseStream) =>
        JsonSerializer.Serialize(responseStream, response, TypeInfo<T>());

    private JsonTypeInfo<T> TypeInfo<T>() =>
        (JsonTypeInfo<T>?)_context.GetTypeInfo(typeof(T))
        ?? throw new JsonSerializerException($"{typeof(TSGContext).Name} does not know {typeof(T).Name}.");
}
