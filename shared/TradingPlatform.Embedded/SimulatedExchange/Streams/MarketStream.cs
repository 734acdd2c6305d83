using System.Globalization;
using System.Text.Json;
using TradingPlatform.Embedded.SimulatedExchange.Engine;
using TradingPlatform.Embedded.SimulatedExchange.Rest;

namespace TradingPlatform.Embedded.SimulatedExchange.Streams;

/// <summary>What a market stream tells, and how often.</summary>
internal enum StreamKind
{
    Trade = 1,
    BookTicker,
    Depth,
    PartialDepth,
    Kline,
    Ticker,
    MiniTicker,
}

/// <summary>A market stream that somebody listens to (web-socket-streams.md).</summary>
internal sealed class MarketStream(string name, Market market, StreamKind kind)
{
    private DepthDifference? _difference;

    /// <summary>When the candle opened that was spoken of last; 0 before the first.</summary>
    private long _candleOpened;

    public string Name => name;

    public Market Market => market;

    public StreamKind Kind => kind;

    /// <summary>Whether it speaks every 100 ms rather than every second.</summary>
    public bool IsFast { get; private init; }

    public HashSet<StreamConnection> Listeners { get; } = [];

    /// <summary>Candle length, see <see cref="KlineInterval"/>.</summary>
    private long Interval { get; init; }

    private string IntervalWord { get; init; } = string.Empty;

    private int Levels { get; init; }

    /// <summary>Returns null for what is no stream of this exchange.</summary>
    public static MarketStream? Parse(string name, MatchingEngine engine)
    {
        var parts = name.Split('@');
        if (parts.Length is < 2 or > 3
            || !engine.ByName.TryGetValue(parts[0].ToUpperInvariant(), out var market)
            || (parts.Length == 3 && parts[2] is not ("100ms" or "1000ms")))
        {
            return null;
        }

        var isFast = parts is [_, _, "100ms"];
        return parts[1] switch
        {
            "trade" => new MarketStream(name, market, StreamKind.Trade),
            "bookTicker" => new MarketStream(name, market, StreamKind.BookTicker),
            "ticker" => new MarketStream(name, market, StreamKind.Ticker),
            "miniTicker" => new MarketStream(name, market, StreamKind.MiniTicker),
            "depth" => new MarketStream(name, market, StreamKind.Depth) { IsFast = isFast },
            "depth5" or "depth10" or "depth20" => new MarketStream(name, market, StreamKind.PartialDepth)
            {
                IsFast = isFast,
                Levels = int.Parse(parts[1].AsSpan(5), CultureInfo.InvariantCulture),
            },
            _ when parts[1].StartsWith("kline_", StringComparison.Ordinal)
                && KlineInterval.Parse(parts[1][6..]) is { } interval =>
                new MarketStream(name, market, StreamKind.Kline) { Interval = interval, IntervalWord = parts[1][6..] },
            _ => null,
        };
    }

    /// <summary>Begins to collect what the stream will tell. Call it under the engine's gate.</summary>
    public void Start() => Count(1);

    /// <summary>Stops collecting. Call it under the engine's gate.</summary>
    public void Stop() => Count(-1);

    /// <summary>What there is to say at a tick, or null. Call it under the engine's gate.</summary>
    public byte[]? Speak(long now) => kind switch
    {
        StreamKind.Depth => SpeakDifference(now),
        StreamKind.PartialDepth => StreamJson.Write(writer =>
        {
            writer.WriteNumber("lastUpdateId"u8, market.UpdateIds.Last);
            MarketJson.WriteLevels(writer, "bids"u8, MarketEndpoints.Levels(market.Bids, Levels));
            MarketJson.WriteLevels(writer, "asks"u8, MarketEndpoints.Levels(market.Asks, Levels));
        }),
        StreamKind.Kline => SpeakCandle(now),
        StreamKind.Ticker or StreamKind.MiniTicker => SpeakTicker(now),
        _ => null,
    };

    private void Count(int change)
    {
        switch (kind)
        {
            case StreamKind.Trade:
                market.TradeListeners += change;
                break;
            case StreamKind.BookTicker:
                market.TopListeners += change;
                break;
            case StreamKind.Depth when change > 0:
                _difference = new DepthDifference(market.UpdateIds.Last);
                market.Differences.Add(_difference);
                break;
            case StreamKind.Depth when _difference is not null:
                market.Differences.Remove(_difference);
                break;
        }
    }

