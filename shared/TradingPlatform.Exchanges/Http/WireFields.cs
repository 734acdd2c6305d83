using System.Globalization;
using System.Text.Json;

namespace TradingPlatform.Exchanges.Http;

/// <summary>
/// Reads members of an exchange's JSON object: numbers exactly as they are written, and as text or number alike. A
/// member that is absent, null or empty is null.
/// </summary>
internal static class WireFields
{
    /// <summary>The whole body, which must be of this kind and end where it ends.</summary>
    /// <exception cref="JsonException">It is not.</exception>
    public static JsonElement Open(ReadOnlySpan<byte> body, JsonValueKind kind)
    {
        var reader = new Utf8JsonReader(body);
        var root = JsonElement.ParseValue(ref reader);
        WireJson.Close(ref reader);
        return root.ValueKind == kind ? root : throw new JsonException("The answer has another shape.");
    }

    /// <summary>A member, of whatever kind; null where it is absent or null.</summary>
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
            && value.ValueKind is not JsonValueKind.Null
                ? value
                : null;

    /// <summary>The elements of a member that is a list; none where it is absent.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static IEnumerable<JsonElement> List(this JsonElement json, string name) => json.Member(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        _ => throw new JsonException("The answer has another shape."),
    };

    /// <summary>A value as text.</summary>
    public static string? Text(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    /// <summary>A member as text.</summary>
    public static string? Text(this JsonElement json, string name) => json.Member(name)?.Text();

    /// <summary>A value as an exact number.</summary>
    /// <exception cref="FormatException">It is text that is no number.</exception>
    public static decimal? Decimal(this JsonElement value) => value.Text() is { } text
        ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
        : null;

    /// <summary>A member as an exact number.</summary>
    public static decimal? Decimal(this JsonElement json, string name) => json.Member(name)?.Decimal();

    /// <summary>A member as a whole number.</summary>
    /// <exception cref="FormatException">It is text that is no whole number.</exception>
    public static long? Int64(this JsonElement json, string name) => json.Text(name) is { } text
        ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
        : null;

    /// <summary>A member as yes or no.</summary>
    public static bool? Boolean(this JsonElement json, string name) => json.Member(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text => bool.TryParse(text.GetString(), out var value) ? value : null,
        _ => null,
    };

    /// <summary>A member as a moment (RFC 3339); null where it is none that can be read.</summary>
    public static DateTimeOffset? Time(this JsonElement json, string name) =>
        DateTimeOffset.TryParse(
            json.Text(name), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && at.Year > 1970
            ? at
            : null;
}
