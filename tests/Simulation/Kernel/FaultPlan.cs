namespace TradingPlatform.Simulation.Kernel;

/// <summary>
/// Which faults a run has, and how often each comes: a swarm, so that seeds stress different corners.
/// </summary>
internal sealed class FaultPlan
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();
    private readonly ulong _seed;
    private readonly Chance?[] _streams = new Chance?[Kinds.Length + 1];
    private readonly double[] _rates = new double[Kinds.Length + 1];
    private readonly int[] _happened = new int[Kinds.Length + 1];
    private Chance _latest;
    private bool _healed;

    private FaultPlan(ulong seed) => (_seed, _latest) = (seed, new Chance(seed, 6));

    /// <summary>How often each kind has happened, by its number.</summary>
    public IReadOnlyList<int> Happened => _happened;

    /// <summary>The kinds that this run has.</summary>
    public IEnumerable<FaultKind> Active => Kinds.Where(kind => _rates[(int)kind] > 0);

    /// <summary>
    /// Draws a plan: one in sixteen has no faults, one in sixteen has one at half of all chances, the others a random
    /// subset at random rates.
    /// </summary>
    public static FaultPlan Draw(ulong seed, IReadOnlySet<FaultKind> without)
    {
        var draw = new Chance(seed, 5);
        var plan = new FaultPlan(seed);
        var manner = draw.Below(16);
        var alone = draw.Pick(Kinds);
        foreach (var kind in Kinds)
        {
            var isActive = draw.Happens(0.25);
            var rate = Often(kind) * (0.2 + (1.8 * draw.Share()));
            plan._rates[(int)kind] = manner switch
            {
                0 => 0,
                1 => kind == alone ? Most(kind) : 0,
                _ => isActive ? rate : 0,
            };
            if (without.Contains(kind))
            {
                plan._rates[(int)kind] = 0;
            }
        }

        return plan;
    }

    public bool IsHealed => _healed;

    public bool Has(FaultKind kind) => _rates[(int)kind] > 0;

    /// <summary>Whether it happens now; counted where it does.</summary>
    public bool Happens(FaultKind kind)
    {
        var rate = _rates[(int)kind];
        if (_healed || rate == 0)
        {
            return false;
        }

        // Each kind draws from a stream of its own, so that a run without one of them has the others as before.
        var stream = _streams[(int)kind] ??= new Chance(_seed, 100 + (ulong)kind);
        if (!stream.Happens(rate))
        {
            return false;
        }

        _latest = stream;
        _happened[(int)kind]++;
        return true;
    }

    /// <summary>How bad it is this time, by the stream of the fault that has just happened.</summary>
    public TimeSpan Between(TimeSpan lower, TimeSpan upper) => _latest.Between(lower, upper);

    public bool Coin() => _latest.Below(2) == 0;

    /// <summary>From here on nothing goes wrong any more.</summary>
    public void Heal() => _healed = true;

    // For a chance as often as its site comes by: sites of every step are rarer than sites of every action.
    private static double Often(FaultKind kind) => kind switch
    {
        FaultKind.Crash or FaultKind.SnapshotRestore => 0.0006,
        FaultKind.Freeze => 0.001,
        FaultKind.TooManyRequests => 0.01,
        FaultKind.AddressBanned => 0.002,
        FaultKind.StoreFails or FaultKind.StoreAnswerLost or FaultKind.StoreWritesLate => 0.01,
        FaultKind.KillSwitch or FaultKind.LimitsChange or FaultKind.KeyRotates => 0.03,
        FaultKind.IndexLags => 0.3,
        FaultKind.MarketHalts => 0.02,
        FaultKind.FundsMove or FaultKind.OrderVanishes or FaultKind.CounterDrifts => 0.02,
        FaultKind.LeaseLapses => 0.3,
        FaultKind.ClockSteps => 0.05,
        _ => 0.06,
    };

    private static double Most(FaultKind kind) => kind switch
    {
        FaultKind.Crash or FaultKind.SnapshotRestore or FaultKind.Freeze => 0.01,
        FaultKind.AddressBanned => 0.05,
        _ => 0.5,
    };
}
