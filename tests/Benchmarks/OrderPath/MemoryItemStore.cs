using TradingPlatform.Core.Storage;

namespace TradingPlatform.Benchmarks.OrderPath;

/// <summary>The item store without a disk: what is measured over it is the platform's own work.</summary>
/// <remarks>Nothing expires here, and a query answers all in one page; no order asks for more.</remarks>
internal sealed class MemoryItemStore : IItemStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ItemKey, Item> _items = [];

    public Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return Task.FromResult(_items.GetValueOrDefault(key));
        }
    }

    public Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var found = _items.Values.Select(item => (Item: item, Place: PlaceOf(item, query.Index)))
                .Where(each => each.Place is { } place && place.Partition == query.Partition
                    && (query.From is null || string.CompareOrdinal(place.Sort, query.From) >= 0)
                    && (query.To is null || string.CompareOrdinal(place.Sort, query.To) <= 0))
                .OrderBy(each => each.Place!.Value.Sort, StringComparer.Ordinal).Select(each => each.Item).ToList();
            return Task.FromResult(new ItemPage(found, null));
        }
    }

    public Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation) =>
        TryTransactAsync([new ItemWrite.Put(item, condition)], cancellation);

    public Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation) =>
        TryTransactAsync([new ItemWrite.Delete(key, condition)], cancellation);

    public Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var stored = _items.GetValueOrDefault(add.Key) ?? new Item(add.Key, 0, string.Empty);
            foreach (var guard in add.Guards)
            {
                if (stored.Counters.GetValueOrDefault(guard.Counter) > guard.AtMost)
                {
                    return Task.FromResult(new CounterResult(false, stored));
                }
            }

            var counters = stored.Counters.ToBuilder();
            foreach (var (name, delta) in add.Deltas)
            {
                counters[name] = counters.GetValueOrDefault(name) + delta;
            }

            var left = stored with { Version = stored.Version + 1, Counters = counters.ToImmutable() };
            _items[add.Key] = left;
            return Task.FromResult(new CounterResult(true, left));
        }
    }

    public Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (var write in writes)
            {
                if (!Holds(write))
                {
                    return Task.FromResult(false);
                }
            }

            foreach (var write in writes)
            {
                if (write is ItemWrite.Put put)
                {
                    _items[put.Key] = put.Item;
                }
                else
                {
                    _items.Remove(write.Key);
                }
            }

            return Task.FromResult(true);
        }
    }

    private static ItemKey? PlaceOf(Item item, ItemIndex index) => index switch
    {
        ItemIndex.First => item.Index1,
        ItemIndex.Second => item.Index2,
        _ => item.Key,
    };

    private bool Holds(ItemWrite write) => write.Condition switch
    {
        Condition.Missing => !_items.ContainsKey(write.Key),
        Condition.AtVersion at => _items.TryGetValue(write.Key, out var item) && item.Version == at.Number,
        _ => true,
    };
}
