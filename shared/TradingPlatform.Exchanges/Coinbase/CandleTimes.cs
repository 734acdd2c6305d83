using System.Text.Json;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>Candles as both APIs cut them.</summary>
internal static class CandleTimes
{
    // A candle's last trades may be counted a moment after its time is over.
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(2);

    /// <summary>How long the stretch is.</summary>
    public static TimeSpan Length(CandleInterval interval) => TimeSpan.FromMinutes((int)interval);

    /// <summary>A candle, closed where the exchange's clock proves it.</summary>
    /// <exception cref="JsonException">It is incomplete.</exception>
    public static Candle Candle(
        Symbol symbol, CandleInterval interval, long start, decimal? open, decimal? high, decimal? low,
        decimal? close, decimal? volume, DateTimeOffset now)
    {
        var begin = DateTimeOffset.FromUnixTimeSeconds(start);
        return open > 0 && high > 0 && low > 0 && close > 0
            ? new Candle(
                symbol, interval, begin, new Price(open.Value), new Price(high.Value), new Price(low.Value),
                new Price(close.Value), volume ?? 0, begin + Length(interval) + Lag <= now)
            : throw new JsonException("The candle is incomplete.");
    }
}
