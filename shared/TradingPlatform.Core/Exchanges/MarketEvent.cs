using TradingPlatform.Core.Markets;

namespace TradingPlatform.Core.Exchanges;

/// <summary>What a public stream tells of one pair.</summary>
/// <param name="Symbol">Of which pair.</param>
public abstract record MarketEvent(Symbol Symbol)
{
    /// <summary>The subscription stands from now on.</summary>
    public sealed record Connected(Symbol Symbol) : MarketEvent(Symbol);

    /// <summary>The best prices changed.</summary>
    public sealed record QuoteChanged(MarketQuote Quote) : MarketEvent(Quote.Symbol);

    /// <summary>A trade.</summary>
    public sealed record Traded(PublicTrade Trade) : MarketEvent(Trade.Symbol);

    /// <summary>A candle, forming or closed (<see cref="Candle.Closed"/>).</summary>
    public sealed record CandleChanged(Candle Candle) : MarketEvent(Candle.Symbol);

    /// <summary>
    /// The book after a change, whole to the depth that the adapter keeps. Only told while it is in step with the
    /// exchange's; after a gap nothing is told until it is so again.
    /// </summary>
    public sealed record BookChanged(BookSnapshot Book) : MarketEvent(Book.Symbol);

    /// <summary>The connection is gone or a message was missed: prices are old until the next event.</summary>
    public sealed record Lost(Symbol Symbol, string Why) : MarketEvent(Symbol);
}

/// <summary>What to hear of a pair.</summary>
[Flags]
public enum MarketFeed
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The best prices.</summary>
    Quotes = 1 << 0,

    /// <summary>Trades.</summary>
    Trades = 1 << 1,

    /// <summary>One-minute candles.</summary>
    Candles = 1 << 2,

    /// <summary>The book.</summary>
    Book = 1 << 3,
}
