using System.Collections.Immutable;

namespace TradingPlatform.Core.Markets;

/// <summary>What an exchange lets one trade in a pair, and by which rules.</summary>
/// <param name="Symbol">The pair.</param>
/// <param name="Trading">False where the exchange takes no new orders now (halt, break, cancel-only).</param>
/// <param name="Rules">Every rule that the exchange states and we can check before sending, in its own order.</param>
/// <param name="OrderTypes">The kinds of order it takes.</param>
public sealed record Instrument(
    Symbol Symbol, bool Trading, ImmutableArray<InstrumentRule> Rules, ImmutableHashSet<Orders.OrderType> OrderTypes)
{
    /// <summary>The exchange has icebergs here. Without it, an iceberg quantity breaks a rule.</summary>
    public bool IcebergAllowed { get; init; } = true;

    /// <summary>The exchange has trailing stops here.</summary>
    public bool TrailingAllowed { get; init; } = true;

    /// <summary>A market order may be given in the quote asset.</summary>
    public bool QuoteQuantityAllowed { get; init; } = true;

    /// <summary>An order that wakes at its stop price may be IOC or FOK; else it rests until it is cancelled.</summary>
    public bool StopTimeInForceAllowed { get; init; } = true;

    /// <summary>One-cancels-other pairs are taken.</summary>
    public bool OcoAllowed { get; init; } = true;

    /// <summary>
    /// A market order is sized by what it pays alone: a buy in the quote asset, a sell in the base asset.
    /// </summary>
    public bool MarketSizedByWhatIsPaid { get; init; }

    /// <summary>On a futures market, what the account has set for the pair; null elsewhere.</summary>
    public decimal? Leverage { get; init; }
}
