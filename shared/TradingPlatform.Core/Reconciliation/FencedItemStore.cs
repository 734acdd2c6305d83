using TradingPlatform.Core.Storage;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>
/// The table, for one run: reads are anyone's, writes happen only while the run holds its account's books. The same
/// repositories and the same ledger as everywhere stand on it.
/// </summary>
/// <remarks>
/// Counters cannot be changed in a transaction without making the item that every order passes by a bottleneck, so of
/// an add the hold is only looked at before: it completes an order's change that was fenced.
/// </remarks>
internal sealed class FencedItemStore(IItemStore inner, BooksLease lease) : IItemStore
{
    public Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation) => inner.FindAsync(key, cancellation);

    public Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation) =>
        inner.QueryAsync(query, cancellation);

    public Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation) =>
        TryTransactAsync([new ItemWrite.Put(item, condition)], cancellation);

    public Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation) =>
        TryTransactAsync([new ItemWrite.Delete(key, condition)], cancellation);

    public Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation) =>
        lease.TryWriteAsync(writes, cancellation);

    public Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation)
    {
        lease.EnsureHeld();
        return inner.AddAsync(add, cancellation);
    }
}
