using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Rest;

/// <summary>The candle lengths that are a whole number of minutes; Binance's 1s is not offered.</summary>
internal static class KlineInterval
{
    // Binance's weeks open on a Monday; 1970 began on a Thursday.
    private const long FirstMonday = 4 * 86_400_000L;

    /// <summary>Milliseconds, -1 for a calendar month, or null for what is no interval.</summary>
    public static long? Parse(string word) => word switch
    {
        "1m" => 60_000,
        "3m" => 3 * 60_000,
        "5m" => 5 * 60_000,
        "15m" => 15 * 60_000,
        "30m" => 30 * 60_000,
        "1h" => 3_600_000,
        "2h" => 2 * 3_600_000,
        "4h" => 4 * 3_600_000,
        "6h" => 6 * 3_600_000,
        "8h" => 8 * 3_600_000,
        "12h" => 12 * 3_600_000,
        "1d" => 86_400_000,
        "3d" => 3 * 86_400_000L,
        "1w" => 7 * 86_400_000L,
        "1M" => -1,
        _ => null,
    };

    public static long OpenTime(long interval, long time)
    {
        if (interval > 0)
        {
            var shift = interval == 7 * 86_400_000L ? FirstMonday : 0;
            return time - ((time - shift) % interval);
        }

        var at = DateTimeOffset.FromUnixTimeMilliseconds(time);
        return new DateTimeOffset(at.Year, at.Month, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    }

    public static long CloseTime(long interval, long openTime) => interval > 0
        ? openTime + interval - 1
        : DateTimeOffset.FromUnixTimeMilliseconds(openTime).AddMonths(1).ToUnixTimeMilliseconds() - 1;

    /// <summary>Joins minutes into longer candles, oldest first.</summary>
    public static List<Candle> Join(IEnumerable<Candle> minutes, long interval)
    {
        var joined = new List<Candle>();
        foreach (var minute in minutes)
        {
            var opens = OpenTime(interval, minute.OpenTime);
            if (joined.Count > 0 && joined[^1].OpenTime == opens)
            {
                joined[^1] = joined[^1].Join(minute);
            }
            else
            {
                joined.Add(minute with { OpenTime = opens });
            }
        }

        return joined;
    }
}
