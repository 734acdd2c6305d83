using System.Globalization;
using System.Net.Http.Headers;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>The headers in which Binance tells what it has counted: <c>X-MBX-USED-WEIGHT-1M</c> and the like.</summary>
internal static class CountHeaders
{
    public const string Weight = "X-MBX-USED-WEIGHT-";
    public const string Orders = "X-MBX-ORDER-COUNT-";

    /// <summary>Reads <c>1M</c>, <c>10S</c>, <c>1D</c> after the prefix, and the count.</summary>
    public static bool TryRead(string prefix, string name, HeaderStringValues values, out BudgetCount count)
    {
        count = default;
        if (!name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var interval = name.AsSpan(prefix.Length);
        if (interval.Length < 2
            || !int.TryParse(interval[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var used))
        {
            return false;
        }

        TimeSpan? unit = char.ToUpperInvariant(interval[^1]) switch
        {
            'S' => TimeSpan.FromSeconds(1),
            'M' => TimeSpan.FromMinutes(1),
            'H' => TimeSpan.FromHours(1),
            'D' => TimeSpan.FromDays(1),
            _ => null,
        };
        count = new BudgetCount((unit ?? default) * number, used);
        return unit is not null;
    }
}
