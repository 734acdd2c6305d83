using System.Collections.Immutable;
using System.Globalization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>The Exchange API's public side at one address.</summary>
internal sealed class ExchangeApiMarket(CoinbaseFeeds feeds) : IMarketData
{
    private const int MostCandles = 300;
    private const int MostTrades = 1000;

    private readonly CoinbaseVenue _venue = feeds.Venue;

    public async Task<ImmutableArray<Instrument>> GetInstrumentsAsync(CancellationToken cancellation) =>
        [.. (await _venue.Rules.GetAsync(cancellation)).Instruments.Values];

    public async Task<Ticker> GetTickerAsync(Symbol symbol, CancellationToken cancellation)
    {
        var at = _venue.Time.GetUtcNow();
        var ticker = await AskAsync(
            symbol, "/ticker", null, body => ExchangeApiMarketAnswers.Ticker(body, symbol, at), cancellation);
        return await AskAsync(
            symbol, "/stats", null, body => ExchangeApiMarketAnswers.WithDay(body, ticker), cancellation);
    }

    /// <remarks>There is the best level, and there are all of them.</remarks>
    public Task<BookSnapshot> GetBookAsync(Symbol symbol, int depth, CancellationToken cancellation)
    {
        var at = _venue.Time.GetUtcNow();
        return AskAsync(
            symbol, "/book", depth <= 1 ? "level=1" : "level=2",
            body => ExchangeApiMarketAnswers.Book(body, symbol, depth, at), cancellation);
    }

    public Task<ImmutableArray<PublicTrade>> GetTradesAsync(
        Symbol symbol, int limit, CancellationToken cancellation) => AskAsync(
            symbol, "/trades", string.Create(CultureInfo.InvariantCulture, $"limit={Math.Clamp(limit, 1, MostTrades)}"),
            body => ExchangeApiMarketAnswers.Trades(body, symbol), cancellation);

    public async Task<ImmutableArray<Candle>> GetCandlesAsync(
        Symbol symbol, CandleInterval interval, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellation)
    {
        var length = CandleTimes.Length(interval);
        var last = from + (length * (MostCandles - 1));
        var now = _venue.Time.GetUtcNow();
        var query = string.Create(CultureInfo.InvariantCulture,
            $"granularity={(int)length.TotalSeconds}&start={Stamp(from)}&end={Stamp(to < last ? to : last)}");
        var candles = await AskAsync(
            symbol, "/candles", query,
            body => ExchangeApiMarketAnswers.Candles(body, symbol, interval, now), cancellation);
        return [.. candles.Where(candle => candle.OpenTime >= from && candle.OpenTime < to)];
    }

    public IAsyncEnumerable<MarketEvent> StreamAsync(
        ImmutableArray<Symbol> symbols, MarketFeed wanted, CancellationToken cancellation) => feeds.ReadMarketAsync(
            symbols, wanted, events => new ExchangeApiMarketListener(_venue, symbols, wanted, events), this,
            cancellation);

    private static string Stamp(DateTimeOffset at) =>
        Uri.EscapeDataString(at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    private async Task<T> AskAsync<T>(
        Symbol symbol, string what, string? query, BodyParser<T> parse, CancellationToken cancellation) =>
        await _venue.AskAsync(
            CallLane.Other, $"/products/{await _venue.SpellAsync(symbol, cancellation)}{what}", query, parse,
            cancellation);
}
