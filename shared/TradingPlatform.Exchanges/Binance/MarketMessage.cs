using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>An event of a market stream, under one-letter names whose case counts (web-socket-streams.md).</summary>
internal static class MarketMessage
{
    /// <summary>Null for an event that we do not read, and for a quote of a book with an empty side.</summary>
    public static MarketEvent? Read(ReadOnlySpan<byte> data, Symbol symbol, DateTimeOffset now)
    {
        var reader = WireJson.Open(data, JsonTokenType.StartObject);
        return KindOf(reader) switch
        {
            "trade" or "aggTrade" => new MarketEvent.Traded(ReadTrade(ref reader).Report(symbol)),
            "kline" => ReadCandle(ref reader, symbol),
            // The book ticker alone names no kind.
            null or "24hrTicker" => ReadQuote(ref reader, symbol, now),
            _ => null,
        };
    }

    private static string? KindOf(Utf8JsonReader ahead)
    {
        while (WireJson.NextMember(ref ahead))
        {
            var isKind = ahead.ValueTextEquals("e"u8);
            ahead.Read();
            if (isKind)
            {
                return ahead.GetString();
            }

            ahead.Skip();
        }

        return null;
    }

    private static TradeFields ReadTrade(ref Utf8JsonReader reader)
    {
        var trade = default(TradeFields);
        string? aggregate = null;
        while (WireJson.NextMember(ref reader))
        {
            var name = Letter(ref reader);
            switch (name)
            {
                case 't': trade.Id = WireJson.Text(ref reader); break;
                case 'a': aggregate = WireJson.Text(ref reader); break;
                case 'p': trade.Price = WireJson.Decimal(ref reader); break;
                case 'q': trade.Quantity = WireJson.Decimal(ref reader); break;
                case 'T': trade.Time = WireJson.Int64(ref reader); break;
                case 'm': trade.BuyerRested = WireJson.Boolean(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        // A trade's `a` is the seller's order; an aggregate trade has no `t`, and its own id there.
        trade.Id ??= aggregate;
        return trade;
    }

    private static MarketEvent.CandleChanged? ReadCandle(ref Utf8JsonReader reader, Symbol symbol)
    {
        while (WireJson.NextMember(ref reader))
        {
            if (Letter(ref reader) != 'k')
            {
                reader.Skip();
                continue;
            }

            WireJson.Expect(ref reader, JsonTokenType.StartObject);
            var candle = default(CandleFields);
            string? interval = null;
            while (WireJson.NextMember(ref reader))
            {
                switch (Letter(ref reader))
                {
                    case 't': candle.OpenTime = WireJson.Int64(ref reader) ?? 0; break;
                    case 'i': interval = WireJson.Text(ref reader); break;
                    case 'o': candle.Open = WireJson.Decimal(ref reader); break;
                    case 'c': candle.Close = WireJson.Decimal(ref reader); break;
                    case 'h': candle.High = WireJson.Decimal(ref reader); break;
                    case 'l': candle.Low = WireJson.Decimal(ref reader); break;
                    case 'v': candle.Volume = WireJson.Decimal(ref reader); break;
                    case 'q': candle.QuoteVolume = WireJson.Decimal(ref reader); break;
                    case 'x': candle.Closed = WireJson.Boolean(ref reader) is true; break;
                    default: reader.Skip(); break;
                }
            }

            return BinanceWords.IntervalOf(interval) is { } length
                ? new MarketEvent.CandleChanged(candle.Report(symbol, length))
                : null;
        }

        throw new JsonException("The event has no candle.");
    }

    private static MarketEvent.QuoteChanged? ReadQuote(ref Utf8JsonReader reader, Symbol symbol, DateTimeOffset now)
    {
        decimal? bid = null, ask = null;
        while (WireJson.NextMember(ref reader))
        {
            switch (Letter(ref reader))
            {
                case 'b': bid = WireJson.Decimal(ref reader); break;
                case 'a': ask = WireJson.Decimal(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return bid > 0 && ask > 0
            ? new MarketEvent.QuoteChanged(new MarketQuote(symbol, new Price(bid.Value), new Price(ask.Value), now))
            : null;
    }

    /// <summary>The member's one letter, or 0; moves to its value.</summary>
    private static char Letter(ref Utf8JsonReader reader)
    {
        var letter = reader.ValueSpan.Length == 1 ? (char)reader.ValueSpan[0] : '\0';
        reader.Read();
        return letter;
    }
}
