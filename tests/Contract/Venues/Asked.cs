using System.Text.Json;

namespace TradingPlatform.Contract.Venues;

/// <summary>One request, as the server saw it.</summary>
internal sealed record Asked(
    string Method, string Path, string Query, string Body, IReadOnlyDictionary<string, string> Headers, string Target)
{
    public string Call => Method + " " + Path;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Argument(string name) => System.Web.HttpUtility.ParseQueryString(Query)[name];
}

/// <summary>What the server answers.</summary>
internal sealed record Answered(int Status, string Body)
{
    public string ContentType { get; init; } = "application/json";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
