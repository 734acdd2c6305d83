using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>Bitget's words, both ways, whatever their case. A word that is new to us is no error.</summary>
internal static class BitgetWords
{
    public static string Of(OrderSide side) => side == OrderSide.Buy ? "buy" : "sell";

    public static string Of(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>How the order is to be worked; a market order's is not looked at.</summary>
    public static string Force(OrderTicket ticket) => (ticket.Type, ticket.TimeInForce) switch
    {
        (OrderType.LimitMaker, _) => "post_only",
        (_, Core.Orders.TimeInForce.Ioc) => "ioc",
        (_, Core.Orders.TimeInForce.Fok) => "fok",
        _ => "gtc",
    };

    public static OrderSide? Side(string? text) =>
        Is(text, "buy") ? OrderSide.Buy : Is(text, "sell") ? OrderSide.Sell : null;

    public static TimeInForce? TimeInForce(string? force) => force switch
    {
        _ when Is(force, "gtc") => Core.Orders.TimeInForce.Gtc,
        _ when Is(force, "ioc") => Core.Orders.TimeInForce.Ioc,
        _ when Is(force, "fok") => Core.Orders.TimeInForce.Fok,
        _ => null,
    };

    public static OrderType? Type(string? type, string? force) => type switch
    {
        _ when Is(type, "market") => OrderType.Market,
        _ when Is(type, "limit") => Is(force, "post_only") ? OrderType.LimitMaker : OrderType.Limit,
        _ => null,
    };

    /// <summary>Null for a status that is new to us: what is filled then says more than a guess.</summary>
    public static ReportedStatus? Status(string? status) => status switch
    {
        "live" or "new" or "init" or "not_trigger" => ReportedStatus.Open,
        "partially_filled" or "partial_fill" or "partial-fill" => ReportedStatus.PartiallyFilled,
        "filled" or "full_fill" or "full-fill" => ReportedStatus.Filled,
        "cancelled" or "canceled" or "cancel" => ReportedStatus.Cancelled,
        "fail_trigger" or "fail_execute" => ReportedStatus.Rejected,
        _ => null,
    };

    /// <summary>It rested; null where it is not told.</summary>
    public static bool? IsMaker(string? scope) => scope switch
    {
        _ when Is(scope, "maker") || Is(scope, "M") => true,
        _ when Is(scope, "taker") || Is(scope, "T") => false,
        _ => null,
    };

    /// <summary>A coin's name; the exchange writes it in either case.</summary>
    public static Asset? Coin(string? text) =>
        Asset.TryParse(text?.ToUpperInvariant(), out var asset) ? asset : null;

    /// <summary>A moment in milliseconds; what is not there is the beginning of time.</summary>
    public static DateTimeOffset Time(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json.Int64(name) is > 0 and < 253_402_300_800_000 and var at)
            {
                return DateTimeOffset.FromUnixTimeMilliseconds(at);
            }
        }

        return DateTimeOffset.UnixEpoch;
    }

    /// <summary>A price; null where it is absent or 0, as it is for what has none.</summary>
    public static Price? Price(JsonElement json, string name) =>
        json.Decimal(name) is > 0 and var price ? new Price(price) : null;

    private static bool Is(string? text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);
}
