namespace TradingPlatform.Exchanges.RateBudget;

/// <summary>
/// What may be sent to one exchange from one egress address, by everyone behind it: exchanges count and ban by address,
/// not by key (FAILURES.md F13).
/// </summary>
/// <remarks>
/// A call waits in its lane, first come first served, until it fits into every limit, or is refused before it is sent.
/// While the exchange has asked for silence nothing is sent at all. Waits end by timers of the injected clock.
/// </remarks>
public sealed class RequestBudget : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly TimeSpan _maxWait;
    private readonly SharedSilence? _shared;
    private readonly Queue<BudgetWaiter>[] _lanes = new Queue<BudgetWaiter>[CallLaneShare.Lanes];
    private readonly ITimer _timer;
    private readonly BudgetWindows _windows = new();
    private readonly RequestBudget? _within;
    private TimeSpan _stoppedUntil;
    private bool _banned;

    /// <summary>A budget without limits, until the exchange has stated them.</summary>
    /// <param name="clock">Whose time and timers it uses.</param>
    /// <param name="maxWait">How long a call may wait; what would take longer is refused at once.</param>
    /// <param name="shared">What other processes behind the address were told; null where there are none.</param>
    /// <param name="within">
    /// The address's budget, where this one is an account's own there: while that is stopped, so is this.
    /// </param>
    public RequestBudget(
        TimeProvider clock, TimeSpan maxWait, SharedSilence? shared = null, RequestBudget? within = null)
    {
        ArgumentNullException.ThrowIfNull(clock);
        (_clock, _maxWait, _start, _within) = (clock, maxWait, clock.GetTimestamp(), within);
        _shared = shared ?? within?._shared;
        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            _lanes[lane] = new Queue<BudgetWaiter>();
        }

        _timer = clock.CreateTimer(static budget => ((RequestBudget)budget!).Pump(), this,
            Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whose time it goes by.</summary>
    internal TimeProvider Time => _clock;

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    /// <summary>Takes the limits that the exchange states. What was counted before stays counted.</summary>
    public void SetLimits(IEnumerable<BudgetLimit> limits)
    {
        lock (_gate)
        {
            _windows.SetLimits(Now, limits);
        }

        Pump();
    }

    /// <summary>Takes a place now, or says why there is none. For what must not wait, since it is signed.</summary>
    public BudgetGrant TryTake(CallLane lane, int weight)
    {
        lock (_gate)
        {
            var now = Now;
            return Until(now, lane, weight, ahead: true) is { Ticks: > 0 } wait
                ? new BudgetGrant(new BudgetRefusal(Banned(now), wait), now, 0)
                : _windows.Take(now, weight);
        }
    }

    /// <summary>Waits for a place, or says why there will be none soon enough.</summary>
    public ValueTask<BudgetGrant> WaitAsync(CallLane lane, int weight, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _shared is { } shared && shared.TryBecomeDue()
            ? HeedAsync(shared, lane, weight, cancellation)
            : Wait(lane, weight, cancellation);
    }

    /// <summary>
    /// How long nothing may be sent at all; null where calls may go. Asked once more before each send.
    /// </summary>
    public BudgetRefusal? Stopped()
    {
        lock (_gate)
        {
            var now = Now;
            var left = StopLeft(now);
            return left > TimeSpan.Zero ? new BudgetRefusal(Banned(now), left) : null;
        }
    }

    /// <summary>The exchange has asked for silence, and every process behind the address must heed it.</summary>
    public Task StopAsync(TimeSpan pause, bool banned)
    {
        Stop(pause, banned);
        return _shared?.TellAsync(pause, banned) ?? Task.CompletedTask;
    }

    private async ValueTask<BudgetGrant> HeedAsync(
        SharedSilence shared, CallLane lane, int weight, CancellationToken cancellation)
    {
        if (await shared.LookAsync(cancellation) is { } told)
        {
            (_within ?? this).Stop(told.RetryAfter, told.Banned);
        }

        return await Wait(lane, weight, cancellation);
    }

    private ValueTask<BudgetGrant> Wait(CallLane lane, int weight, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var now = Now;
            var wait = Until(now, lane, weight, ahead: true);
            if (wait == TimeSpan.Zero)
            {
                return ValueTask.FromResult(_windows.Take(now, weight));
            }

            if (wait > _maxWait)
            {
                return ValueTask.FromResult(new BudgetGrant(new BudgetRefusal(Banned(now), wait), now, 0));
            }

            var waiter = new BudgetWaiter(weight, now + _maxWait, cancellation);
            _lanes[(int)lane - 1].Enqueue(waiter);
            Arm(now);
            return new ValueTask<BudgetGrant>(waiter.Task);
        }
    }

    /// <summary>The exchange has asked for silence. A longer one that stands already stays.</summary>
    public void Stop(TimeSpan pause, bool banned)
    {
        lock (_gate)
        {
            var until = Now + pause;
            _banned = banned || (_banned && _stoppedUntil > Now);
            _stoppedUntil = until > _stoppedUntil ? until : _stoppedUntil;
            Arm(Now);
        }
    }

    /// <summary>What the exchange says it has counted. Only ever raises ours: an early reset is no promise.</summary>
    public void Observe(BudgetCount counted)
    {
        lock (_gate)
        {
            _windows.Observe(Now, counted);
        }
    }

    /// <summary>Gives a place back: the call was not sent, or the exchange does not count it.</summary>
    public void Return(BudgetGrant grant)
    {
        if (grant.Weight == 0)
        {
            return;
        }

        bool waiting;
        lock (_gate)
        {
            _windows.Return(Now, grant);
            waiting = _lanes.Any(static lane => lane.Count > 0);
        }

        if (waiting)
        {
            Pump();
        }
    }

    /// <summary>How much of the fullest limit is used, 0 to 1, for metrics.</summary>
    public double Fullness()
    {
        lock (_gate)
        {
            return _windows.Fullness(Now);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Pump()
    {
        lock (_gate)
        {
            var now = Now;
            var blocked = false;
            for (var lane = 0; lane < _lanes.Length; lane++)
            {
                while (_lanes[lane].TryPeek(out var waiter))
                {
                    var wait = Until(now, (CallLane)(lane + 1), waiter.Weight, ahead: false);
                    // Behind a lane that waits, a place that is free is kept for it; who has waited too long still
                    // leaves.
                    var stays = (blocked || wait > TimeSpan.Zero) && now < waiter.Deadline;
                    if (stays && !waiter.Gone)
                    {
                        blocked = true;
                        break;
                    }

                    _lanes[lane].Dequeue();
                    Answer(waiter, now, blocked && wait == TimeSpan.Zero ? TimeSpan.FromSeconds(1) : wait);
                }
            }

            Arm(now);
        }
    }

    private void Answer(BudgetWaiter waiter, TimeSpan now, TimeSpan wait)
    {
        if (waiter.Gone)
        {
            return;
        }

        var grant = wait > TimeSpan.Zero
            ? new BudgetGrant(new BudgetRefusal(Banned(now), wait), now, 0)
            : _windows.Take(now, waiter.Weight);
        if (!waiter.TryAnswer(grant))
        {
            _windows.Return(now, grant);
        }
    }

    // The outer budget is locked while this one is, and never the other way round.
    private TimeSpan StopLeft(TimeSpan now)
    {
        var outer = _within?.Stopped()?.RetryAfter ?? TimeSpan.Zero;
        return _stoppedUntil - now > outer ? _stoppedUntil - now : outer;
    }

    private bool Banned(TimeSpan now) =>
        (_banned && now < _stoppedUntil) || _within?.Stopped() is { Banned: true };

    /// <summary>
    /// How long until it fits. With <paramref name="ahead"/>, whoever waits in its lane or above goes first.
    /// </summary>
    private TimeSpan Until(TimeSpan now, CallLane lane, int weight, bool ahead)
    {
        var wait = _windows.UntilRoom(now, lane, weight);
        var stop = StopLeft(now);
        wait = stop > wait ? stop : wait;
        return wait == TimeSpan.Zero && ahead && AnyAhead(lane) ? TimeSpan.FromTicks(1) : wait;
    }

    private bool AnyAhead(CallLane lane)
    {
        for (var above = 0; above < (int)lane; above++)
        {
            while (_lanes[above].TryPeek(out var first) && first.Gone)
            {
                _lanes[above].Dequeue();
            }

            if (_lanes[above].Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sets the timer to when the first of those that wait can go, or one has waited for too long.</summary>
    private void Arm(TimeSpan now)
    {
        TimeSpan? due = null;
        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            if (_lanes[lane].TryPeek(out var first))
            {
                var patience = first.Deadline - now;
                due ??= Until(now, (CallLane)(lane + 1), first.Weight, ahead: false);
                due = patience < due ? patience : due;
            }
        }

        if (due is { } wait)
        {
            // Timers count whole milliseconds, and must not ring early.
            var milliseconds = Math.Max(1, Math.Ceiling(wait.TotalMilliseconds));
            _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
        }
    }
}
