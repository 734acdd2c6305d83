using System.Globalization;
using System.Text.Json;

namespace TradingPlatform.LocalHost.Demo;

/// <summary>An answer over HTTP.</summary>
/// <param name="Status">Its HTTP status.</param>
/// <param name="Body">Its JSON.</param>
internal sealed record DemoAnswer(int Status, JsonElement Body)
{
    /// <summary>A member's text; empty where it is null or not there.</summary>
    public string this[string member] =>
        Body.ValueKind is JsonValueKind.Object && Body.TryGetProperty(member, out var value)
            ? value.ToString()
            : string.Empty;

    /// <summary>A member that is an amount.</summary>
    public decimal Amount(string member) =>
        decimal.Parse(this[member], NumberStyles.Number, CultureInfo.InvariantCulture);

    /// <summary>The order, account, switch or problem that it is, in a line.</summary>
    public string Describe()
    {
        if (this["code"] is { Length: > 0 } code)
        {
            return $"{Status} {code}: {(this["detail"] is { Length: > 0 } detail ? detail : this["title"])}";
        }

        if (this["active"] is { Length: > 0 } active)
        {
            return $"{Status} {(active == bool.TrueString ? "on" : "off")}";
        }

        if (this["side"] is not { Length: > 0 } side)
        {
            return $"{Status} {this["status"]}".TrimEnd();
        }

        var average = this["averagePrice"] is { Length: > 0 } price ? $" at {price}" : string.Empty;
        return $"{Status} {side} {this["symbol"]} {this["status"]}, "
            + $"filled {this["filledQuantity"]} of {this["quantity"]}{average}";
    }
}
