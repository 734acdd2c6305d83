namespace TradingPlatform.Core.Markets;

/// <summary>
/// One rule of an instrument. <see cref="Name"/> is the exchange's own filter type, which a refusal names (API.md,
/// <c>INSTRUMENT_RULE</c>). A bound of zero is switched off where the exchange says so (FACTS.md E1); the adapter maps
/// it to null.
/// </summary>
public abstract record InstrumentRule(string Name)
{
    /// <summary>Bounds of a limit or stop price, and the grid that prices lie on.</summary>
    public sealed record PriceGrid(string Name, decimal? Min, decimal? Max, decimal? Tick) : InstrumentRule(Name);

    /// <summary>Bounds of a quantity, and the grid that quantities lie on.</summary>
    /// <param name="Name">The filter type.</param>
    /// <param name="Min">The least.</param>
    /// <param name="Max">The most.</param>
    /// <param name="Step">The grid; counted from <paramref name="Min"/>.</param>
    /// <param name="MarketOnly">It binds market orders alone.</param>
    public sealed record Lot(string Name, decimal? Min, decimal? Max, decimal? Step, bool MarketOnly)
        : InstrumentRule(Name);

    /// <summary>Bounds of price times quantity, in the quote asset.</summary>
    public sealed record Notional(
        string Name, decimal? Min, decimal? Max, bool MinBindsMarket, bool MaxBindsMarket) : InstrumentRule(Name);

    /// <summary>How far a price may lie from the market, as factors of the reference price, by side.</summary>
    public sealed record PricePercent(
        string Name, decimal BidUp, decimal BidDown, decimal AskUp, decimal AskDown) : InstrumentRule(Name)
    {
        /// <summary>It binds orders that wait for a stop too, whose price is meant for another moment.</summary>
        public bool BindsStops { get; init; } = true;
    }

    /// <summary>Into how many parts an iceberg may fall: quantity over iceberg quantity, rounded up.</summary>
    public sealed record IcebergParts(string Name, int Max) : InstrumentRule(Name);

    /// <summary>Bounds of a trailing delta, in basis points: stops that trail from above and from below.</summary>
    public sealed record Trailing(string Name, int MinAbove, int MaxAbove, int MinBelow, int MaxBelow)
        : InstrumentRule(Name);

    /// <summary>How many orders an account may have open in the pair.</summary>
    /// <param name="Name">The filter type.</param>
    /// <param name="Max">At most so many.</param>
    /// <param name="Counts">Which orders count.</param>
    public sealed record OpenOrders(string Name, int Max, OrderKind Counts) : InstrumentRule(Name);

    /// <summary>
    /// A stop must lie on its own side of the market: the exchange itself would wake it from whichever side it is on,
    /// so that a stop loss on the wrong one would be a take profit.
    /// </summary>
    public sealed record StopSide(string Name) : InstrumentRule(Name);

    /// <summary>How much of the base asset an account may come to hold: free, locked and in open buys.</summary>
    public sealed record MaxPosition(string Name, decimal Max) : InstrumentRule(Name);
}

/// <summary>Which orders a count covers.</summary>
public enum OrderKind
{
    /// <summary>All of them.</summary>
    Any = 1,

    /// <summary>Those that wait for a stop price.</summary>
    Algorithmic = 2,

    /// <summary>Those that show a part of themselves at a time.</summary>
    Iceberg = 3,
}
