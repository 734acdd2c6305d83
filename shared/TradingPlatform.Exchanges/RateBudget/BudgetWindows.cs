using System.Collections.Immutable;

namespace TradingPlatform.Exchanges.RateBudget;

/// <summary>Every limit of a budget and what is used of it. Not safe for many callers: the budget locks.</summary>
internal sealed class BudgetWindows
{
    private ImmutableArray<SlidingCount> _windows = [];
    private int _early;

    /// <summary>Takes the limits; what was used before them counts against them.</summary>
    public void SetLimits(TimeSpan now, IEnumerable<BudgetLimit> limits)
    {
        var old = _windows;
        var set = ImmutableArray.CreateBuilder<SlidingCount>();
        foreach (var limit in limits.Where(limit => limit.Limit > 0))
        {
            var window = old.FirstOrDefault(known => known.Interval == limit.Interval)
                ?? new SlidingCount(limit.Interval, limit.Limit);
            window.Limit = limit.Limit;
            window.Add(now, _early);
            set.Add(window);
        }

        _windows = set.ToImmutable();
        _early = _windows.IsEmpty ? _early : 0;
    }

    /// <summary>How long until the weight fits into the lane's share of every limit.</summary>
    public TimeSpan UntilRoom(TimeSpan now, CallLane lane, int weight)
    {
        var wait = TimeSpan.Zero;
        foreach (var window in _windows)
        {
            var room = window.UntilRoom(now, weight, lane.Of(window.Limit));
            wait = room > wait ? room : wait;
        }

        return wait;
    }

    public BudgetGrant Take(TimeSpan now, int weight)
    {
        foreach (var window in _windows)
        {
            window.Add(now, weight);
        }

        // The reading of the limits themselves is counted as soon as they are known.
        _early += _windows.IsEmpty ? weight : 0;
        return new BudgetGrant(null, now, weight);
    }

    public void Return(TimeSpan now, BudgetGrant grant)
    {
        foreach (var window in _windows)
        {
            window.Return(now, grant.At, grant.Weight);
        }
    }

    public void Observe(TimeSpan now, BudgetCount counted)
    {
        foreach (var window in _windows)
        {
            if (window.Interval == counted.Interval)
            {
                window.RaiseTo(now, counted.Count);
            }
        }
    }

    /// <summary>How much of the fullest limit is used, 0 to 1.</summary>
    public double Fullness(TimeSpan now) =>
        _windows.Select(window => (double)window.Total(now) / window.Limit).DefaultIfEmpty().Max();
}
