using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>Reads the Exchange API's public answers.</summary>
internal static class ExchangeApiMarketAnswers
{
    /// <summary>The answer to <c>GET /products/{id}/ticker</c>, without the day's figures.</summary>
    public static Ticker Ticker(ReadOnlySpan<byte> body, Symbol symbol, DateTimeOffset at)
    {
        var json = WireFields.Open(body, JsonValueKind.Object);
        return new Ticker(
            symbol, Price(json.Decimal("price")) ?? throw new JsonException("The answer has no price."),
            Price(json.Decimal("bid")), Price(json.Decimal("ask")), null, null, null, json.Decimal("volume"), null,
            json.Time("time") ?? at);
    }

    /// <summary>The answer to <c>GET /products/{id}/stats</c>, which has the day's figures alone.</summary>
    public static Ticker WithDay(ReadOnlySpan<byte> body, Ticker ticker)
    {
        var json = WireFields.Open(body, JsonValueKind.Object);
        return ticker with
        {
            Open = Price(json.Decimal("open")),
            High = Price(json.Decimal("high")),
            Low = Price(json.Decimal("low")),
            BaseVolume = json.Decimal("volume") ?? ticker.BaseVolume,
        };
    }

    /// <summary>The answer to <c>GET /products/{id}/book</c>: levels of price, size and number of orders.</summary>
    public static BookSnapshot Book(ReadOnlySpan<byte> body, Symbol symbol, int depth, DateTimeOffset at)
    {
        var json = WireFields.Open(body, JsonValueKind.Object);
        return new BookSnapshot(
            symbol, Levels(json, "bids", depth), Levels(json, "asks", depth), json.Int64("sequence"),
            json.Time("time") ?? at);
    }

    /// <summary>The answer to <c>GET /products/{id}/trades</c>, oldest first.</summary>
    public static ImmutableArray<PublicTrade> Trades(ReadOnlySpan<byte> body, Symbol symbol) =>
        [.. WireFields.Open(body, JsonValueKind.Array).EnumerateArray().Select(trade => Trade(trade, symbol))
            .OrderBy(trade => ExchangeApiOrders.Number(trade.TradeId))];

    /// <summary>A trade, in a list or in the feed. Its side is the maker's, so it is turned.</summary>
    public static PublicTrade Trade(JsonElement json, Symbol symbol) => new(
        symbol, json.Text("trade_id") ?? throw new JsonException("The trade has no id."),
        Price(json.Decimal("price")) ?? throw new JsonException("The trade has no price."),
        new Quantity(json.Decimal("size") ?? 0),
        ExchangeApiWords.Opposite(
            ExchangeApiWords.Side(json.Text("side")) ?? throw new JsonException("The trade has no side.")),
        json.Time("time") ?? throw new JsonException("The trade has no time."));

    /// <summary>
    /// The answer to <c>GET /products/{id}/candles</c>, oldest first. A row is time, low, high, open, close, volume.
    /// </summary>
    public static ImmutableArray<Candle> Candles(
        ReadOnlySpan<byte> body, Symbol symbol, CandleInterval interval, DateTimeOffset now)
    {
        var candles = ImmutableArray.CreateBuilder<Candle>();
        foreach (var row in WireFields.Open(body, JsonValueKind.Array).EnumerateArray())
        {
            var fields = row.EnumerateArray().Select(field => field.Decimal()).ToArray();
            if (fields is not [{ } start, { } low, { } high, { } open, { } close, var volume, ..])
            {
                throw new JsonException("The candle is incomplete.");
            }

            candles.Add(CandleTimes.Candle(symbol, interval, (long)start, open, high, low, close, volume, now));
        }

        candles.Sort(static (left, right) => left.OpenTime.CompareTo(right.OpenTime));
        return candles.DrainToImmutable();
    }

    private static Price? Price(decimal? value) => value is > 0 ? new Price(value.Value) : null;

    private static ImmutableArray<BookLevel> Levels(JsonElement json, string side, int depth) =>
        [.. json.List(side).Take(depth).Select(level => new BookLevel(
            new Price(level[0].Decimal() ?? 0), new Quantity(level[1].Decimal() ?? 0)))];
}
