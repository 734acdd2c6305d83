namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>What a caller asks for: complete for its type, and checked against nothing yet.</summary>
internal sealed record NewOrder
{
    public required Market Market { get; init; }

    public required Side Side { get; init; }

    public required OrderType Type { get; init; }

    public TimeInForce TimeInForce { get; init; } = TimeInForce.GoodTillCancelled;

    public decimal Quantity { get; init; }

    /// <summary>Set, in place of a quantity, for a market order by value.</summary>
    public decimal QuoteQuantity { get; init; }

    public decimal Price { get; init; }

    public decimal StopPrice { get; init; }

    public int TrailingDelta { get; init; }

    public decimal IcebergQuantity { get; init; }

    public required string ClientOrderId { get; init; }

    public SelfTradePrevention SelfTrade { get; init; } = SelfTradePrevention.ExpireMaker;

    public long? StrategyId { get; init; }

    public long? StrategyType { get; init; }

    public bool IsAlgo => Type is OrderType.StopLoss or OrderType.StopLossLimit
        or OrderType.TakeProfit or OrderType.TakeProfitLimit;

    public bool IsMarket => Type is OrderType.Market or OrderType.StopLoss or OrderType.TakeProfit;

    /// <summary>See <see cref="Order.TriggersAbove"/>.</summary>
    public bool TriggersAbove => Side is Side.Buy == Type is OrderType.StopLoss or OrderType.StopLossLimit;
}
