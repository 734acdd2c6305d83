using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// An account's unfilled orders as the exchange counts them (<c>X-MBX-ORDER-COUNT-*</c>), and ours on their way. A fill
/// gives its slot back there, so only the exchange's own figure is right; ours on their way are added to it.
/// </summary>
internal sealed class OrderCounts(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TimeSpan, (int Count, long At)> _reported = [];
    private TaskCompletionSource? _released;
    private int _underWay;

    public void Observe(BudgetCount counted)
    {
        lock (_gate)
        {
            _reported[counted.Interval] = (counted.Count, clock.GetTimestamp());
        }
    }

    /// <summary>
    /// Reserves one order; else says in how long there may be room, or what has to end before there is.
    /// </summary>
    public bool TryReserve(IReadOnlyList<BudgetLimit> limits, out TimeSpan wait, out Task released)
    {
        wait = TimeSpan.Zero;
        released = Task.CompletedTask;
        lock (_gate)
        {
            for (var index = 0; index < limits.Count; index++)
            {
                var limit = limits[index];
                if (!_reported.TryGetValue(limit.Interval, out var reported))
                {
                    continue;
                }

                // The interval that was counted has ended at the latest when its whole length has passed.
                var left = limit.Interval - clock.GetElapsedTime(reported.At);
                if (left > TimeSpan.Zero && reported.Count + _underWay >= limit.Limit)
                {
                    wait = left > wait ? left : wait;
                    // Where our own orders on their way fill the count, the next answer says how it stands.
                    released = reported.Count < limit.Limit ? Released() : released;
                }
            }

            _underWay += wait == TimeSpan.Zero ? 1 : 0;
            return wait == TimeSpan.Zero;
        }
    }

    /// <summary>An order's answer is in, or it was not sent.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _underWay--;
            _released?.TrySetResult();
            _released = null;
        }
    }

    private Task Released() =>
        (_released ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
}
