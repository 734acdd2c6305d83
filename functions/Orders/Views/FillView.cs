using TradingPlatform.Core.Orders;

namespace TradingPlatform.Orders.Views;

/// <summary>Who rested and who took.</summary>
public enum Liquidity
{
    /// <summary>The order rested on the book.</summary>
    Maker = 1,

    /// <summary>The order took from it.</summary>
    Taker = 2,
}

/// <summary>A fill as the contract shows it; an external one is of an order that someone else placed.</summary>
public sealed record FillView(
    string Id, string OrderId, string ExchangeTradeId, string Symbol, OrderSide Side, decimal Price, decimal Quantity,
    decimal Quote, FeeView Fee, Liquidity? Liquidity, DateTimeOffset ExecutedAt, bool External)
{
    /// <summary>Shows a fill.</summary>
    public static FillView Of(Fill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var trade = fill.Trade;
        return new FillView(
            fill.Id, fill.Order.Text, trade.TradeId, fill.Symbol.Text, trade.Side, trade.Price.Value,
            trade.Quantity.Value, trade.Quote, new FeeView(trade.FeeAsset.Text, trade.FeeAmount),
            trade.Maker switch { true => Views.Liquidity.Maker, false => Views.Liquidity.Taker, null => null },
            trade.At, fill.IsExternal);
    }
}
