using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>Reads Advanced Trade's public answers.</summary>
internal static class AdvancedMarketAnswers
{
    /// <summary>The answer to <c>GET /market/product_book</c>.</summary>
    public static BookSnapshot Book(ReadOnlySpan<byte> body, Symbol symbol, DateTimeOffset at)
    {
        var json = WireFields.Open(body, JsonValueKind.Object);
        var book = json.Member("pricebook") ?? json;
        return new BookSnapshot(
            symbol, Levels(book, "bids"), Levels(book, "asks"), null, book.Time("time") ?? at);
    }

    /// <summary>The answer to <c>GET /market/products/{id}</c>, with the best prices of a book.</summary>
    public static Ticker Ticker(ReadOnlySpan<byte> body, BookSnapshot book)
    {
        var json = WireFields.Open(body, JsonValueKind.Object);
        var last = json.Decimal("price") is > 0 and { } price
            ? price
            : throw new JsonException("The answer has no price.");
        var change = json.Decimal("price_percentage_change_24h");
        return new Ticker(
            book.Symbol, new Price(last), book.Bids is [var bid, ..] ? bid.Price : null,
            book.Asks is [var ask, ..] ? ask.Price : null,
            change is > -100 and { } percent ? new Price(last / (1 + (percent / 100))) : null, null, null,
            json.Decimal("volume_24h"), json.Decimal("approximate_quote_24h_volume"), book.At);
    }

    /// <summary>The answer to <c>GET /market/products/{id}/ticker</c>: the latest trades, oldest first.</summary>
    public static ImmutableArray<PublicTrade> Trades(ReadOnlySpan<byte> body, Symbol symbol) =>
        [.. WireFields.Open(body, JsonValueKind.Object).List("trades").Select(trade => Trade(trade, symbol))
            .OrderBy(trade => trade.At).ThenBy(trade => trade.TradeId.Length)
            .ThenBy(trade => trade.TradeId, StringComparer.Ordinal)];

    /// <summary>A trade, in a list or in the feed.</summary>
    public static PublicTrade Trade(JsonElement json, Symbol symbol) => new(
        symbol, json.Text("trade_id") ?? throw new JsonException("The trade has no id."),
        new Price(json.Decimal("price") ?? 0), new Quantity(json.Decimal("size") ?? 0),
        // The taker's, unlike the Exchange API's.
        AdvancedWords.Side(json.Text("side")) ?? throw new JsonException("The trade has no side."),
        json.Time("time") ?? throw new JsonException("The trade has no time."));

    /// <summary>The answer to <c>GET /market/products/{id}/candles</c>, oldest first.</summary>
    public static ImmutableArray<Candle> Candles(
        ReadOnlySpan<byte> body, Symbol symbol, CandleInterval interval, DateTimeOffset now) =>
        [.. WireFields.Open(body, JsonValueKind.Object).List("candles")
            .Select(candle => Candle(candle, symbol, interval, now)).OrderBy(candle => candle.OpenTime)];

    /// <summary>A candle, in a list or in the feed.</summary>
    public static Candle Candle(JsonElement json, Symbol symbol, CandleInterval interval, DateTimeOffset now) =>
        CandleTimes.Candle(
            symbol, interval, json.Int64("start") ?? throw new JsonException("The candle has no start."),
            json.Decimal("open"), json.Decimal("high"), json.Decimal("low"), json.Decimal("close"),
            json.Decimal("volume"), now);

    private static ImmutableArray<BookLevel> Levels(JsonElement book, string side) =>
        [.. book.List(side).Select(level => new BookLevel(
            new Price(level.Decimal("price") ?? 0), new Quantity(level.Decimal("size") ?? 0)))];
}
