using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>A day's figures as Binance writes them: a side of the book that is empty has a price of 0.</summary>
internal struct TickerFields
{
    private decimal? _last, _bid, _ask, _open, _high, _low, _volume, _quoteVolume;
    private long? _at;

    /// <summary>Reads the object that the reader stands at.</summary>
    public static TickerFields Read(ref Utf8JsonReader reader)
    {
        var ticker = default(TickerFields);
        WireJson.Expect(ref reader, JsonTokenType.StartObject);
        while (WireJson.NextMember(ref reader))
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "lastPrice" or "price": ticker._last = WireJson.Decimal(ref reader); break;
                case "bidPrice": ticker._bid = WireJson.Decimal(ref reader); break;
                case "askPrice": ticker._ask = WireJson.Decimal(ref reader); break;
                case "openPrice": ticker._open = WireJson.Decimal(ref reader); break;
                case "highPrice": ticker._high = WireJson.Decimal(ref reader); break;
                case "lowPrice": ticker._low = WireJson.Decimal(ref reader); break;
                case "volume": ticker._volume = WireJson.Decimal(ref reader); break;
                case "quoteVolume": ticker._quoteVolume = WireJson.Decimal(ref reader); break;
                case "closeTime": ticker._at = WireJson.Int64(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return ticker;
    }

    /// <exception cref="JsonException">It has no price at all.</exception>
    public readonly Ticker Report(Symbol symbol, DateTimeOffset now) => new(
        symbol,
        Known(_last) ?? Known(_bid) ?? Known(_ask) ?? throw new JsonException("The answer has no price."),
        Known(_bid), Known(_ask), Known(_open), Known(_high), Known(_low), _volume, _quoteVolume,
        _at is > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(_at.Value) : now);

    private static Price? Known(decimal? price) => price > 0 ? new Price(price.Value) : null;
}
