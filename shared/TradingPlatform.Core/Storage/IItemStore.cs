namespace TradingPlatform.Core.Storage;

/// <summary>
/// The table that everything durable lives in. Written once over by every repository; two engines stand behind it,
/// DynamoDB and SQLite, and one contract suite holds both to what is said here.
/// </summary>
/// <remarks>
/// A write that was answered is on disk. Throttling and transaction conflicts are retried within the adapter; a call
/// that cannot be completed throws, and then the write may or may not have happened: the caller reads to know. What
/// <see cref="StorageLimits"/> refuses throws an <see cref="ArgumentException"/>, and nothing was written.
/// </remarks>
public interface IItemStore
{
    /// <summary>Reads one item, consistently. Null where there is none, or where it has expired.</summary>
    Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation);

    /// <summary>Reads one page of a partition.</summary>
    /// <exception cref="FormatException">The cursor was not given by a page of this query.</exception>
    Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation);

    /// <summary>Puts one item. False where the condition did not hold: nothing was written.</summary>
    Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation);

    /// <summary>Deletes one item; no item is no error. False where the condition did not hold.</summary>
    Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation);

    /// <summary>Adds to counters under guards. See <see cref="CounterAdd"/>.</summary>
    /// <remarks>
    /// An add that throws may have been applied, and must not be repeated blindly: what it reserved counts as reserved,
    /// and what it gave back as not given back, until someone recounts.
    /// </remarks>
    Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation);

    /// <summary>
    /// Writes 1 to 100 items with different keys, all or none. False where a condition did not hold.
    /// </summary>
    Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation);

    /// <summary>Makes steps in their order, until one is refused.</summary>
    /// <remarks>
    /// Others may see what lies between the steps, and a call that throws may have stopped behind any of them. An
    /// engine that can make them all in one write does so; then a refusal leaves nothing of the steps before it, and an
    /// item that both transactions write is told to the outbox once, as the last leaves it. Once begun it is carried
    /// through: a cancellation ends no more than the first step.
    /// </remarks>
    Task<StepsResult> TryInStepsAsync(WriteSteps steps, CancellationToken cancellation) =>
        this.TryOneByOneAsync(steps, cancellation);
}
