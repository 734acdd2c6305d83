using TradingPlatform.Core.Storage;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Platform;

namespace TradingPlatform.Simulation.Storage;

/// <summary>
/// A computer's way to the table: every call takes time on the way there and back, and can be throttled, refused, lost
/// after it was done, or done after its caller was told that it failed.
/// </summary>
internal sealed class StoreClient(World world, StoreModel store, Errand errand) : IItemStore
{
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(0.5);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(4);

    public Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation)
    {
        errand.Touches(key.Partition);
        return CallAsync(isWrite: false, () => store.Table.Find(key));
    }

    public Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation)
    {
        errand.Touches(query.Partition);
        return CallAsync(isWrite: false, () => store.Table.Query(query));
    }

    public Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation)
    {
        errand.Touches(item.Key.Partition);
        return CallAsync(isWrite: true, () => store.Table.Transact([new ItemWrite.Put(item, condition)]));
    }

    public Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation)
    {
        errand.Touches(key.Partition);
        return CallAsync(isWrite: true, () => store.Table.Transact([new ItemWrite.Delete(key, condition)]));
    }

    public Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation)
    {
        errand.Touches(add.Key.Partition);
        return CallAsync(isWrite: true, () => store.Table.Add(add));
    }

    public Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation)
    {
        foreach (var write in writes)
        {
            errand.Touches(write.Key.Partition);
        }

        return CallAsync(isWrite: true, () => store.Table.Transact(writes));
    }

    public Task<StepsResult> TryInStepsAsync(WriteSteps steps, CancellationToken cancellation)
    {
        if (!store.MakesStepsInOne)
        {
            return this.TryOneByOneAsync(steps, cancellation);
        }

        foreach (var key in steps.First.Concat(steps.Last).Select(write => write.Key).Append(steps.Add.Key))
        {
            errand.Touches(key.Partition);
        }

        return CallAsync(isWrite: true, () => store.Table.Steps(steps));
    }

    private Task<T> CallAsync<T>(bool isWrite, Func<T> act)
    {
        // Without continuations of its own scheduling: it is answered from outside of any computer.
        var answer = new TaskCompletionSource<T>();
        var there = world.Network.Between(Fast, Slow) + Delays(isWrite);
        var back = world.Network.Between(Fast, Slow);
        var faults = world.Faults;
        if (faults.Happens(FaultKind.StoreFails))
        {
            world.After(there + back, () => answer.TrySetException(Failure()));
        }
        else if (isWrite && faults.Happens(FaultKind.StoreWritesLate))
        {
            world.After(there + back, () => answer.TrySetException(Failure()));
            world.After(there + back + faults.Between(Fast, TimeSpan.FromSeconds(2)), () => _ = act());
        }
        else if (isWrite && faults.Happens(FaultKind.StoreAnswerLost))
        {
            world.After(there, () =>
            {
                _ = act();
                world.Counts.Saw(Sometimes.StoredButAnswerLost);
                world.After(back, () => answer.TrySetException(Failure()));
            });
        }
        else
        {
            world.After(there, () => Answer(answer, act, back));
        }

        return answer.Task;
    }

    private void Answer<T>(TaskCompletionSource<T> answer, Func<T> act, TimeSpan back)
    {
        try
        {
            var result = act();
            world.After(back, () => answer.TrySetResult(result));
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException or OverflowException)
        {
            world.After(back, () => answer.TrySetException(refused));
        }
    }

    private TimeSpan Delays(bool isWrite)
    {
        var delay = TimeSpan.Zero;
        if (world.Faults.Happens(FaultKind.StoreThrottles))
        {
            delay += world.Faults.Between(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(900));
        }

        if (isWrite && world.Faults.Happens(FaultKind.StoreConflicts))
        {
            world.Counts.Saw(Sometimes.ConflictRetried);
            delay += world.Faults.Between(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(200));
        }

        return delay;
    }

    private static IOException Failure() => new("The store did not answer.");
}
