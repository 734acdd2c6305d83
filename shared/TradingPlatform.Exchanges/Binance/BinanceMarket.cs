using System.Collections.Immutable;
using System.Globalization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>Binance's spot market, without an account.</summary>
internal sealed class BinanceMarket(BinanceVenue venue) : IMarketData
{
    private const int MostTrades = 1000;

    public async Task<ImmutableArray<Instrument>> GetInstrumentsAsync(CancellationToken cancellation) =>
        [.. (await venue.Rules.GetAsync(cancellation)).Instruments.Values];

    public async Task<Ticker> GetTickerAsync(Symbol symbol, CancellationToken cancellation)
    {
        using var answer = await AskAsync(2, "/api/v3/ticker/24hr", symbol, "", cancellation);
        var now = venue.Time.GetUtcNow();
        return BinanceCalls.Parse(answer, body => MarketAnswers.Ticker(body, symbol, now));
    }

    public async Task<BookSnapshot> GetBookAsync(Symbol symbol, int depth, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(depth);
        var limit = Math.Min(depth, 5000);
        using var answer = await AskAsync(
            DepthWeight(limit), "/api/v3/depth", symbol,
            string.Create(CultureInfo.InvariantCulture, $"&limit={limit}"), cancellation);
        var now = venue.Time.GetUtcNow();
        return BinanceCalls.Parse(answer, body => MarketAnswers.Book(body, symbol, limit, now));
    }

    public async Task<ImmutableArray<PublicTrade>> GetTradesAsync(
        Symbol symbol, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        using var answer = await AskAsync(
            25, "/api/v3/trades", symbol,
            string.Create(CultureInfo.InvariantCulture, $"&limit={Math.Min(limit, MostTrades)}"), cancellation);
        return BinanceCalls.Parse(answer, body => MarketAnswers.Trades(body, symbol));
    }

    public async Task<ImmutableArray<Candle>> GetCandlesAsync(
        Symbol symbol, CandleInterval interval, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellation)
    {
        var (start, end) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds() - 1);
        if (end < start)
        {
            return [];
        }

        // Whether a candle is closed is for the exchange's clock to say, and read before the answer, so that it errs
        // on the side of still forming.
        await venue.Clock.EnsureAsync(cancellation);
        var now = venue.Clock.TryNow(out var moment) ? moment.Milliseconds - (long)moment.Ahead.TotalMilliseconds : 0;
        using var answer = await AskAsync(
            2, "/api/v3/klines", symbol,
            string.Create(CultureInfo.InvariantCulture,
                $"&interval={BinanceWords.Of(interval)}&startTime={start}&endTime={end}&limit=1000"),
            cancellation);
        return BinanceCalls.Parse(answer, body => MarketAnswers.Candles(body, symbol, interval, now));
    }

    public IAsyncEnumerable<MarketEvent> StreamAsync(
        ImmutableArray<Symbol> symbols, MarketFeed feeds, CancellationToken cancellation) =>
        symbols.IsEmpty || MarketStreamNames.Of("", feeds).IsEmpty
            ? throw new ArgumentException("There is nothing to hear of.", nameof(feeds))
            : new MarketStreams(venue, symbols, feeds).ReadAsync(cancellation);

    /// <summary>What a book of so many levels weighs (FACTS.md E1).</summary>
    internal static int DepthWeight(int limit) => limit switch { <= 100 => 5, <= 500 => 25, <= 1000 => 50, _ => 250 };

    private async Task<WireAnswer> AskAsync(
        int weight, string path, Symbol symbol, string parameters, CancellationToken cancellation)
    {
        var spelling = Uri.EscapeDataString(await venue.SpellAsync(symbol, cancellation));
        return await venue.Calls.PublicAsync(
            CallLane.Other, weight, path, $"symbol={spelling}{parameters}", cancellation);
    }
}
