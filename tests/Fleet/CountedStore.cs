using TradingPlatform.Core.Storage;

namespace TradingPlatform.Fleet;

/// <summary>A store that counts what is asked of it.</summary>
internal sealed class CountedStore(IItemStore inner) : IItemStore
{
    private long _reads;
    private long _writes;

    /// <summary>Items read by their key, and pages of queries.</summary>
    public long Reads => Interlocked.Read(ref _reads);

    /// <summary>Calls that write.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <summary>Runs at each call, with the number of all so far.</summary>
    public Action<long>? OnCall { get; set; }

    public Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation) =>
        Count(ref _reads, inner.FindAsync(key, cancellation));

    public Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation) =>
        Count(ref _reads, inner.QueryAsync(query, cancellation));

    public Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation) =>
        Count(ref _writes, inner.TryPutAsync(item, condition, cancellation));

    public Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation) =>
        Count(ref _writes, inner.TryDeleteAsync(key, condition, cancellation));

    public Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation) =>
        Count(ref _writes, inner.AddAsync(add, cancellation));

    public Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation) =>
        Count(ref _writes, inner.TryTransactAsync(writes, cancellation));

    private T Count<T>(ref long calls, T answer)
    {
        Interlocked.Increment(ref calls);
        OnCall?.Invoke(Reads + Writes);
        return answer;
    }
}
