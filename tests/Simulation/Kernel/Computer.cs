namespace TradingPlatform.Simulation.Kernel;

/// <summary>
/// One process. Everything that runs in it is a task of this scheduler, so that it can be frozen between any two steps,
/// and dropped whole: what awaited in it never continues, and what it held in memory is gone.
/// </summary>
internal sealed class Computer(World world, int number) : TaskScheduler
{
    private readonly List<Task> _heldTasks = [];
    private readonly List<Action> _heldTimers = [];

    public int Number { get; } = number;

    public bool IsDead { get; private set; }

    public bool IsFrozen { get; private set; }

    /// <summary>When it last stood still, or lost its time; before the beginning where it never has.</summary>
    public TimeSpan LastStall { get; private set; } = TimeSpan.MinValue;

    /// <summary>Runs when it is dropped.</summary>
    public Action? OnCrash { get; set; }

    public void Crash()
    {
        IsDead = true;
        _heldTasks.Clear();
        _heldTimers.Clear();
        OnCrash?.Invoke();
    }

    /// <summary>Stops it between two steps; it goes on later, and finds the world moved on.</summary>
    public void Freeze(TimeSpan length, Action thawed)
    {
        IsFrozen = true;
        LastStall = world.Now + length;
        world.After(length, () =>
        {
            IsFrozen = false;
            if (!IsDead)
            {
                thawed();
                Release();
            }
        });
    }

    /// <summary>Starts work in it, as a call from outside does.</summary>
    public void Start(Func<Task> work) =>
        _ = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    /// <summary>Rings a timer of it.</summary>
    public void Ring(Action timer)
    {
        if (IsFrozen)
        {
            _heldTimers.Add(timer);
        }
        else if (!IsDead)
        {
            timer();
        }
    }

    /// <summary>Runs one step.</summary>
    public void Step(Task task)
    {
        if (IsFrozen)
        {
            _heldTasks.Add(task);
        }
        else if (!IsDead)
        {
            TryExecuteTask(task);
        }
    }

    protected override void QueueTask(Task task)
    {
        world.StayOnThread();
        if (IsFrozen)
        {
            _heldTasks.Add(task);
        }
        else if (!IsDead)
        {
            world.Ready(this, task);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _heldTasks;

    private void Release()
    {
        foreach (var task in _heldTasks)
        {
            world.Ready(this, task);
        }

        _heldTasks.Clear();
        var timers = _heldTimers.ToArray();
        _heldTimers.Clear();
        foreach (var timer in timers)
        {
            timer();
        }
    }
}
