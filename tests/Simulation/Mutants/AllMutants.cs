namespace TradingPlatform.Simulation.Mutants;

/// <summary>A mutant, and the invariants of which one must catch it.</summary>
internal sealed record KnownMutant(Func<Mutant> Make, params string[] CaughtBy)
{
    public string Name { get; } = Make().GetType().Name;
}

/// <summary>Every known mistake. docs/simulation.md has the table.</summary>
internal static class AllMutants
{
    public static IReadOnlyList<KnownMutant> List { get; } =
    [
        new(() => new ResendsOnTimeout(), "I1"),
        new(() => new SendsThenWrites(), "I2"),
        new(() => new AppliesFillsTwice(), "I3", "I4"),
        new(() => new KnowsFillsByPrice(), "I3"),
        new(() => new TrustsTheAnswersFillsAlone(), "I3"),
        new(() => new IgnoresTheFeesAsset(), "I5"),
        new(() => new ReservesUnguarded(), "I6"),
        new(() => new BooksTimeoutAsFailure(), "I6", "I8", "I12"),
        new(() => new CachesTheKillSwitch(), "I6", "I7"),
        new(() => new SignsAfterTheGate(), "I2", "I7"),
        new(() => new OverwritesLaterStates(), "I4", "I8", "I9"),
        new(() => new WritesEventsApart(), "I9"),
        new(() => new QueriesWithoutTheTenant(), "I10", "I12"),
        new(() => new MixesKeys(), "I10"),
        new(() => new LogsHeaders(), "I11"),
        new(() => new BelievesTheFirstNotFound(), "I6", "I8", "I12"),
        new(() => new RetriesAtOnce(), "I13"),
        new(() => new ChecksThenPuts(), "I14"),
        new(() => new PublishesBeforeCommit(), "I16"),
        new(() => new CountsTheStreamApart(), "I3", "I4"),
        new(() => new HearsTheStreamAlone(), "I3", "I12"),
        new(() => new AdvancesTheCursorFirst(), "I3"),
        new(() => new WritesPastItsHold(), "I18"),
        new(() => new KnowsOrdersByTime(), "I15"),
        new(() => new BelievesOneLook(), "I15"),
        new(() => new CorrectsTwice(), "I6", "I17"),
        new(() => new NeverLowersCounters(), "I17", "I19"),
        new(() => new ReleasesTwice(), "I6", "I17"),
    ];
}
