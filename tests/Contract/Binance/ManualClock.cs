namespace TradingPlatform.Contract.Binance;

/// <summary>
/// Time that moves when the test says so; timers ring inside of <see cref="Advance"/>, in their order.
/// </summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _elapsed;
    private TimeSpan _wall;

    public static DateTimeOffset Start { get; } = new(2026, 1, 8, 10, 30, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _elapsed.Ticks;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return Start + _wall;
        }
    }

    /// <summary>Both clocks move on.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan until;
        lock (_gate)
        {
            until = _elapsed + by;
        }

        while (true)
        {
            ManualTimer? next;
            lock (_gate)
            {
                next = _timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
                var to = next?.Due ?? until;
                var step = to > _elapsed ? to - _elapsed : TimeSpan.Zero;
                _elapsed += step;
                _wall += step;
                if (next is null)
                {
                    return;
                }

                next.Rearm(_elapsed);
            }

            next.Ring();
        }
    }

    /// <summary>The machine slept: the wall clock has moved on, monotonic time has not.</summary>
    public void Freeze(TimeSpan by)
    {
        lock (_gate)
        {
            _wall += by;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public TimeSpan Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock._elapsed + dueTime;
                    clock._timers.Add(this);
                }

                return true;
            }
        }

        public void Rearm(TimeSpan now)
        {
            clock._timers.Remove(this);
            if (_period != Timeout.InfiniteTimeSpan && _period > TimeSpan.Zero)
            {
                Due = now + _period;
                clock._timers.Add(this);
            }
        }

        public void Ring() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
