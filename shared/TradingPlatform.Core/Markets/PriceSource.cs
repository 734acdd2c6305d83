using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Core.Markets;

/// <summary>One exchange's best prices of a pair, as they were last heard.</summary>
/// <param name="Exchange">Whose.</param>
/// <param name="Quote">The prices, and when they were last heard; a repeat counts.</param>
/// <param name="ChangedAt">When they last were others than before, by our clock.</param>
public sealed record PriceSource(ExchangeId Exchange, MarketQuote Quote, DateTimeOffset ChangedAt);

/// <summary>What is wrong with a source's prices.</summary>
public enum PriceFault
{
    /// <summary>Nothing that shows.</summary>
    None = 1,

    /// <summary>The bid is above the ask: no book stands so.</summary>
    Crossed = 2,

    /// <summary>Bid and ask are so far apart that neither is a price.</summary>
    Wide = 3,

    /// <summary>Nothing was heard for too long.</summary>
    Stale = 4,

    /// <summary>It is heard, and has not moved for so long that it has stopped (FAILURES.md F17).</summary>
    Frozen = 5,

    /// <summary>It lies too far from what the others say.</summary>
    Outlier = 6,
}

/// <summary>How long prices are good for, and how far apart they may lie.</summary>
public sealed record PriceTolerance
{
    /// <summary>How long after it was last heard a price is worth nothing.</summary>
    public TimeSpan Stale { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a book that is heard may stand as it stood.</summary>
    public TimeSpan Frozen { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The widest spread, as a share of the middle.</summary>
    public decimal Widest { get; init; } = 0.05m;

    /// <summary>
    /// How far from the median is always near enough, as a share of it: sources that agree to the last digit must not
    /// make the next one an outlier.
    /// </summary>
    public decimal Near { get; init; } = 0.002m;

    /// <summary>How many scaled median deviations from the median are an outlier.</summary>
    public decimal Deviations { get; init; } = 3.5m;
}
