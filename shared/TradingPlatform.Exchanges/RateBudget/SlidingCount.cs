namespace TradingPlatform.Exchanges.RateBudget;

/// <summary>
/// How much was used in the last interval, whichever moment one looks: sixty slots and the one in use. An exchange that
/// counts by the clock's minutes is thereby never passed either.
/// </summary>
/// <remarks>Not safe for many callers: its owner locks.</remarks>
internal sealed class SlidingCount(TimeSpan interval, int limit)
{
    private const int Slots = 61;

    private readonly int[] _used = new int[Slots];
    private long _newest;
    private int _total;

    public TimeSpan Interval { get; } = interval;

    public int Limit { get; set; } = limit;

    private TimeSpan SlotLength { get; } = interval / (Slots - 1);

    public int Total(TimeSpan now)
    {
        MoveTo(now);
        return _total;
    }

    public void Add(TimeSpan now, int amount)
    {
        MoveTo(now);
        _used[_newest % Slots] += amount;
        _total += amount;
    }

    /// <summary>Gives back what was added at a moment, unless that moment has left the interval.</summary>
    public void Return(TimeSpan now, TimeSpan addedAt, int amount)
    {
        MoveTo(now);
        var slot = addedAt.Ticks / SlotLength.Ticks;
        if (slot > _newest - Slots)
        {
            var returned = Math.Min(amount, _used[slot % Slots]);
            _used[slot % Slots] -= returned;
            _total -= returned;
        }
    }

    /// <summary>The exchange has counted more than we have: someone else shares the address.</summary>
    public void RaiseTo(TimeSpan now, int counted)
    {
        MoveTo(now);
        if (counted > _total)
        {
            Add(now, counted - _total);
        }
    }

    /// <summary>
    /// How long until <paramref name="amount"/> fits under <paramref name="cap"/>; zero where it does now.
    /// </summary>
    public TimeSpan UntilRoom(TimeSpan now, int amount, int cap)
    {
        MoveTo(now);
        var excess = _total + amount - cap;
        if (excess <= 0)
        {
            return TimeSpan.Zero;
        }

        for (var slot = Math.Max(0, _newest - Slots + 1); slot <= _newest; slot++)
        {
            excess -= _used[slot % Slots];
            if (excess <= 0)
            {
                return TimeSpan.FromTicks((slot + Slots) * SlotLength.Ticks) - now;
            }
        }

        // More than the whole cap: it would never fit, so it goes when nothing else is counted.
        return _total == 0 ? TimeSpan.Zero : TimeSpan.FromTicks((_newest + Slots) * SlotLength.Ticks) - now;
    }

    private void MoveTo(TimeSpan now)
    {
        var slot = now.Ticks / SlotLength.Ticks;
        if (slot - _newest >= Slots)
        {
            Array.Clear(_used);
            (_total, _newest) = (0, slot);
            return;
        }

        while (_newest < slot)
        {
            _newest++;
            _total -= _used[_newest % Slots];
            _used[_newest % Slots] = 0;
        }
    }
}
