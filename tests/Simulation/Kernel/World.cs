namespace TradingPlatform.Simulation.Kernel;

/// <summary>
/// One run: one thread, one seed, one virtual clock. Whatever is ready runs first, one step at a time, and chance picks
/// which; only when nothing is ready does time move on, to the next thing that is due.
/// </summary>
internal sealed class World
{
    private const int MostStepsAtOneMoment = 2_000_000;
    private static readonly DateTimeOffset Beginning = new(2026, 1, 8, 10, 30, 0, TimeSpan.Zero);
    private readonly PriorityQueue<Action, (long At, long Number)> _later = new();
    private readonly List<(Computer Where, Task What)> _ready = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Chance _order;
    private long _events;

    public World(ulong seed, FaultPlan faults, Trace trace)
    {
        (Seed, Faults, Trace) = (seed, faults, trace);
        _order = new Chance(seed, 1);
        Network = new Chance(seed, 2);
        Market = new Chance(seed, 3);
        Work = new Chance(seed, 4);
        trace.Begin(this);
    }

    public ulong Seed { get; }

    public FaultPlan Faults { get; }

    public Trace Trace { get; }

    public Counts Counts { get; } = new();

    /// <summary>Chance for what lies between computers: how long things take.</summary>
    public Chance Network { get; }

    /// <summary>Chance for what the exchange's market does.</summary>
    public Chance Market { get; }

    /// <summary>Chance for what clients do.</summary>
    public Chance Work { get; }

    /// <summary>Since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    public DateTimeOffset UtcNow => Beginning + Now;

    /// <summary>The first invariant that broke; null while none has.</summary>
    public Broken? Broken { get; private set; }

    /// <summary>Runs before each step of a computer.</summary>
    public Action<Computer>? BeforeStep { get; set; }

    public void Break(string invariant, string what)
    {
        Trace.Line($"BROKEN {invariant}: {what}");
        Broken ??= new Broken(Seed, invariant, what, Now);
    }

    public void After(TimeSpan delay, Action what) =>
        _later.Enqueue(what, ((Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero)).Ticks, _events++));

    public void Ready(Computer where, Task what) => _ready.Add((where, what));

    /// <summary>
    /// Nothing of a run may leave its thread: what did would continue in an order that no seed decides.
    /// </summary>
    public void StayOnThread()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Break("DETERMINISM", "Something ran outside of the simulation's thread." + Environment.StackTrace);
        }
    }

    /// <summary>Runs until that moment, or until an invariant breaks.</summary>
    public void RunUntil(TimeSpan end)
    {
        var steps = 0;
        while (Broken is null)
        {
            if (_ready.Count > 0)
            {
                Step();
                if (++steps > MostStepsAtOneMoment)
                {
                    Break("LIVENESS", "The platform is busy without end, and time stands still.");
                }

                continue;
            }

            if (!_later.TryPeek(out var what, out var due) || due.At > end.Ticks)
            {
                Now = end > Now ? end : Now;
                return;
            }

            _later.Dequeue();
            steps = due.At == Now.Ticks ? steps : 0;
            Now = TimeSpan.FromTicks(due.At);
            what();
        }
    }

    private void Step()
    {
        var picked = _order.Below(_ready.Count);
        var (where, what) = _ready[picked];
        _ready[picked] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        Trace.Mix((ulong)where.Number << 32 | (uint)picked);
        Counts.Steps++;
        BeforeStep?.Invoke(where);
        where.Step(what);
    }
}

/// <summary>An invariant that did not hold.</summary>
internal sealed record Broken(ulong Seed, string Invariant, string What, TimeSpan At);
