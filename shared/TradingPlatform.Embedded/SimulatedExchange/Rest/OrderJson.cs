using System.Text.Json;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>Orders, pairs and trades in Binance's shapes (rest-api.md).</summary>
internal static class OrderJson
{
    public static void WritePlaced(
        Utf8JsonWriter writer, Order order, IReadOnlyList<AccountTrade> fills, ResponseType response)
    {
        writer.WriteStartObject();
        WriteIdentity(writer, order, order.ClientOrderId);
        writer.WriteNumber("transactTime"u8, order.UpdateTime);
        if (response is not ResponseType.Acknowledgement)
        {
            WriteState(writer, order);
            WriteConditional(writer, order);
            writer.WriteNumber("workingTime"u8, order.WorkingTime);
            if (response is ResponseType.Full)
            {
                WriteFills(writer, fills);
            }

            WriteSelfTrade(writer, order);
        }

        writer.WriteEndObject();
    }

    public static void WriteCancelled(Utf8JsonWriter writer, Order order, string requestId)
    {
        writer.WriteStartObject();
        writer.WriteString("symbol"u8, order.Symbol);
        writer.WriteString("origClientOrderId"u8, order.ClientOrderId);
        writer.WriteNumber("orderId"u8, order.OrderId);
        writer.WriteNumber("orderListId"u8, order.ListId);
        writer.WriteString("clientOrderId"u8, requestId);
        writer.WriteNumber("transactTime"u8, order.UpdateTime);
        WriteState(writer, order);
        WriteConditional(writer, order);
        WriteSelfTrade(writer, order);
        writer.WriteEndObject();
    }

    /// <summary>The shape of queries.</summary>
    public static void WriteQueried(Utf8JsonWriter writer, Order order)
    {
        writer.WriteStartObject();
        WriteIdentity(writer, order, order.ClientOrderId);
        WriteState(writer, order);
        writer.WriteAmount("stopPrice"u8, order.StopPrice);
        WriteTrailing(writer, order);
        writer.WriteAmount("icebergQty"u8, order.IcebergQuantity);
        writer.WriteNumber("time"u8, order.Time);
        writer.WriteNumber("updateTime"u8, order.UpdateTime);
        writer.WriteBoolean("isWorking"u8, order.IsWorking);
        writer.WriteNumber("workingTime"u8, order.WorkingTime);
        WriteStrategy(writer, order);
        WriteSelfTrade(writer, order);
        writer.WriteEndObject();
    }

    public static void WriteQueried(Utf8JsonWriter writer, IReadOnlyList<Order> orders)
    {
        writer.WriteStartArray();
        foreach (var order in orders)
        {
            WriteQueried(writer, order);
        }

        writer.WriteEndArray();
    }

