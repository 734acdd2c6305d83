using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.Json;

/// <summary>Turns the serializer's exception into what the caller can act on. Runs only for a body that is bad.</summary>
internal static class BodyErrors
{
    internal static IReadOnlyList<FieldError> Explain(JsonException exception, ReadOnlySpan<byte> utf8, JsonTypeInfo type)
    {
        var field = FieldPath.Of(exception.Path);
        if (exception is FieldFormatException)
        {
            return [new FieldError(field, exception.Message)];
        }

        // The reader's own exception, carried along as the cause, means that the text is no JSON at all.
        if (exception.InnerException is JsonException)
        {
            return [new FieldError(FieldPath.Whole, Where(exception))];
        }

        if (!string.Equals(field, FieldPath.Whole, StringComparison.Ordinal))
        {
            return [new FieldError(field, "is not valid: of the wrong type, incomplete, or named twice")];
        }

        var missing = Missing(utf8, type);
        return missing.Count > 0
            ? missing
            : [new FieldError(FieldPath.Whole, "is not valid: of the wrong type, or a member is named twice")];
    }

    private static string Where(JsonException exception) =>
        $"is not well-formed JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})";

    /// <summary>
    /// The framework names missing members only in a sentence for developers, so they are found again here.
    /// </summary>
    private static List<FieldError> Missing(ReadOnlySpan<byte> utf8, JsonTypeInfo type)
    {
        var present = TopLevelNames(utf8);
        return present is null
            ? []
            : [.. type.Properties
                .Where(property => IsRequired(property, type) && !present.Contains(property.Name))
                .Select(property => new FieldError(property.Name, "is required"))];
    }

    private static bool IsRequired(JsonPropertyInfo property, JsonTypeInfo type) =>
        property.IsRequired
        || (type.Options.RespectRequiredConstructorParameters
            && property.AssociatedParameter is { HasDefaultValue: false });

    private static HashSet<string>? TopLevelNames(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = PlatformJson.MaxDepth });
        var names = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                names.Add(reader.GetString()!);
                reader.Skip();
            }

            return names;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The text is bad in a further way; the caller hears the general sentence.
            return null;
        }
    }
}
