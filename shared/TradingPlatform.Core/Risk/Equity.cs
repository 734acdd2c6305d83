using System.Collections.Immutable;

namespace TradingPlatform.Core.Risk;

/// <summary>What a tenant owns, in USDT, against the marks that its losses are measured from.</summary>
/// <param name="Day">The day (UTC) that <paramref name="DayStart"/> belongs to.</param>
/// <param name="DayStart">The equity when that day began, or when it was first seen.</param>
/// <param name="HighWaterMark">The highest equity seen.</param>
/// <param name="ByAccount">What each account was last worth.</param>
public sealed record Equity(
    DateOnly Day, decimal DayStart, decimal HighWaterMark, ImmutableSortedDictionary<string, decimal> ByAccount)
{
    /// <summary>Before anything was seen.</summary>
    public static Equity None { get; } = new(DateOnly.MinValue, 0, 0, Storage.Item.NoCounters);

    /// <summary>All accounts together.</summary>
    public decimal Total => ByAccount.Values.Sum();

    /// <summary>The fall since the day began; 0 where it rose.</summary>
    public decimal DailyLoss => Math.Max(0, DayStart - Total);

    /// <summary>The fall from the high-water mark, as a share of it.</summary>
    public decimal Drawdown => HighWaterMark > 0 ? Math.Max(0, 1 - (Total / HighWaterMark)) : 0;

    /// <summary>
    /// After the accounts were valued again. An account that comes or goes moves the marks with it: linking one is no
    /// profit, and unlinking it no loss.
    /// </summary>
    public Equity Observe(ImmutableSortedDictionary<string, decimal> worth, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(worth);
        var moved = worth.Where(w => !ByAccount.ContainsKey(w.Key)).Sum(w => w.Value)
            - ByAccount.Where(w => !worth.ContainsKey(w.Key)).Sum(w => w.Value);
        var total = worth.Values.Sum();
        return new Equity(
            today,
            today == Day ? DayStart + moved : total,
            Math.Max(HighWaterMark + moved, total),
            worth);
    }
}
