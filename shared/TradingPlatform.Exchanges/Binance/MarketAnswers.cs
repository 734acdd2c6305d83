using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Binance.Depth;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// Reads what Binance answers about its markets. All throw where the body is not the whole of what they expect.
/// </summary>
internal static class MarketAnswers
{
    /// <summary>The answer to <c>ticker/24hr</c>, and to its kin with fewer figures.</summary>
    public static Ticker Ticker(ReadOnlySpan<byte> body, Symbol symbol, DateTimeOffset now)
    {
        var reader = WireJson.Open(body, JsonTokenType.StartObject);
        var ticker = TickerFields.Read(ref reader);
        WireJson.Close(ref reader);
        return ticker.Report(symbol, now);
    }

    /// <summary>The answer to <c>depth</c>.</summary>
    public static BookSnapshot Book(ReadOnlySpan<byte> body, Symbol symbol, int depth, DateTimeOffset now)
    {
        var (update, book) = (new DepthUpdate(), new DepthBook());
        update.ReadBook(body);
        book.Replace(update);
        return book.Top(symbol, depth, now);
    }

    /// <summary>The answer to <c>trades</c>, oldest first as it comes.</summary>
    public static ImmutableArray<PublicTrade> Trades(ReadOnlySpan<byte> body, Symbol symbol)
    {
        var trades = ImmutableArray.CreateBuilder<PublicTrade>();
        var reader = WireJson.Open(body, JsonTokenType.StartArray);
        while (WireJson.NextElement(ref reader))
        {
            trades.Add(Trade(ref reader, symbol));
        }

        WireJson.Close(ref reader);
        return trades.DrainToImmutable();
    }

    /// <summary>The answer to <c>klines</c>: lists whose places have meanings.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="symbol">Of which pair.</param>
    /// <param name="interval">How long each candle is.</param>
    /// <param name="now">By the exchange's clock, in milliseconds: a candle whose end has passed is closed.</param>
    public static ImmutableArray<Candle> Candles(
        ReadOnlySpan<byte> body, Symbol symbol, CandleInterval interval, long now)
    {
        var candles = ImmutableArray.CreateBuilder<Candle>();
        var reader = WireJson.Open(body, JsonTokenType.StartArray);
        while (WireJson.NextElement(ref reader))
        {
            WireJson.Expect(ref reader, JsonTokenType.StartArray);
            var candle = new CandleFields { OpenTime = Whole(ref reader) };
            candle.Open = Number(ref reader);
            candle.High = Number(ref reader);
            candle.Low = Number(ref reader);
            candle.Close = Number(ref reader);
            candle.Volume = Number(ref reader);
            candle.Closed = Whole(ref reader) < now;
            candle.QuoteVolume = Number(ref reader);
            while (WireJson.NextElement(ref reader))
            {
                reader.Skip();
            }

            candles.Add(candle.Report(symbol, interval));
        }

        WireJson.Close(ref reader);
        return candles.DrainToImmutable();
    }

    private static PublicTrade Trade(ref Utf8JsonReader reader, Symbol symbol)
    {
        var trade = default(TradeFields);
        WireJson.Expect(ref reader, JsonTokenType.StartObject);
        while (WireJson.NextMember(ref reader))
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "id" or "a": trade.Id = WireJson.Text(ref reader); break;
                case "price" or "p": trade.Price = WireJson.Decimal(ref reader); break;
                case "qty" or "q": trade.Quantity = WireJson.Decimal(ref reader); break;
                case "time" or "T": trade.Time = WireJson.Int64(ref reader); break;
                case "isBuyerMaker" or "m": trade.BuyerRested = WireJson.Boolean(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return trade.Report(symbol);
    }

    private static decimal? Number(ref Utf8JsonReader reader) =>
        WireJson.NextElement(ref reader) ? WireJson.Decimal(ref reader) : throw Short();

    private static long Whole(ref Utf8JsonReader reader) =>
        (WireJson.NextElement(ref reader) ? WireJson.Int64(ref reader) : null) ?? throw Short();

    private static JsonException Short() => new("A candle is cut short.");
}

/// <summary>A trade that anyone can see, as Binance writes it.</summary>
internal struct TradeFields
{
    public string? Id;
    public decimal? Price, Quantity;
    public long? Time;
    public bool? BuyerRested;

    public readonly PublicTrade Report(Symbol symbol) =>
        Id is not null && Price > 0 && Quantity > 0 && Time is { } time && BuyerRested is { } buyerRested
            ? new PublicTrade(
                symbol, Id, new Price(Price.Value), new Quantity(Quantity.Value),
                buyerRested ? OrderSide.Sell : OrderSide.Buy, DateTimeOffset.FromUnixTimeMilliseconds(time))
            : throw new JsonException("The trade is incomplete.");
}

/// <summary>A candle, as Binance writes it.</summary>
internal struct CandleFields
{
    public long OpenTime;
    public decimal? Open, High, Low, Close, Volume, QuoteVolume;
    public bool Closed;

    public readonly Candle Report(Symbol symbol, CandleInterval interval) =>
        Open > 0 && High > 0 && Low > 0 && Close > 0 && Volume >= 0
            ? new Candle(
                symbol, interval, DateTimeOffset.FromUnixTimeMilliseconds(OpenTime), new Price(Open.Value),
                new Price(High.Value), new Price(Low.Value), new Price(Close.Value), Volume.Value, Closed)
            {
                QuoteVolume = QuoteVolume,
            }
            : throw new JsonException("The candle is incomplete.");
}
