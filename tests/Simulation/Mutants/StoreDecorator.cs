using TradingPlatform.Core.Storage;

namespace TradingPlatform.Simulation.Mutants;

/// <summary>The store as it is; a mutant changes what it gets wrong.</summary>
internal abstract class StoreDecorator(IItemStore store) : IItemStore
{
    protected IItemStore Store { get; } = store;

    public virtual Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation) =>
        Store.FindAsync(key, cancellation);

    public virtual Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation) =>
        Store.QueryAsync(query, cancellation);

    public virtual Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation) =>
        Store.TryPutAsync(item, condition, cancellation);

    public virtual Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation) =>
        Store.TryDeleteAsync(key, condition, cancellation);

    public virtual Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation) =>
        Store.AddAsync(add, cancellation);

    public virtual Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation) =>
        Store.TryTransactAsync(writes, cancellation);
}
