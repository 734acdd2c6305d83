namespace TradingPlatform.Exchanges.Http;

/// <summary>What became of the last minute's calls to one address.</summary>
internal sealed class WireVitals(TimeProvider time)
{
    private const int Slots = 13;
    private const int LatenciesKept = 64;
    private static readonly TimeSpan SlotLength = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly (int Calls, int Failures)[] _slots = new (int, int)[Slots];
    private readonly TimeSpan[] _latencies = new TimeSpan[LatenciesKept];
    private long _newest;
    private long _answered;

    /// <summary>A call was answered, or the exchange said in its answer that it is down.</summary>
    public void Answered(TimeSpan took, bool isOutage)
    {
        lock (_lock)
        {
            Count(isOutage);
            _latencies[_answered++ % LatenciesKept] = took;
        }
    }

    /// <summary>A call found no answer.</summary>
    public void Failed()
    {
        lock (_lock)
        {
            Count(failed: true);
        }
    }

    /// <summary>The calls and failures of the last minute, and how long the middle one of the latest took.</summary>
    public (int Calls, int Failures, TimeSpan? Latency) Read()
    {
        lock (_lock)
        {
            MoveToNow();
            var (calls, failures) = (0, 0);
            foreach (var slot in _slots)
            {
                calls += slot.Calls;
                failures += slot.Failures;
            }

            var latest = _latencies.AsSpan(0, (int)Math.Min(Math.Min(_answered, calls), LatenciesKept)).ToArray();
            Array.Sort(latest);
            return (calls, failures, latest is [] ? null : latest[latest.Length / 2]);
        }
    }

    private void Count(bool failed)
    {
        MoveToNow();
        ref var slot = ref _slots[_newest % Slots];
        slot.Calls++;
        slot.Failures += failed ? 1 : 0;
    }

    private void MoveToNow()
    {
        var now = time.GetElapsedTime(_start).Ticks / SlotLength.Ticks;
        for (var steps = Math.Min(now - _newest, Slots); steps > 0; steps--)
        {
            _slots[(now - steps + 1) % Slots] = default;
        }

        _newest = Math.Max(_newest, now);
    }
}
