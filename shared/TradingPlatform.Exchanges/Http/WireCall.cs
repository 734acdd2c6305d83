using System.Net.Http.Headers;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Http;

/// <summary>Hears one header of an answer.</summary>
internal delegate void HeaderHeard(string name, HeaderStringValues values);

/// <summary>One request as it goes out.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Without query: what may be logged.</param>
/// <param name="Query">Percent-encoded, signature and all; null where there is none.</param>
/// <param name="Body">The bytes, as they were signed; null where there are none.</param>
internal sealed record WireCall(HttpMethod Method, string Path, string? Query = null, byte[]? Body = null)
{
    /// <summary>What a body of JSON is called.</summary>
    public static MediaTypeHeaderValue Json { get; } = new("application/json");

    /// <summary>What a form is called.</summary>
    public static MediaTypeHeaderValue Form { get; } = new("application/x-www-form-urlencoded");

    /// <summary>What the body is called.</summary>
    public MediaTypeHeaderValue BodyType { get; init; } = Json;

    /// <summary>Keys, signatures and whatever else goes along.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>
    /// Whose budget a 429 stops, where the exchange counts by account and endpoint; null for the address's. A ban is
    /// always the address's.
    /// </summary>
    public RequestBudget? Counted { get; init; }

    /// <summary>It asks for public data: no key goes along.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Hears the answer's headers, whatever its status; null where nobody listens.</summary>
    public HeaderHeard? Heard { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
