using System.Globalization;
using System.Text;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Contract.Fixtures;

/// <summary>Compares what an adapter has read with what a case holds, number by number, as it was written.</summary>
internal static class Facts
{
    /// <summary>The payload as the bytes that an adapter would get; a fragment is put where it belongs.</summary>
    public static byte[] Body(JsonElement payload, string? around = null) => Encoding.UTF8.GetBytes(
        around is null ? payload.GetRawText() : around.Replace("*", payload.GetRawText(), StringComparison.Ordinal));

    /// <summary>A member as text, whatever it is; null where it is absent.</summary>
    public static string? Raw(JsonElement json, string member) => !json.TryGetProperty(member, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();

    /// <summary>A member as a number; null where it is absent or empty.</summary>
    public static decimal? Number(JsonElement json, string member) =>
        Raw(json, member) is { Length: > 0 } text and not "null"
            ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The pair that a row names, or any.</summary>
    public static Symbol Pair(JsonElement row) =>
        row.ValueKind == JsonValueKind.Object && Symbol.TryParse(Raw(row, "product_id"), out var symbol)
            ? symbol
            : Symbol.Parse("BASE-QUOTE");

    /// <summary>Every pair that rows name, by its spelling.</summary>
    public static Dictionary<string, Symbol> Pairs(IEnumerable<JsonElement> rows) =>
        rows.Select(Pair).Distinct().ToDictionary(pair => pair.Text, StringComparer.Ordinal);

    public static void Order(JsonElement expected, OrderReport order)
    {
        if (expected.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        Assert.Equal(expected.GetProperty("id").GetString(), order.ExchangeOrderId);
        Text(expected, "clientOrderId", order.ClientOrderId.Text);
        Text(expected, "side", order.Ticket!.Side == OrderSide.Buy ? "buy" : "sell");
        Text(expected, "status", order.Status switch
        {
            ReportedStatus.Open or ReportedStatus.PartiallyFilled => "open",
            ReportedStatus.Filled => "closed",
            ReportedStatus.Cancelled => "canceled",
            ReportedStatus.Expired => "expired",
            _ => "rejected",
        });
        Amount(expected, "filled", order.FilledQuantity.Value);
        Amount(expected, "cost", order.FilledQuote);
        Amount(expected, "amount", order.Ticket.Quantity?.Value);
    }

    public static void Fill(JsonElement expected, ReportedFill fill)
    {
        if (expected.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        Assert.Equal(expected.GetProperty("id").GetString(), fill.TradeId);
        Text(expected, "order", fill.ExchangeOrderId);
        Text(expected, "side", fill.Side == OrderSide.Buy ? "buy" : "sell");
        Text(expected, "takerOrMaker", fill.Maker is true ? "maker" : "taker");
        Amount(expected, "price", fill.Price.Value);
        Amount(expected, "amount", fill.Quantity.Value);
        if (expected.TryGetProperty("fee", out var fee) && fee.ValueKind == JsonValueKind.Object)
        {
            Amount(fee, "cost", fill.FeeAmount);
            Text(fee, "currency", fill.FeeAsset.Text);
        }
    }

    /// <summary>An expected row, where rows are expected.</summary>
    public static JsonElement Row(JsonElement expected, int index) =>
        expected.ValueKind == JsonValueKind.Array && index < expected.GetArrayLength() ? expected[index] : default;

    /// <summary>An expected text; nothing where none is stated.</summary>
    public static void Text(JsonElement expected, string member, string actual)
    {
        if (expected.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String)
        {
            Assert.Equal(value.GetString(), actual);
        }
    }

    /// <summary>An expected number; nothing where none is stated.</summary>
    public static void Amount(JsonElement expected, string member, decimal? actual)
    {
        if (expected.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number)
        {
            Assert.Equal(value.GetDecimal(), actual);
        }
    }
}
