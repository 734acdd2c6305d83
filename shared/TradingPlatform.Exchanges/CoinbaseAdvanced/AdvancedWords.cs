using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>Advanced Trade's words for the terms of an order. A word that is new to us is no error.</summary>
internal static class AdvancedWords
{
    private const string Up = "STOP_DIRECTION_STOP_UP";
    private const string Down = "STOP_DIRECTION_STOP_DOWN";

    public static string Of(OrderSide side) => side == OrderSide.Buy ? "BUY" : "SELL";

    public static OrderSide? Side(string? word) => word switch
    {
        "BUY" => OrderSide.Buy,
        "SELL" => OrderSide.Sell,
        _ => null,
    };

    /// <summary>From where the price comes when the order wakes.</summary>
    public static string Direction(OrderType type, OrderSide side) =>
        (type is OrderType.StopLossLimit) == (side is OrderSide.Sell) ? Down : Up;

    /// <summary>The kind of a stop-limit order; null where its direction is new to us.</summary>
    public static OrderType? Stop(string? direction, OrderSide side) => direction switch
    {
        Down => side == OrderSide.Sell ? OrderType.StopLossLimit : OrderType.TakeProfitLimit,
        Up => side == OrderSide.Buy ? OrderType.StopLossLimit : OrderType.TakeProfitLimit,
        _ => null,
    };

    /// <summary>How an order stands; by what is filled where the word is new to us.</summary>
    /// <param name="status">Its <c>status</c>.</param>
    /// <param name="filled">How much of it is filled.</param>
    /// <param name="rests">It could have rested: what is left of one that could not has expired.</param>
    public static ReportedStatus Status(string? status, decimal filled, bool rests) => status switch
    {
        "FILLED" => ReportedStatus.Filled,
        "CANCELLED" => rests ? ReportedStatus.Cancelled : ReportedStatus.Expired,
        "EXPIRED" => ReportedStatus.Expired,
        "FAILED" => filled > 0 ? ReportedStatus.Cancelled : ReportedStatus.Rejected,
        _ => filled > 0 ? ReportedStatus.PartiallyFilled : ReportedStatus.Open,
    };
}
