using System.Text.Json;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>The members of an order that we read.</summary>
internal enum OrderMember
{
    Unknown = 1,
    Symbol,
    OrderId,
    ListId,
    ClientOrderId,
    OriginalClientOrderId,
    Reason,
    Price,
    Quantity,
    QuoteQuantity,
    Filled,
    FilledQuote,
    StopPrice,
    Iceberg,
    TransactTime,
    UpdateTime,
    Time,
    TrailingDelta,
    Status,
    Side,
    Type,
    TimeInForce,
    Fills,
}

/// <summary>Finds a member by its name, without making a string of it: an order's answer has twenty of them.</summary>
internal static class OrderMembers
{
    public static OrderMember Of(ref Utf8JsonReader reader) => reader.ValueSpan.Length switch
    {
        4 => reader.ValueTextEquals("side"u8) ? OrderMember.Side
            : reader.ValueTextEquals("type"u8) ? OrderMember.Type
            : reader.ValueTextEquals("time"u8) ? OrderMember.Time : OrderMember.Unknown,
        5 => reader.ValueTextEquals("price"u8) ? OrderMember.Price
            : reader.ValueTextEquals("fills"u8) ? OrderMember.Fills : OrderMember.Unknown,
        6 => reader.ValueTextEquals("status"u8) ? OrderMember.Status
            : reader.ValueTextEquals("symbol"u8) ? OrderMember.Symbol : OrderMember.Unknown,
        7 => reader.ValueTextEquals("orderId"u8) ? OrderMember.OrderId
            : reader.ValueTextEquals("origQty"u8) ? OrderMember.Quantity : OrderMember.Unknown,
        9 => reader.ValueTextEquals("stopPrice"u8) ? OrderMember.StopPrice : OrderMember.Unknown,
        10 => reader.ValueTextEquals("updateTime"u8) ? OrderMember.UpdateTime
            : reader.ValueTextEquals("icebergQty"u8) ? OrderMember.Iceberg : OrderMember.Unknown,
        11 => reader.ValueTextEquals("executedQty"u8) ? OrderMember.Filled
            : reader.ValueTextEquals("orderListId"u8) ? OrderMember.ListId
            : reader.ValueTextEquals("timeInForce"u8) ? OrderMember.TimeInForce : OrderMember.Unknown,
        12 => reader.ValueTextEquals("transactTime"u8) ? OrderMember.TransactTime
            : reader.ValueTextEquals("expiryReason"u8) ? OrderMember.Reason : OrderMember.Unknown,
        13 => reader.ValueTextEquals("clientOrderId"u8) ? OrderMember.ClientOrderId
            : reader.ValueTextEquals("trailingDelta"u8) ? OrderMember.TrailingDelta : OrderMember.Unknown,
        17 => reader.ValueTextEquals("origClientOrderId"u8) ? OrderMember.OriginalClientOrderId
            : reader.ValueTextEquals("origQuoteOrderQty"u8) ? OrderMember.QuoteQuantity : OrderMember.Unknown,
        // Spelt so.
        19 => reader.ValueTextEquals("cummulativeQuoteQty"u8) ? OrderMember.FilledQuote : OrderMember.Unknown,
        _ => OrderMember.Unknown,
    };
}
