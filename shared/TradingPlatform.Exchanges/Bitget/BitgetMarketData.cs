using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>The public side of one of Bitget's markets.</summary>
internal sealed class BitgetMarketData(BitgetVenue venue) : IMarketData
{
    private const int MostTrades = 100;
    private const int MostLevels = 150;

    private BitgetProduct Product => venue.Product;

    public async Task<ImmutableArray<Instrument>> GetInstrumentsAsync(CancellationToken cancellation) =>
        [.. (await venue.Rules.GetAsync(cancellation)).Instruments.Values];

    public Task<Ticker> GetTickerAsync(Symbol symbol, CancellationToken cancellation) => AskAsync(
        Product.Ticker, symbol, [],
        data => BitgetMarketAnswers.Ticker(
            BitgetAnswer.Rows(data).Cast<JsonElement?>().FirstOrDefault()
                ?? throw new JsonException("The answer is empty."), symbol),
        cancellation);

    public Task<BookSnapshot> GetBookAsync(Symbol symbol, int depth, CancellationToken cancellation) => AskAsync(
        Product.Book, symbol,
        [
            ("limit", Product.IsFutures
                ? depth switch { <= 1 => "1", <= 5 => "5", <= 15 => "15", <= 50 => "50", _ => "max" }
                : Text(Math.Clamp(depth, 1, MostLevels))),
        ],
        data => BitgetMarketAnswers.Book(data, symbol), cancellation);

    public async Task<ImmutableArray<PublicTrade>> GetTradesAsync(
        Symbol symbol, int limit, CancellationToken cancellation) =>
        [.. (await AskAsync(
            Product.Trades, symbol, [("limit", Text(Math.Clamp(limit, 1, MostTrades)))],
            data => BitgetAnswer.Rows(data).Select(row => BitgetMarketAnswers.Trade(row, symbol)).ToList(),
            cancellation)).OrderBy(trade => trade.At)];

    public async Task<ImmutableArray<Candle>> GetCandlesAsync(
        Symbol symbol, CandleInterval interval, DateTimeOffset from, DateTimeOffset to,
        CancellationToken cancellation)
    {
        // The exchange gives the last ones of a stretch: one that holds no more than an answer does has them all.
        var length = TimeSpan.FromMinutes((int)interval);
        var most = Most(interval);
        var end = to - from > length * most ? from + (length * most) : to;
        await venue.Gateway.Clock.EnsureAsync(cancellation);
        var now = Now;
        var candles = await AskAsync(
            Product.Candles, symbol,
            [
                ("granularity", BitgetMarketAnswers.Interval(interval, Product.IsFutures)),
                ("startTime", Text(from.ToUnixTimeMilliseconds())),
                ("endTime", Text(end.ToUnixTimeMilliseconds())),
                ("limit", Text(most)),
            ],
            data => BitgetAnswer.Rows(data)
                .Select(row => BitgetMarketAnswers.Candle(row, symbol, interval, now)).ToList(),
            cancellation);
        return [.. candles.Where(candle => candle.OpenTime >= from && candle.OpenTime < to)
            .OrderBy(candle => candle.OpenTime)];
    }

    public IAsyncEnumerable<MarketEvent> StreamAsync(
        ImmutableArray<Symbol> symbols, MarketFeed feeds, CancellationToken cancellation) =>
        new BitgetMarketStream(venue, this, feeds).ReadAsync(symbols, cancellation);

    // Fewer of the long ones: an answer reaches back for ninety days on futures, and three hundred on spot.
    private int Most(CandleInterval interval) => (interval, Product.IsFutures) switch
    {
        (CandleInterval.OneDay, true) => 90,
        (CandleInterval.SixHours, true) => 360,
        (CandleInterval.OneDay, false) => 300,
        _ => 1000,
    };

    private DateTimeOffset Now => venue.Gateway.Clock.TryNow(out var now)
        ? DateTimeOffset.FromUnixTimeMilliseconds(now.Milliseconds)
        : venue.Time.GetUtcNow();

    private async Task<T> AskAsync<T>(
        BitgetEndpoint endpoint, Symbol symbol, IEnumerable<(string, string?)> parameters, DataParser<T> parse,
        CancellationToken cancellation)
    {
        var spelling = await venue.SpellAsync(symbol, cancellation);
        return await venue.AskAsync(
            CallLane.Other, endpoint, Product.Query([("symbol", spelling), .. parameters]), parse, cancellation);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
