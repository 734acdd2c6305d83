using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>Binance's words for the terms of an order, both ways. A word that is new to us is no error.</summary>
internal static class BinanceWords
{
    public const NumberStyles Number = NumberStyles.Float;

    public static CultureInfo Invariant => CultureInfo.InvariantCulture;

    public static ReadOnlySpan<byte> Of(OrderSide side) => side == OrderSide.Buy ? "BUY"u8 : "SELL"u8;

    public static ReadOnlySpan<byte> Of(OrderType type) => type switch
    {
        OrderType.Market => "MARKET"u8,
        OrderType.Limit => "LIMIT"u8,
        OrderType.StopLoss => "STOP_LOSS"u8,
        OrderType.StopLossLimit => "STOP_LOSS_LIMIT"u8,
        OrderType.TakeProfit => "TAKE_PROFIT"u8,
        OrderType.TakeProfitLimit => "TAKE_PROFIT_LIMIT"u8,
        OrderType.LimitMaker => "LIMIT_MAKER"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static ReadOnlySpan<byte> Of(TimeInForce time) => time switch
    {
        TimeInForce.Gtc => "GTC"u8,
        TimeInForce.Ioc => "IOC"u8,
        TimeInForce.Fok => "FOK"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(time)),
    };

    public static bool TryReadType(ref Utf8JsonReader reader, out OrderType type)
    {
        type = default;
        if (reader.TokenType == JsonTokenType.String)
        {
            foreach (var known in KnownTypes)
            {
                if (reader.ValueTextEquals(Of(known)))
                {
                    type = known;
                    return true;
                }
            }
        }

        return false;
    }

    public static OrderSide? ReadSide(ref Utf8JsonReader reader) => reader.TokenType != JsonTokenType.String ? null
        : reader.ValueTextEquals("BUY"u8) ? OrderSide.Buy
        : reader.ValueTextEquals("SELL"u8) ? OrderSide.Sell
        : null;

    public static TimeInForce? ReadTimeInForce(ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.String ? null
        : reader.ValueTextEquals("GTC"u8) ? TimeInForce.Gtc
        : reader.ValueTextEquals("IOC"u8) ? TimeInForce.Ioc
        : reader.ValueTextEquals("FOK"u8) ? TimeInForce.Fok
        : null;

    /// <summary>Null for a status that is new to us: what is filled then says more than a guess.</summary>
    public static ReportedStatus? ReadStatus(ref Utf8JsonReader reader) => reader.TokenType != JsonTokenType.String
        ? null
        : reader.ValueTextEquals("NEW"u8) ? ReportedStatus.Open
        : reader.ValueTextEquals("FILLED"u8) ? ReportedStatus.Filled
        : reader.ValueTextEquals("PARTIALLY_FILLED"u8) ? ReportedStatus.PartiallyFilled
        : reader.ValueTextEquals("CANCELED"u8) ? ReportedStatus.Cancelled
        : reader.ValueTextEquals("EXPIRED"u8) || reader.ValueTextEquals("EXPIRED_IN_MATCH"u8) ? ReportedStatus.Expired
        : reader.ValueTextEquals("REJECTED"u8) ? ReportedStatus.Rejected
        : reader.ValueTextEquals("PENDING_NEW"u8) ? ReportedStatus.Open
        : null;

    /// <summary>How the exchange writes a candle's length.</summary>
    public static string Of(CandleInterval interval) => interval switch
    {
        CandleInterval.OneMinute => "1m",
        CandleInterval.FiveMinutes => "5m",
        CandleInterval.FifteenMinutes => "15m",
        CandleInterval.OneHour => "1h",
        CandleInterval.SixHours => "6h",
        CandleInterval.OneDay => "1d",
        _ => throw new ArgumentOutOfRangeException(nameof(interval)),
    };

    /// <summary>Null for a length that has no name here.</summary>
    public static CandleInterval? IntervalOf(string? text) => text switch
    {
        "1m" => CandleInterval.OneMinute,
        "5m" => CandleInterval.FiveMinutes,
        "15m" => CandleInterval.FifteenMinutes,
        "1h" => CandleInterval.OneHour,
        "6h" => CandleInterval.SixHours,
        "1d" => CandleInterval.OneDay,
        _ => null,
    };

    private static ReadOnlySpan<OrderType> KnownTypes =>
    [
        OrderType.Limit, OrderType.Market, OrderType.LimitMaker, OrderType.StopLoss,
        OrderType.StopLossLimit, OrderType.TakeProfit, OrderType.TakeProfitLimit,
    ];
}
