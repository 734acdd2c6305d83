namespace TradingPlatform.Simulation.Kernel;

/// <summary>
/// A computer's own clocks over the world's time: the wall clock is off by its skew, and the monotonic one may have
/// stood still while the computer was frozen.
/// </summary>
internal sealed class ComputerClock(World world, Computer computer) : TimeProvider
{
    // Monotonic clocks begin anywhere.
    private const long Beginning = 77 * TimeSpan.TicksPerDay;
    private TimeSpan _stood;

    public TimeSpan Skew { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => world.UtcNow + Skew;

    public override long GetTimestamp() => Beginning + (world.Now - _stood).Ticks;

    /// <summary>It was restored from a snapshot: to its monotonic clock no time has passed.</summary>
    public void LoseTime(TimeSpan length) => _stood += length;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(world, computer, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(World world, Computer computer, TimerCallback callback, object? state) : ITimer
    {
        private int _setting;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            world.StayOnThread();
            var setting = ++_setting;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                world.After(dueTime, () => computer.Ring(() => Ring(setting, period)));
            }

            return true;
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Ring(int setting, TimeSpan period)
        {
            if (setting != _setting)
            {
                return;
            }

            if (period != Timeout.InfiniteTimeSpan && period > TimeSpan.Zero)
            {
                Change(period, period);
            }

            callback(state);
        }
    }
}
