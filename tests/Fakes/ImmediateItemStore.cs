using TradingPlatform.Core.Storage;

namespace TradingPlatform.Fakes;

/// <summary>The table in memory behind the port: every call is answered at once. Safe for many callers.</summary>
internal sealed class ImmediateItemStore(ItemTable table) : IItemStore
{
    private readonly Lock _gate = new();

    public Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation) =>
        Call(() => table.Find(key), cancellation);

    public Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation) =>
        Call(() => table.Query(query), cancellation);

    public Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation) =>
        Call(() => table.Transact([new ItemWrite.Put(item, condition)]), cancellation);

    public Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation) =>
        Call(() => table.Transact([new ItemWrite.Delete(key, condition)]), cancellation);

    public Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation) =>
        Call(() => table.Add(add), cancellation);

    public Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation) =>
        Call(() => table.Transact(writes), cancellation);

    public Task<StepsResult> TryInStepsAsync(WriteSteps steps, CancellationToken cancellation) =>
        Call(() => table.Steps(steps), cancellation);

    private Task<T> Call<T>(Func<T> act, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        lock (_gate)
        {
            try
            {
                return Task.FromResult(act());
            }
            catch (Exception refused) when (refused is ArgumentException or FormatException or OverflowException)
            {
                return Task.FromException<T>(refused);
            }
        }
    }
}
