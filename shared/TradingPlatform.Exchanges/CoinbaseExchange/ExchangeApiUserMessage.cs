using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>What the account's feed says of one order: received, open, match, change, activate, done.</summary>
/// <param name="Type">Which.</param>
/// <param name="Product">Its pair.</param>
/// <param name="OrderId">The exchange's id of the account's own order.</param>
/// <param name="ClientOrderId">Ours, which only the first message of an order carries.</param>
/// <param name="Json">The message.</param>
internal sealed record ExchangeApiUserMessage(
    string Type, string Product, string OrderId, ClientOrderId? ClientOrderId, JsonElement Json)
{
    // Amounts are kept to the 16th digit there; what needs more was rounded, and how is not said.
    private const int Digits = 16;

    /// <summary>Null for a message that is about no order.</summary>
    public static ExchangeApiUserMessage? Read(JsonElement json)
    {
        var type = json.Text("type");
        var orderId = type switch
        {
            "received" or "open" or "change" or "activate" or "done" => json.Text("order_id"),
            "match" or "last_match" => json.Text(IsTaker(json) ? "taker_order_id" : "maker_order_id"),
            _ => null,
        };
        return orderId is null || json.Text("product_id") is not { } product
            ? null
            : new ExchangeApiUserMessage(
                type!, product, orderId,
                json.Text("client_oid") is { } own ? new ClientOrderId(own) : null, json);
    }

    /// <summary>
    /// How the order stands, as far as this message tells by itself; null where it must be asked about.
    /// </summary>
    public OrderReport? Report(Symbol symbol, ClientOrderId id) => Type switch
    {
        // What was filled before is in the reports before: a report only ever adds to them.
        "received" or "open" => Report(symbol, id, ReportedStatus.Open, Quantity.Zero, null, null),
        "match" when Fill(symbol) is { } fill =>
            Report(symbol, id, ReportedStatus.PartiallyFilled, fill.Quantity, fill.Quote, fill),
        _ => null,
    };

    /// <summary>
    /// The trade; null where its fee cannot be told to the last digit, since the feed gives its rate alone.
    /// </summary>
    public ReportedFill? Fill(Symbol symbol)
    {
        var isTaker = IsTaker(Json);
        if (Json.Decimal(isTaker ? "taker_fee_rate" : "maker_fee_rate") is not { } rate
            || Json.Decimal("price") is not ({ } price and > 0) || Json.Decimal("size") is not ({ } size and > 0)
            || ExchangeApiWords.Side(Json.Text("side")) is not { } makers
            || Json.Text("trade_id") is not { } tradeId || Json.Time("time") is not { } at)
        {
            return null;
        }

        var fee = price * size * rate;
        return decimal.Round(fee, Digits) != fee ? null : new ReportedFill(
            tradeId, OrderId, new Price(price), new Quantity(size), price * size, symbol.Quote, fee,
            isTaker ? ExchangeApiWords.Opposite(makers) : makers, !isTaker, at);
    }

    // The account's side is the one whose user or profile is named.
    private static bool IsTaker(JsonElement json) =>
        json.Text("taker_user_id") is not null || json.Text("taker_profile_id") is not null;

    private OrderReport Report(
        Symbol symbol, ClientOrderId id, ReportedStatus status, Quantity filled, decimal? quote, ReportedFill? fill) =>
        new(id, OrderId, symbol, status, filled, quote, fill is null ? [] : [fill],
            Json.Time("time") ?? DateTimeOffset.UnixEpoch);
}