    private byte[]? SpeakDifference(long now)
    {
        if (_difference?.Take() is not var (first, last, changed))
        {
            return null;
        }

        return StreamJson.Write(writer =>
        {
            writer.WriteString("e"u8, "depthUpdate"u8);
            writer.WriteNumber("E"u8, now);
            writer.WriteString("s"u8, market.Name);
            writer.WriteNumber("U"u8, first);
            writer.WriteNumber("u"u8, last);
            MarketJson.WriteLevels(writer, "b"u8, Now(Side.Buy, market.Bids));
            MarketJson.WriteLevels(writer, "a"u8, Now(Side.Sell, market.Asks));
        });

        IEnumerable<(decimal, decimal)> Now(Side side, BookSide book) =>
            changed.Where(each => each.Side == side).Select(each => (each.Price, book.VisibleAt(each.Price)));
    }

    private byte[]? SpeakCandle(long now)
    {
        var opens = KlineInterval.OpenTime(Interval, now);
        // A candle that has ended is told once more, as closed, before the next one is.
        var isClosed = _candleOpened > 0 && _candleOpened < opens;
        var spoken = isClosed ? _candleOpened : opens;
        var ends = KlineInterval.CloseTime(Interval, spoken);
        var minutes = KlineInterval.Join(
            market.Candles.Minutes.Where(minute => minute.OpenTime >= spoken && minute.OpenTime <= ends), Interval);
        _candleOpened = opens;
        if (minutes is not [var candle])
        {
            return null;
        }

        return StreamJson.Write(writer =>
        {
            writer.WriteString("e"u8, "kline"u8);
            writer.WriteNumber("E"u8, now);
            writer.WriteString("s"u8, market.Name);
            writer.WriteStartObject("k"u8);
            writer.WriteNumber("t"u8, candle.OpenTime);
            writer.WriteNumber("T"u8, KlineInterval.CloseTime(Interval, candle.OpenTime));
            writer.WriteString("s"u8, market.Name);
            writer.WriteString("i"u8, IntervalWord);
            writer.WriteNumber("f"u8, candle.FirstId);
            writer.WriteNumber("L"u8, candle.LastId);
            writer.WriteAmount("o"u8, candle.Open);
            writer.WriteAmount("c"u8, candle.Close);
            writer.WriteAmount("h"u8, candle.High);
            writer.WriteAmount("l"u8, candle.Low);
            writer.WriteAmount("v"u8, candle.Volume);
            writer.WriteNumber("n"u8, candle.Trades);
            writer.WriteBoolean("x"u8, isClosed);
            writer.WriteAmount("q"u8, candle.QuoteVolume);
            writer.WriteAmount("V"u8, candle.TakerBuyVolume);
            writer.WriteAmount("Q"u8, candle.TakerBuyQuote);
            writer.WriteString("B"u8, "0"u8);
            writer.WriteEndObject();
        });
    }

    private byte[] SpeakTicker(long now)
    {
        var day = market.Candles.Over(MarketJson.Day, now) ?? Candle.Flat(now, market.LastPrice);
        return StreamJson.Write(writer =>
        {
            writer.WriteString("e"u8, kind is StreamKind.Ticker ? "24hrTicker"u8 : "24hrMiniTicker"u8);
            writer.WriteNumber("E"u8, now);
            writer.WriteString("s"u8, market.Name);
            writer.WriteAmount("c"u8, market.LastPrice);
            writer.WriteAmount("o"u8, day.Open);
            writer.WriteAmount("h"u8, day.High);
            writer.WriteAmount("l"u8, day.Low);
            writer.WriteAmount("v"u8, day.Volume);
            writer.WriteAmount("q"u8, day.QuoteVolume);
            if (kind is StreamKind.Ticker)
            {
                WriteFullTicker(writer, day, now);
            }
        });
    }

    private void WriteFullTicker(Utf8JsonWriter writer, Candle day, long now)
    {
        var (change, top) = (market.LastPrice - day.Open, market.Top());
        writer.WriteAmount("p"u8, change);
        writer.WritePercent("P"u8, day.Open == 0 ? 0 : change / day.Open * 100);
        writer.WriteAmount("w"u8, MarketJson.Average(day));
        writer.WriteAmount("x"u8, day.Open);
        writer.WriteAmount("Q"u8, market.LastQuantity);
        writer.WriteAmount("b"u8, top.Bid);
        writer.WriteAmount("B"u8, top.BidQuantity);
        writer.WriteAmount("a"u8, top.Ask);
        writer.WriteAmount("A"u8, top.AskQuantity);
        writer.WriteNumber("O"u8, now - MarketJson.Day);
        writer.WriteNumber("C"u8, now);
        writer.WriteNumber("F"u8, day.FirstId);
        writer.WriteNumber("L"u8, day.LastId);
        writer.WriteNumber("n"u8, day.Trades);
    }
}
