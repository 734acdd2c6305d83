using TradingPlatform.Core.Storage;

namespace TradingPlatform.Contract.Hosting;

/// <summary>As much of the item store as counting needs. It fails when a test says so.</summary>
internal sealed class CountersInMemory(TimeProvider clock) : IItemStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ItemKey, Item> _items = [];

    internal bool IsDown { get; set; }

    internal IReadOnlyCollection<Item> Items
    {
        get
        {
            lock (_lock)
            {
                return [.. _items.Values];
            }
        }
    }

    public Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation) =>
        Task.FromResult(Locked(() => Living(key)));

    public Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation) =>
        Task.FromResult(Locked(() =>
        {
            if (condition is not Condition.Missing || Living(item.Key) is not null)
            {
                return false;
            }

            _items[item.Key] = item;
            return true;
        }));

    public Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation) =>
        Task.FromResult(Locked(() =>
        {
            var item = Living(add.Key) ?? new Item(add.Key, 0, "");
            if (add.Guards.Any(guard => item.Counters.GetValueOrDefault(guard.Counter) > guard.AtMost))
            {
                return new CounterResult(false, item);
            }

            var counters = add.Deltas.Aggregate(item.Counters, (sums, delta) =>
                sums.SetItem(delta.Key, sums.GetValueOrDefault(delta.Key) + delta.Value));
            _items[add.Key] = item with { Version = item.Version + 1, Counters = counters };
            return new CounterResult(true, _items[add.Key]);
        }));

    public Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation) =>
        throw new NotSupportedException();

    private T Locked<T>(Func<T> act)
    {
        lock (_lock)
        {
            return IsDown ? throw new TimeoutException("the store does not answer") : act();
        }
    }

    private Item? Living(ItemKey key) =>
        _items.TryGetValue(key, out var item) && !(item.ExpiresAt <= clock.GetUtcNow()) ? item : null;
}
