using System.Collections.Immutable;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Core.Exchanges;

/// <summary>
/// An exchange's public side at one address: no account, no key. Reads throw <see cref="ExchangeException"/>.
/// </summary>
public interface IMarketData
{
    /// <summary>Every pair, with its rules.</summary>
    Task<ImmutableArray<Instrument>> GetInstrumentsAsync(CancellationToken cancellation);

    /// <summary>The day's figures of a pair.</summary>
    Task<Ticker> GetTickerAsync(Symbol symbol, CancellationToken cancellation);

    /// <summary>The book as it stands.</summary>
    /// <param name="symbol">The pair.</param>
    /// <param name="depth">Levels a side; the next number that the exchange has where it has not this one.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<BookSnapshot> GetBookAsync(Symbol symbol, int depth, CancellationToken cancellation);

    /// <summary>The latest trades, oldest first.</summary>
    Task<ImmutableArray<PublicTrade>> GetTradesAsync(Symbol symbol, int limit, CancellationToken cancellation);

    /// <summary>
    /// Candles that begin at <paramref name="from"/> or later and before <paramref name="to"/>, oldest first.
    /// </summary>
    /// <remarks>At most as many as the exchange gives in one answer: go on from the last one's time.</remarks>
    Task<ImmutableArray<Candle>> GetCandlesAsync(
        Symbol symbol, CandleInterval interval, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellation);

    /// <summary>
    /// Hears of pairs until cancelled: connects, subscribes, and after any loss does so again, with backoff and jitter.
    /// Ends only by <paramref name="cancellation"/>.
    /// </summary>
    IAsyncEnumerable<MarketEvent> StreamAsync(
        ImmutableArray<Symbol> symbols, MarketFeed feeds, CancellationToken cancellation);
}
