using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>
/// Reads orders, in whichever answer or message they stand: the members of spot, of futures and of the streams differ
/// in their names alone.
/// </summary>
internal static class BitgetOrders
{
    /// <summary>
    /// The exchange's own id of a plan order: its ids are not those of orders, so ours says which it is.
    /// </summary>
    public const string PlanPrefix = "plan-";

    /// <summary>How the exchange spells the pair of a row.</summary>
    public static string Spelling(JsonElement row) =>
        (row.Text("symbol") ?? row.Text("instId") ?? "").ToUpperInvariant();

    /// <summary>One order.</summary>
    /// <exception cref="JsonException">It names no order.</exception>
    public static OrderReport Report(JsonElement row, Symbol symbol, bool isFutures)
    {
        var id = row.Text("orderId") ?? throw new JsonException("The answer names no order.");
        // In a message of a stream, 'baseVolume' is the last fill's alone.
        var filled = new Quantity(row.Decimal("accBaseVolume") ?? row.Decimal("baseVolume") ?? 0);
        return new OrderReport(
            ClientId(row, id), id, symbol,
            BitgetWords.Status(row.Text("status") ?? row.Text("state"))
                ?? (filled > Quantity.Zero ? ReportedStatus.PartiallyFilled : ReportedStatus.Open),
            filled,
            row.Decimal("quoteVolume") is > 0 and var quote ? quote : filled == Quantity.Zero ? 0 : null,
            BitgetFills.OfOrder(row), BitgetWords.Time(row, "uTime", "cTime"))
        {
            Ticket = Ticket(row, symbol, isFutures),
            Reason = row.Text("cancelReason"),
        };
    }

    /// <summary>One plan order that has not become an order: live, cancelled, or failed to wake.</summary>
    /// <exception cref="JsonException">It names no order.</exception>
    public static OrderReport Plan(JsonElement row, Symbol symbol)
    {
        var id = row.Text("orderId") ?? throw new JsonException("The answer names no order.");
        return new OrderReport(
            ClientId(row, id), PlanPrefix + id, symbol, BitgetWords.Status(PlanStatus(row)) ?? ReportedStatus.Open,
            Quantity.Zero, 0, [], BitgetWords.Time(row, "uTime", "cTime"));
    }

    /// <summary>It has woken, so that what became of it is an order of its own.</summary>
    public static bool HasWoken(JsonElement row) => PlanStatus(row) is "executed" or "executing" or "triggered";

    // An order made elsewhere may have no id of its maker's.
    private static ClientOrderId ClientId(JsonElement row, string orderId) =>
        new(row.Text("clientOid") ?? row.Text("clientOId") ?? orderId);

    private static string? PlanStatus(JsonElement row) => row.Text("status") ?? row.Text("planStatus");

    private static OrderTicket? Ticket(JsonElement row, Symbol symbol, bool isFutures)
    {
        if (BitgetWords.Side(row.Text("side")) is not { } side
            || BitgetWords.Type(row.Text("orderType"), row.Text("force")) is not { } type)
        {
            return null;
        }

        // What a market order on spot is sized by is what it pays: a buy by the quote asset.
        var byQuote = !isFutures && type == OrderType.Market && side == OrderSide.Buy;
        var size = row.Decimal("baseSize") ?? row.Decimal("size");
        return new OrderTicket(symbol, side, type)
        {
            Quantity = byQuote || size is not > 0 ? null : new Quantity(size.Value),
            QuoteQuantity = byQuote && size > 0 ? size : null,
            Price = type.HasPrice() ? BitgetWords.Price(row, "price") : null,
            TimeInForce = type.HasTimeInForce() ? BitgetWords.TimeInForce(row.Text("force")) : null,
            ReduceOnly = string.Equals(row.Text("reduceOnly"), "yes", StringComparison.OrdinalIgnoreCase),
        };
    }
}
