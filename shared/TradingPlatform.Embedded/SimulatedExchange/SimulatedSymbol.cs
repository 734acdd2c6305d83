namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>A market: its rules, its first price and the house's ladder.</summary>
public sealed record SimulatedSymbol
{
    /// <summary>The asset that is bought and sold, such as BTC.</summary>
    public required string BaseAsset { get; init; }

    /// <summary>The asset that prices are in, such as USDT.</summary>
    public required string QuoteAsset { get; init; }

    /// <summary>The reference price at the first start.</summary>
    public required decimal StartPrice { get; init; }

    /// <summary>What an order must keep to. Tick times step may have at most eight decimals.</summary>
    public required SymbolFilters Filters { get; init; }

    /// <summary>What the house offers in the best level, in quote; deeper levels hold more.</summary>
    public decimal HouseNotional { get; init; } = 100_000m;

    /// <summary>How many levels the house quotes on each side; 0 leaves the market to its users.</summary>
    public int HouseLevels { get; init; } = 20;

    /// <summary>How far the best house price stands from the reference price, and the levels from one another, in
    /// ticks.</summary>
    public int HouseSpacingTicks { get; init; } = 1;

    /// <summary>How the price moves; null follows the exchange's own setting.</summary>
    public PricePath? Path { get; init; }

    /// <summary>The symbol as Binance spells it: BTCUSDT.</summary>
    public string Name => BaseAsset + QuoteAsset;
}
