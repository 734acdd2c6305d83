using System.Collections.Immutable;
using System.Globalization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>Advanced Trade's public side at one address.</summary>
internal sealed class AdvancedMarket(CoinbaseFeeds feeds) : IMarketData
{
    private const string Root = AdvancedDialect.Root + "/market";
    private const int MostCandles = 350;
    private const int MostTrades = 1000;

    private readonly CoinbaseVenue _venue = feeds.Venue;

    public async Task<ImmutableArray<Instrument>> GetInstrumentsAsync(CancellationToken cancellation) =>
        [.. (await _venue.Rules.GetAsync(cancellation)).Instruments.Values];

    public async Task<Ticker> GetTickerAsync(Symbol symbol, CancellationToken cancellation)
    {
        var book = await GetBookAsync(symbol, 1, cancellation);
        return await AskAsync(
            symbol, "", null, body => AdvancedMarketAnswers.Ticker(body, book), cancellation);
    }

    public async Task<BookSnapshot> GetBookAsync(Symbol symbol, int depth, CancellationToken cancellation)
    {
        var at = _venue.Time.GetUtcNow();
        var product = await _venue.SpellAsync(symbol, cancellation);
        return await _venue.AskAsync(
            CallLane.Other, Root + "/product_book",
            string.Create(CultureInfo.InvariantCulture, $"product_id={product}&limit={Math.Max(1, depth)}"),
            body => AdvancedMarketAnswers.Book(body, symbol, at), cancellation);
    }

    public Task<ImmutableArray<PublicTrade>> GetTradesAsync(
        Symbol symbol, int limit, CancellationToken cancellation) => AskAsync(
            symbol, "/ticker", string.Create(CultureInfo.InvariantCulture, $"limit={Math.Clamp(limit, 1, MostTrades)}"),
            body => AdvancedMarketAnswers.Trades(body, symbol), cancellation);

    public async Task<ImmutableArray<Candle>> GetCandlesAsync(
        Symbol symbol, CandleInterval interval, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellation)
    {
        var last = from + (CandleTimes.Length(interval) * (MostCandles - 1));
        var now = _venue.Time.GetUtcNow();
        var query = string.Create(CultureInfo.InvariantCulture,
            $"start={from.ToUnixTimeSeconds()}&end={(to < last ? to : last).ToUnixTimeSeconds()}")
            + "&granularity=" + Granularity(interval);
        var candles = await AskAsync(
            symbol, "/candles", query, body => AdvancedMarketAnswers.Candles(body, symbol, interval, now),
            cancellation);
        return [.. candles.Where(candle => candle.OpenTime >= from && candle.OpenTime < to)];
    }

    public IAsyncEnumerable<MarketEvent> StreamAsync(
        ImmutableArray<Symbol> symbols, MarketFeed wanted, CancellationToken cancellation) => feeds.ReadMarketAsync(
            symbols, wanted, events => new AdvancedMarketListener(_venue, symbols, wanted, events), this, cancellation);

    private static string Granularity(CandleInterval interval) => interval switch
    {
        CandleInterval.OneMinute => "ONE_MINUTE",
        CandleInterval.FiveMinutes => "FIVE_MINUTE",
        CandleInterval.FifteenMinutes => "FIFTEEN_MINUTE",
        CandleInterval.OneHour => "ONE_HOUR",
        CandleInterval.SixHours => "SIX_HOUR",
        CandleInterval.OneDay => "ONE_DAY",
        _ => throw new ArgumentOutOfRangeException(nameof(interval)),
    };

    private async Task<T> AskAsync<T>(
        Symbol symbol, string what, string? query, BodyParser<T> parse, CancellationToken cancellation) =>
        await _venue.AskAsync(
            CallLane.Other, $"{Root}/products/{await _venue.SpellAsync(symbol, cancellation)}{what}", query, parse,
            cancellation);
}