    public static void WriteTrades(Utf8JsonWriter writer, IReadOnlyList<AccountTrade> trades)
    {
        writer.WriteStartArray();
        foreach (var trade in trades)
        {
            writer.WriteStartObject();
            writer.WriteString("symbol"u8, trade.Symbol);
            writer.WriteNumber("id"u8, trade.TradeId);
            writer.WriteNumber("orderId"u8, trade.OrderId);
            writer.WriteNumber("orderListId"u8, trade.ListId);
            writer.WriteAmount("price"u8, trade.Price);
            writer.WriteAmount("qty"u8, trade.Quantity);
            writer.WriteAmount("quoteQty"u8, trade.Quote);
            writer.WriteAmount("commission"u8, trade.Commission);
            writer.WriteString("commissionAsset"u8, trade.CommissionAsset);
            writer.WriteNumber("time"u8, trade.Time);
            writer.WriteBoolean("isBuyer"u8, trade.IsBuyer);
            writer.WriteBoolean("isMaker"u8, trade.IsMaker);
            writer.WriteBoolean("isBestMatch"u8, true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteList(Utf8JsonWriter writer, OrderListState list)
    {
        writer.WriteStartObject();
        WriteListMembers(writer, list);
        writer.WriteEndObject();
    }

    public static void WritePlacedList(
        Utf8JsonWriter writer, OrderListState list, IReadOnlyList<Order> orders, ResponseType response)
    {
        writer.WriteStartObject();
        WriteListMembers(writer, list);
        writer.WriteStartArray("orderReports"u8);
        foreach (var order in orders)
        {
            WritePlaced(writer, order, [], response);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteCancelledList(
        Utf8JsonWriter writer, OrderListState list, IReadOnlyList<Order> orders, string requestId)
    {
        writer.WriteStartObject();
        WriteListMembers(writer, list);
        writer.WriteStartArray("orderReports"u8);
        foreach (var order in orders)
        {
            WriteCancelled(writer, order, requestId);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteCancellation(Utf8JsonWriter writer, Cancellation cancellation, string requestId)
    {
        switch (cancellation)
        {
            case Cancellation.OfOrder of:
                WriteCancelled(writer, of.Order, requestId);
                break;
            case Cancellation.OfList of:
                WriteCancelledList(writer, of.List, of.Orders, requestId);
                break;
            case Cancellation.Refused refused:
                Reply.WriteRefusal(writer, refused.Reason);
                break;
        }
    }

    private static void WriteListMembers(Utf8JsonWriter writer, OrderListState list)
    {
        writer.WriteNumber("orderListId"u8, list.Id);
        writer.WriteString("contingencyType"u8, "OCO"u8);
        writer.WriteString("listStatusType"u8, list.IsDone ? "ALL_DONE"u8 : "EXEC_STARTED"u8);
        writer.WriteString("listOrderStatus"u8, list.IsDone ? "ALL_DONE"u8 : "EXECUTING"u8);
        writer.WriteString("listClientOrderId"u8, list.ClientId);
        writer.WriteNumber("transactionTime"u8, list.Time);
        writer.WriteString("symbol"u8, list.Symbol);
        writer.WriteStartArray("orders"u8);
        foreach (var (orderId, clientOrderId) in list.Legs)
        {
            writer.WriteStartObject();
            writer.WriteString("symbol"u8, list.Symbol);
            writer.WriteNumber("orderId"u8, orderId);
            writer.WriteString("clientOrderId"u8, clientOrderId);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteIdentity(Utf8JsonWriter writer, Order order, string clientOrderId)
    {
        writer.WriteString("symbol"u8, order.Symbol);
        writer.WriteNumber("orderId"u8, order.OrderId);
        writer.WriteNumber("orderListId"u8, order.ListId);
        writer.WriteString("clientOrderId"u8, clientOrderId);
    }

    private static void WriteState(Utf8JsonWriter writer, Order order)
    {
        writer.WriteAmount("price"u8, order.Price);
        writer.WriteAmount("origQty"u8, order.Quantity);
        writer.WriteAmount("executedQty"u8, order.Executed);
        writer.WriteAmount("origQuoteOrderQty"u8, order.QuoteQuantity);
        // Binance spells it so.
        writer.WriteAmount("cummulativeQuoteQty"u8, order.ExecutedQuote);
        writer.WriteString("status"u8, order.Status.Word());
        writer.WriteString("timeInForce"u8, order.TimeInForce.Word());
        writer.WriteString("type"u8, order.Type.Word());
        writer.WriteString("side"u8, order.Side.Word());
    }

    private static void WriteConditional(Utf8JsonWriter writer, Order order)
    {
        if (order.IsAlgo)
        {
            writer.WriteAmount("stopPrice"u8, order.StopPrice);
        }

        WriteTrailing(writer, order);
        if (order.IcebergQuantity > 0)
        {
            writer.WriteAmount("icebergQty"u8, order.IcebergQuantity);
        }

        WriteStrategy(writer, order);
    }

    private static void WriteTrailing(Utf8JsonWriter writer, Order order)
    {
        if (order.TrailingDelta > 0)
        {
            writer.WriteNumber("trailingDelta"u8, order.TrailingDelta);
            writer.WriteNumber("trailingTime"u8, order.TrailingTime);
        }
    }

    private static void WriteStrategy(Utf8JsonWriter writer, Order order)
    {
        if (order.StrategyId is { } strategy)
        {
            writer.WriteNumber("strategyId"u8, strategy);
        }

        if (order.StrategyType is { } type)
        {
            writer.WriteNumber("strategyType"u8, type);
        }

        if (order.Prevented > 0)
        {
            writer.WriteAmount("preventedQuantity"u8, order.Prevented);
        }
    }

    private static void WriteSelfTrade(Utf8JsonWriter writer, Order order) =>
        writer.WriteString("selfTradePreventionMode"u8, order.SelfTrade.Word());

    private static void WriteFills(Utf8JsonWriter writer, IReadOnlyList<AccountTrade> fills)
    {
        writer.WriteStartArray("fills"u8);
        foreach (var fill in fills)
        {
            writer.WriteStartObject();
            writer.WriteAmount("price"u8, fill.Price);
            writer.WriteAmount("qty"u8, fill.Quantity);
            writer.WriteAmount("commission"u8, fill.Commission);
            writer.WriteString("commissionAsset"u8, fill.CommissionAsset);
            writer.WriteNumber("tradeId"u8, fill.TradeId);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

/// <summary>How much a caller wants to hear of a new order.</summary>
internal enum ResponseType
{
    Acknowledgement = 1,
    Result,
    Full,
}
