namespace TradingPlatform.Core.Storage;

/// <summary>
/// A transaction, a guarded add and a second transaction, each to be made only where the one before was.
/// </summary>
/// <param name="First">What is written first.</param>
/// <param name="Add">What is added then; of an item that neither transaction writes.</param>
/// <param name="Last">What is written last; may write again what the first has written.</param>
public sealed record WriteSteps(IReadOnlyList<ItemWrite> First, CounterAdd Add, IReadOnlyList<ItemWrite> Last);

/// <summary>How steps ended.</summary>
public abstract record StepsResult
{
    private StepsResult()
    {
    }

    /// <summary>All were made.</summary>
    /// <param name="Counters">The item of the counters as the add left it.</param>
    public sealed record Made(Item Counters) : StepsResult;

    /// <summary>A condition of the first did not hold: nothing was written.</summary>
    public sealed record FirstRefused : StepsResult;

    /// <summary>A guard did not hold.</summary>
    /// <param name="Counters">See <see cref="CounterResult.Stored"/>.</param>
    /// <param name="FirstStays">The first was made, and it is the caller's to take back.</param>
    public sealed record AddRefused(Item Counters, bool FirstStays) : StepsResult;

    /// <summary>A condition of the last did not hold.</summary>
    /// <param name="Counters">The item of the counters as last seen.</param>
    /// <param name="OthersStay">The first and the add were made.</param>
    public sealed record LastRefused(Item Counters, bool OthersStay) : StepsResult;
}
