using System.Diagnostics.CodeAnalysis;

namespace TradingPlatform.Unit.Fakes;

/// <summary>
/// One thread and its own time: whatever runs here runs on the thread of the test, in turn, and time moves on only once
/// nobody has anything left to do. No sleeping, and no luck.
/// </summary>
internal sealed class VirtualWorld : TaskScheduler
{
    private readonly Queue<Task> _ready = new();
    private readonly Lock _lock = new();
    private readonly World _clock;

    public VirtualWorld() => _clock = new World(this);

    public TimeProvider Clock => _clock;

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Begins something that goes on beside the test.</summary>
    public Task Begin(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    /// <summary>Runs something to its end, and whatever else is ready; time moves on where it waits.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        var running = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();
        Settle();
        while (!running.IsCompleted)
        {
            Assert.True(_clock.RingNext(DateTimeOffset.MaxValue), "Nobody waits, and it has not ended.");
            Settle();
        }

        return running.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Run{T}"/>
    public void Run(Func<Task> work) => Run(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Lets everyone do what there is to do now.</summary>
    public void Settle()
    {
        // What is awaited goes on where the context says, before it asks the scheduler; the runner has one of its own.
        var runners = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (TryTake(out var next))
            {
                TryExecuteTask(next);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(runners);
        }
    }

    /// <summary>Lets time pass, and everything happen that is due in it.</summary>
    public void Advance(TimeSpan by)
    {
        var until = Now + by;
        do
        {
            Settle();
        }
        while (_clock.RingNext(until));

        _clock.MoveTo(until);
    }

    private bool TryTake([NotNullWhen(true)] out Task? next)
    {
        lock (_lock)
        {
            return _ready.TryDequeue(out next);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_lock)
        {
            _ready.Enqueue(task);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_lock)
        {
            return [.. _ready];
        }
    }

    private sealed class World(VirtualWorld world) : TimeProvider
    {
        private readonly List<Rings> _timers = [];
        private DateTimeOffset _now = new(2026, 1, 8, 10, 30, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.UtcTicks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Rings(this, callback, state);
            timer.Change(dueTime, period);
            return timer;
        }

        public void MoveTo(DateTimeOffset now) => _now = now;

        public bool RingNext(DateTimeOffset until)
        {
            if (_timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due) is not { } next)
            {
                return false;
            }

            _timers.Remove(next);
            _now = next.Due;
            _ = Task.Factory.StartNew(next.Ring, CancellationToken.None, TaskCreationOptions.None, world);
            return true;
        }

        private sealed class Rings(World world, TimerCallback callback, object? state) : ITimer
        {
            public DateTimeOffset Due { get; private set; }

            public void Ring() => callback(state);

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                world._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = world._now + dueTime;
                    world._timers.Add(this);
                }

                return true;
            }

            public void Dispose() => world._timers.Remove(this);

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
