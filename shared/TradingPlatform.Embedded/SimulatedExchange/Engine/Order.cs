namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>An order as it stands at one moment; a change makes a new one, so that what was answered, stored or
/// reported is never changed under its reader.</summary>
internal sealed record Order
{
    public required string Symbol { get; init; }

    public required int AccountId { get; init; }

    /// <summary>Unique per symbol, as on Binance; 0 is the house's.</summary>
    public required long OrderId { get; init; }

    /// <summary>The order list that it belongs to, or -1.</summary>
    public long ListId { get; init; } = -1;

    public required string ClientOrderId { get; init; }

    public required Side Side { get; init; }

    public required OrderType Type { get; init; }

    public TimeInForce TimeInForce { get; init; } = TimeInForce.GoodTillCancelled;

    /// <summary>The limit, or 0 where it has none.</summary>
    public decimal Price { get; init; }

    public decimal Quantity { get; init; }

    /// <summary>What a market order was to spend or earn, or 0.</summary>
    public decimal QuoteQuantity { get; init; }

    public decimal StopPrice { get; init; }

    /// <summary>Distance of a trailing stop in hundredths of a percent, or 0.</summary>
    public int TrailingDelta { get; init; }

    /// <summary>When the trailing stop began to follow the price, or -1.</summary>
    public long TrailingTime { get; init; } = -1;

    /// <summary>The best price since then, or 0.</summary>
    public decimal TrailingExtreme { get; init; }

    /// <summary>What an iceberg order shows at a time, or 0.</summary>
    public decimal IcebergQuantity { get; init; }

    public decimal Executed { get; init; }

    public decimal ExecutedQuote { get; init; }

    public OrderStatus Status { get; init; } = OrderStatus.New;

    public required long Time { get; init; }

    public required long UpdateTime { get; init; }

    /// <summary>When it came onto the book or was matched; -1 for a stop that has not been triggered.</summary>
    public long WorkingTime { get; init; } = -1;

    public SelfTradePrevention SelfTrade { get; init; } = SelfTradePrevention.ExpireMaker;

    public long? StrategyId { get; init; }

    public long? StrategyType { get; init; }

    /// <summary>What it still holds back of the account's free amount, in the asset that it pays with.</summary>
    public decimal Locked { get; init; }

    /// <summary>Its place in the queue of its price; a smaller one comes first.</summary>
    public long Priority { get; init; }

    public int Amendments { get; init; }

    /// <summary>What self-trade prevention took from it.</summary>
    public decimal Prevented { get; init; }

    public decimal Remaining => Quantity - Executed;

    public bool IsOpen => Status is OrderStatus.New or OrderStatus.PartiallyFilled;

    public bool IsWorking => WorkingTime >= 0;

    public bool IsAlgo => Type is OrderType.StopLoss or OrderType.StopLossLimit
        or OrderType.TakeProfit or OrderType.TakeProfitLimit;

    /// <summary>Whether it matches at any price once it works.</summary>
    public bool IsMarket => Type is OrderType.Market or OrderType.StopLoss or OrderType.TakeProfit;

    /// <summary>Whether it waits for a price at or above its stop price, rather than at or below.</summary>
    public bool TriggersAbove => Side is Side.Buy == Type is OrderType.StopLoss or OrderType.StopLossLimit;
}
