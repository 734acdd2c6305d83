using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>Reads what Bitget answers and streams about its markets.</summary>
internal static class BitgetMarketAnswers
{
    /// <summary>A pair's day.</summary>
    public static Ticker Ticker(JsonElement row, Symbol symbol) => new(
        symbol, BitgetWords.Price(row, "lastPr") ?? throw new JsonException("A ticker has no price."),
        BitgetWords.Price(row, "bidPr"), BitgetWords.Price(row, "askPr"),
        BitgetWords.Price(row, "open24h") ?? BitgetWords.Price(row, "open"),
        BitgetWords.Price(row, "high24h"), BitgetWords.Price(row, "low24h"),
        row.Decimal("baseVolume"), row.Decimal("quoteVolume"), BitgetWords.Time(row, "ts"));

    /// <summary>
    /// A pair's best prices; a side that is empty has a price of 0, and the last trade stands for it.
    /// </summary>
    public static MarketQuote Quote(Ticker ticker, DateTimeOffset at)
    {
        var (bid, ask) = (ticker.Bid ?? ticker.Last, ticker.Ask ?? ticker.Last);
        return new MarketQuote(ticker.Symbol, bid, ask, at);
    }

    /// <summary>The book: levels are pairs of price and size.</summary>
    public static BookSnapshot Book(JsonElement data, Symbol symbol) => new(
        symbol, Levels(data, "bids", "b"), Levels(data, "asks", "a"), data.Int64("seq"),
        BitgetWords.Time(data, "ts"));

    /// <summary>A trade that anyone can see; its side is the taker's.</summary>
    public static PublicTrade Trade(JsonElement row, Symbol symbol) => new(
        symbol, row.Text("tradeId") ?? row.Text("execId") ?? throw new JsonException("A trade has no id."),
        BitgetWords.Price(row, "price") ?? throw new JsonException("A trade has no price."),
        new Quantity(row.Decimal("size") ?? throw new JsonException("A trade has no size.")),
        BitgetWords.Side(row.Text("side")) ?? throw new JsonException("A trade has no side."),
        BitgetWords.Time(row, "ts"));

    /// <summary>
    /// A candle: begin, open, high, low, close, volume in base and in quote; on spot the last but one is in USDT.
    /// </summary>
    /// <param name="row">The candle.</param>
    /// <param name="symbol">Of which pair.</param>
    /// <param name="interval">Of which length.</param>
    /// <param name="now">By the exchange's clock: what ended before it changes no more.</param>
    public static Candle Candle(JsonElement row, Symbol symbol, CandleInterval interval, DateTimeOffset now)
    {
        decimal At(int index) => row[index].Decimal() ?? throw new JsonException("A candle has no figure.");
        var open = DateTimeOffset.FromUnixTimeMilliseconds((long)At(0));
        return new Candle(
            symbol, interval, open, new Price(At(1)), new Price(At(2)), new Price(At(3)), new Price(At(4)), At(5),
            open.AddMinutes((int)interval) <= now)
        {
            QuoteVolume = row.GetArrayLength() > 6 ? row[row.GetArrayLength() - 1].Decimal() : null,
        };
    }

    /// <summary>
    /// How the exchange names a candle's length. Those of six hours and more begin by UTC only where it is said so.
    /// </summary>
    public static string Interval(CandleInterval interval, bool isFutures) => (interval, isFutures) switch
    {
        (CandleInterval.OneMinute, false) => "1min",
        (CandleInterval.FiveMinutes, false) => "5min",
        (CandleInterval.FifteenMinutes, false) => "15min",
        (CandleInterval.OneHour, false) => "1h",
        (CandleInterval.OneMinute, true) => "1m",
        (CandleInterval.FiveMinutes, true) => "5m",
        (CandleInterval.FifteenMinutes, true) => "15m",
        (CandleInterval.OneHour, true) => "1H",
        (CandleInterval.SixHours, _) => "6Hutc",
        (CandleInterval.OneDay, _) => "1Dutc",
        _ => throw new ArgumentOutOfRangeException(nameof(interval)),
    };

    private static ImmutableArray<BookLevel> Levels(JsonElement data, string name, string shortName) =>
    [
        .. (data.Member(name) is null ? data.List(shortName) : data.List(name))
            .Select(level => new BookLevel(
                new Price(level[0].Decimal() ?? 0), new Quantity(level[1].Decimal() ?? 0))),
    ];
}
