using System.Text.Json;
using Xunit.Sdk;

namespace TradingPlatform.EndToEnd.Harness;

/// <summary>What came back over HTTP, whole.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ContentType">The media type; null without a body.</param>
/// <param name="Headers">By name, whatever their case.</param>
/// <param name="Text">The body.</param>
public sealed record Answer(
    int Status, string? ContentType, IReadOnlyDictionary<string, string> Headers, string Text)
{
    private JsonElement? _json;

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => _json ??= Parse(Text);

    /// <summary>A member of the body as text: a string without quotes, null for null or where it is absent.</summary>
    public string? this[string member] => Json.ValueKind is JsonValueKind.Object
        && Json.TryGetProperty(member, out var value) && value.ValueKind is not JsonValueKind.Null
            ? value.ToString()
            : null;

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<JsonElement> Items => [.. Json.GetProperty("items").EnumerateArray()];

    /// <summary>Fails the test, with all that came, where the status is not among those.</summary>
    public Answer Must(params int[] status) => status.Contains(Status)
        ? this
        : throw new XunitException($"{string.Join(" or ", status)} was expected, {Status} came: {Text}");

    /// <summary>Fails the test where this is not the problem expected.</summary>
    public Answer MustRefuse(int status, string code)
    {
        Must(status);
        Shapes.Problem(this);
        Assert.Equal(code, this["code"]);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Status} {Text}";

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
