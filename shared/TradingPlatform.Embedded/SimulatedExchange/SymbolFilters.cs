namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>A symbol's trading rules, named after Binance's filters (filters.md). A null or a 0 switches one off.
/// </summary>
public sealed record SymbolFilters
{
    /// <summary>PRICE_FILTER: what every price is a multiple of.</summary>
    public required decimal TickSize { get; init; }

    /// <summary>PRICE_FILTER: lowest price.</summary>
    public required decimal MinPrice { get; init; }

    /// <summary>PRICE_FILTER: highest price.</summary>
    public required decimal MaxPrice { get; init; }

    /// <summary>LOT_SIZE: what every quantity is a multiple of.</summary>
    public required decimal StepSize { get; init; }

    /// <summary>LOT_SIZE: smallest quantity.</summary>
    public required decimal MinQuantity { get; init; }

    /// <summary>LOT_SIZE: largest quantity.</summary>
    public required decimal MaxQuantity { get; init; }

    /// <summary>MARKET_LOT_SIZE: largest quantity of a market order.</summary>
    public required decimal MaxMarketQuantity { get; init; }

    /// <summary>MARKET_LOT_SIZE: smallest quantity of a market order.</summary>
    public decimal MinMarketQuantity { get; init; }

    /// <summary>MARKET_LOT_SIZE: what a market order's quantity is a multiple of.</summary>
    public decimal MarketStepSize { get; init; }

    /// <summary>NOTIONAL: least price times quantity; applies to market orders too.</summary>
    public decimal MinNotional { get; init; } = 5m;

    /// <summary>NOTIONAL: most price times quantity; does not apply to market orders.</summary>
    public decimal MaxNotional { get; init; } = 9_000_000m;

    /// <summary>MIN_NOTIONAL, the older filter, beside NOTIONAL; null leaves it out.</summary>
    public decimal? LegacyMinNotional { get; init; }

    /// <summary>NOTIONAL and PERCENT_PRICE_BY_SIDE: minutes that the average price is taken over.</summary>
    public int AveragePriceMinutes { get; init; } = 5;

    /// <summary>PERCENT_PRICE_BY_SIDE: furthest that a price may stand above the average, as a factor.</summary>
    public decimal MultiplierUp { get; init; } = 5m;

    /// <summary>PERCENT_PRICE_BY_SIDE: furthest that a price may stand below it, as a factor.</summary>
    public decimal MultiplierDown { get; init; } = 0.2m;

    /// <summary>ICEBERG_PARTS: most parts that an iceberg order may break into.</summary>
    public int IcebergParts { get; init; } = 10;

    /// <summary>MAX_NUM_ORDERS: open orders of an account. Binance has 200; this default leaves room for load tests.
    /// </summary>
    public int MaxOrders { get; init; } = 200_000;

    /// <summary>MAX_NUM_ALGO_ORDERS: open stop and take-profit orders of an account. Binance has 5.</summary>
    public int MaxAlgoOrders { get; init; } = 100;

    /// <summary>MAX_NUM_ORDER_AMENDS: how often one order may be amended.</summary>
    public int MaxAmends { get; init; } = 10;

    /// <summary>MAX_POSITION: most that an account may hold and bid for; null has no such filter.</summary>
    public decimal? MaxPosition { get; init; }

    /// <summary>TRAILING_DELTA: least distance of a trailing stop, in hundredths of a percent.</summary>
    public int MinTrailingDelta { get; init; } = 10;

    /// <summary>TRAILING_DELTA: most distance of a trailing stop.</summary>
    public int MaxTrailingDelta { get; init; } = 2_000;
}
