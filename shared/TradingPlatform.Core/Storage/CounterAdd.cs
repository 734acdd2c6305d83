using System.Collections.Immutable;

namespace TradingPlatform.Core.Storage;

/// <summary>
/// Adds to the counters of one item in one atomic write, if every guard holds of what is stored before the add.
/// </summary>
/// <remarks>
/// A counter that is not there counts as 0, and so does every counter of an item that is not there: the add makes it.
/// A condition knows no arithmetic (FACTS.md B), so the caller computes the bound: limit less what it adds.
/// </remarks>
/// <param name="Key">The item that holds the counters.</param>
/// <param name="Deltas">What to add, by counter; may be negative. None of them raises the version all the same.</param>
/// <param name="Guards">What must hold first; none makes the add unconditional.</param>
public sealed record CounterAdd(
    ItemKey Key,
    ImmutableSortedDictionary<string, decimal> Deltas,
    ImmutableArray<CounterGuard> Guards);

/// <summary>The stored counter must be at most <paramref name="AtMost"/>.</summary>
public readonly record struct CounterGuard(string Counter, decimal AtMost);

/// <summary>How a guarded add ended.</summary>
/// <param name="Applied">False where a guard did not hold: nothing was written.</param>
/// <param name="Stored">
/// The item as the add left it; where a guard did not hold, as it was found, so that the caller can say which one
/// (read after the refusal, so it may have moved on since). Version 0 where a guard refused and there is no item.
/// </param>
public sealed record CounterResult(bool Applied, Item Stored);
