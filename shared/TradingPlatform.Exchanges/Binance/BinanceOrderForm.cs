using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>Writes what is asked of the exchange as the form that is signed.</summary>
internal static class BinanceOrderForm
{
    /// <summary>Room for any form: ids are at most 36 characters, and numbers at most 31.</summary>
    public const int MaxLength = 2048;

    public static void WriteTicket(ref FormWriter form, string spelling, ClientOrderId id, OrderTicket ticket)
    {
        form.Add("symbol"u8, spelling);
        form.Add("side"u8, BinanceWords.Of(ticket.Side));
        form.Add("type"u8, BinanceWords.Of(ticket.Type));
        if (ticket.TimeInForce is { } time && ticket.Type.HasTimeInForce())
        {
            form.Add("timeInForce"u8, BinanceWords.Of(time));
        }

        Write(ref form, "quantity"u8, ticket.Quantity?.Value);
        Write(ref form, "quoteOrderQty"u8, ticket.QuoteQuantity);
        Write(ref form, "price"u8, ticket.Price?.Value);
        Write(ref form, "stopPrice"u8, ticket.StopPrice?.Value);
        Write(ref form, "trailingDelta"u8, ticket.TrailingDeltaBps);
        Write(ref form, "icebergQty"u8, ticket.IcebergQuantity?.Value);
        form.Add("newClientOrderId"u8, id.Text);
        form.Add("newOrderRespType"u8, "FULL"u8);
    }

    /// <summary>The order to cancel before; nothing is placed unless it was.</summary>
    public static void WriteCancelFirst(ref FormWriter form, OrderReference order)
    {
        form.Add("cancelReplaceMode"u8, "STOP_ON_FAILURE"u8);
        if (order.ExchangeOrderId is { } id)
        {
            form.Add("cancelOrderId"u8, id);
        }
        else
        {
            form.Add("cancelOrigClientOrderId"u8, order.ClientOrderId.Text);
        }
    }

    /// <summary>
    /// A pair: the limit order stands above the market to sell and below it to buy, the stop across from it.
    /// </summary>
    public static void WritePair(ref FormWriter form, string spelling, OcoPair pair)
    {
        form.Add("symbol"u8, spelling);
        form.Add("side"u8, BinanceWords.Of(pair.Side));
        form.Add("quantity"u8, pair.Quantity.Value);
        if (pair.Side == OrderSide.Sell)
        {
            form.Add("aboveType"u8, "LIMIT_MAKER"u8);
            form.Add("aboveClientOrderId"u8, pair.LimitId.Text);
            form.Add("abovePrice"u8, pair.LimitPrice.Value);
            form.Add("belowType"u8, StopType(pair));
            form.Add("belowClientOrderId"u8, pair.StopId.Text);
            form.Add("belowStopPrice"u8, pair.StopPrice.Value);
            WriteStopLimit(ref form, "belowPrice"u8, "belowTimeInForce"u8, pair.StopLimitPrice);
        }
        else
        {
            form.Add("aboveType"u8, StopType(pair));
            form.Add("aboveClientOrderId"u8, pair.StopId.Text);
            form.Add("aboveStopPrice"u8, pair.StopPrice.Value);
            WriteStopLimit(ref form, "abovePrice"u8, "aboveTimeInForce"u8, pair.StopLimitPrice);
            form.Add("belowType"u8, "LIMIT_MAKER"u8);
            form.Add("belowClientOrderId"u8, pair.LimitId.Text);
            form.Add("belowPrice"u8, pair.LimitPrice.Value);
        }

        form.Add("newOrderRespType"u8, "FULL"u8);
    }

    private static ReadOnlySpan<byte> StopType(OcoPair pair) =>
        pair.StopLimitPrice is null ? "STOP_LOSS"u8 : "STOP_LOSS_LIMIT"u8;

    private static void WriteStopLimit(
        ref FormWriter form, ReadOnlySpan<byte> price, ReadOnlySpan<byte> time, Price? value)
    {
        if (value is { } limit)
        {
            form.Add(price, limit.Value);
            form.Add(time, "GTC"u8);
        }
    }

    private static void Write(ref FormWriter form, ReadOnlySpan<byte> name, decimal? value)
    {
        if (value is { } number)
        {
            form.Add(name, number);
        }
    }
}
