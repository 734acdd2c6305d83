using System.Collections.Concurrent;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Hosting.RateLimits;

/// <summary>Counts within one process: exact where that process is the only one.</summary>
/// <remarks>
/// Holds at most some <see cref="MaxCounters"/> counters: beyond that, those untouched for two minutes are dropped, and
/// if that is not enough, all are. Tenants come from verified tokens, so no stranger can bring that about.
/// </remarks>
public sealed class RateLimitsInMemory : IRateLimitStore
{
    private const int MaxCounters = 20_000;

    private readonly ConcurrentDictionary<(TenantId Tenant, RateLimited What), Counter> _counters = new();
    private int _count;

    /// <inheritdoc/>
    public ValueTask<RateLimitUse> TakeAsync(
        TenantId tenant,
        RateLimited what,
        int amount,
        int limit,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (!_counters.TryGetValue((tenant, what), out var counter))
        {
            counter = _counters.GetOrAdd((tenant, what), new Counter());
            if (Interlocked.Increment(ref _count) > MaxCounters)
            {
                Trim(SlidingWindow.At(now).Minute);
            }
        }

        return ValueTask.FromResult(counter.Take(amount, limit, SlidingWindow.At(now)));
    }

    private void Trim(long minute)
    {
        foreach (var (key, counter) in _counters)
        {
            if (counter.IsPast(minute))
            {
                _counters.TryRemove(key, out _);
            }
        }

        if (_counters.Count > MaxCounters)
        {
            _counters.Clear();
        }

        Volatile.Write(ref _count, _counters.Count);
    }

    private sealed class Counter
    {
        // Held for a few additions only, and by callers of one tenant.
        private readonly Lock _lock = new();
        private long _minute;
        private long _current;
        private long _previous;

        internal bool IsPast(long minute) => Volatile.Read(ref _minute) < minute - 1;

        internal RateLimitUse Take(int amount, int limit, SlidingWindow window)
        {
            lock (_lock)
            {
                // A clock that steps back finds itself in the minute that is being counted.
                if (window.Minute > _minute)
                {
                    _previous = window.Minute == _minute + 1 ? _current : 0;
                    (_minute, _current) = (window.Minute, 0);
                }

                if (_current + window.Carried(_previous) + amount > limit)
                {
                    return window.Refused(limit, amount, _current, _previous);
                }

                _current += amount;
                return window.Taken(limit, _current, _previous);
            }
        }
    }
}
