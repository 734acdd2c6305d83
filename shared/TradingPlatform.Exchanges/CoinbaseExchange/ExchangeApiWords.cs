using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>The Exchange API's words for the terms of an order. A word that is new to us is no error.</summary>
internal static class ExchangeApiWords
{
    public static string Of(OrderSide side) => side == OrderSide.Buy ? "buy" : "sell";

    public static string Of(TimeInForce time) => time switch
    {
        TimeInForce.Gtc => "GTC",
        TimeInForce.Ioc => "IOC",
        TimeInForce.Fok => "FOK",
        _ => throw new ArgumentOutOfRangeException(nameof(time)),
    };

    /// <summary><c>entry</c> wakes at the stop price or above, <c>loss</c> at it or below.</summary>
    public static string Stop(OrderType type, OrderSide side) =>
        (type is OrderType.StopLossLimit) == (side is OrderSide.Sell) ? "loss" : "entry";

    public static OrderSide? Side(string? word) => word switch
    {
        "buy" or "BUY" => OrderSide.Buy,
        "sell" or "SELL" => OrderSide.Sell,
        _ => null,
    };

    public static OrderSide Opposite(OrderSide side) => side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy;

    public static TimeInForce? Time(string? word) => word switch
    {
        // Good until a time: it rests until then, which our words do not hold.
        "GTC" or "GTT" => TimeInForce.Gtc,
        "IOC" => TimeInForce.Ioc,
        "FOK" => TimeInForce.Fok,
        _ => null,
    };

    /// <summary>Null for a kind that is new to us.</summary>
    public static OrderType? Type(string? type, string? stop, OrderSide side, bool postOnly) => type switch
    {
        "market" => OrderType.Market,
        "limit" when stop is null => postOnly ? OrderType.LimitMaker : OrderType.Limit,
        "limit" or "stop" => stop?.ToUpperInvariant() switch
        {
            "LOSS" => side == OrderSide.Sell ? OrderType.StopLossLimit : OrderType.TakeProfitLimit,
            "ENTRY" => side == OrderSide.Buy ? OrderType.StopLossLimit : OrderType.TakeProfitLimit,
            _ => null,
        },
        _ => null,
    };

    /// <summary>How an order stands; by what is filled where the word is new to us.</summary>
    /// <param name="status">Its <c>status</c>.</param>
    /// <param name="doneReason">Why it is done; null where it is not said.</param>
    /// <param name="filled">How much of it is filled.</param>
    /// <param name="isWhole">All of it is.</param>
    /// <param name="rests">It could have rested: what is left of one that could not has expired.</param>
    public static ReportedStatus Status(
        string? status, string? doneReason, decimal filled, bool isWhole, bool rests) => status switch
        {
            "done" or "settled" when doneReason is "filled" || isWhole => ReportedStatus.Filled,
            "done" or "settled" => rests ? ReportedStatus.Cancelled : ReportedStatus.Expired,
            "rejected" => ReportedStatus.Rejected,
            _ => filled > 0 ? ReportedStatus.PartiallyFilled : ReportedStatus.Open,
        };
}
