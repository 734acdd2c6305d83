namespace TradingPlatform.Simulation.Kernel;

/// <summary>
/// Rare states that the runs must reach at all (FACTS.md A4): a simulation that never gets there shows nothing.
/// </summary>
internal enum Sometimes
{
    AnswerLostAndFilled = 1,
    FillBeforeAnswer,
    CancelLostTheRace,
    InstancesRacedOneKey,
    RefusedAtTheLimit,
    ConflictRetried,
    CrashBetweenIntentAndSend,
    CrashBetweenSendAndRecord,
    KillBetweenIntentAndSend,
    AbsenceProven,
    LateRequestRefusedByWindow,
    StoredButAnswerLost,
    OtherBodyRefused,
    EventDeliveredTwice,
    Amended,
    PairPlaced,
    KeyChanged,
    StreamCameBack,
    FillOverTheStream,
    FillByReconciliation,
    ExternalFill,
    StrangerFound,
    MissingFound,
    OrphanResolved,
    BalancesOff,
    CountersCorrected,
    RunOvertaken,
    RunFailed,
}

/// <summary>What a run, or many, have seen.</summary>
internal sealed class Counts
{
    private readonly long[] _sometimes = new long[Enum.GetValues<Sometimes>().Length + 1];
    private readonly long[] _faults = new long[Enum.GetValues<FaultKind>().Length + 1];

    public long Seeds { get; set; }

    /// <summary>Orders that were stored, went their way and are settled, or rest at the exchange as stored.</summary>
    public long Lifecycles { get; set; }

    public long Steps { get; set; }

    public void Saw(Sometimes what) => _sometimes[(int)what]++;

    public long this[Sometimes what] => _sometimes[(int)what];

    public long this[FaultKind kind] => _faults[(int)kind];

    public void Take(FaultPlan plan)
    {
        for (var kind = 0; kind < _faults.Length; kind++)
        {
            _faults[kind] += plan.Happened[kind];
        }
    }

    public void Add(Counts other)
    {
        (Seeds, Lifecycles, Steps) = (Seeds + other.Seeds, Lifecycles + other.Lifecycles, Steps + other.Steps);
        for (var i = 0; i < _sometimes.Length; i++)
        {
            _sometimes[i] += other._sometimes[i];
        }

        for (var i = 0; i < _faults.Length; i++)
        {
            _faults[i] += other._faults[i];
        }
    }
}
