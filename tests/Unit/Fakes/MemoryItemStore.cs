using TradingPlatform.Core.Storage;

namespace TradingPlatform.Unit.Fakes;

/// <summary>An item store in memory, which can be made to fail at any write, before it happened or after.</summary>
internal sealed class MemoryItemStore : IItemStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(string Partition, string Sort), Item> _items = new(
        Comparer<(string Partition, string Sort)>.Create((a, b) =>
            string.CompareOrdinal(a.Partition, b.Partition) is var order && order != 0
                ? order
                : string.CompareOrdinal(a.Sort, b.Sort)));

    /// <summary>Which write fails, counted from 1; 0 for none.</summary>
    public int FailAt { get; set; }

    /// <summary>The failing write happened all the same.</summary>
    public bool FailAfter { get; set; }

    /// <summary>From the failing write on every one fails: the process is dead.</summary>
    public bool Dead { get; private set; }

    public int Writes { get; private set; }

    /// <summary>What happens before each write, such as time passing.</summary>
    public Action? BeforeWrite { get; set; }

    public IReadOnlyList<Item> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _items.Values];
            }
        }
    }

    public void Revive() => (Dead, FailAt) = (false, 0);

    public Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult(_items.GetValueOrDefault((key.Partition, key.Sort)));
        }
    }

    public Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var found = _items.Values
                .Select(item => (Item: item, Place: Place(item, query.Index)))
                .Where(x => x.Place is { } place && place.Partition == query.Partition
                    && (query.From is null || string.CompareOrdinal(place.Sort, query.From) >= 0)
                    && (query.To is null || string.CompareOrdinal(place.Sort, query.To) <= 0))
                .OrderBy(x => x.Place!.Value.Sort, StringComparer.Ordinal).ToList();
            if (query.Descending)
            {
                found.Reverse();
            }

            var skip = query.Cursor is { } cursor ? int.Parse(cursor) : 0;
            var page = found.Skip(skip).Take(query.Limit).Select(x => x.Item).ToList();
            var next = skip + page.Count;
            return Task.FromResult(new ItemPage(page, next < found.Count ? next.ToString() : null));
        }
    }

    public Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation) =>
        TryTransactAsync([new ItemWrite.Put(item, condition)], cancellation);

    public Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation) =>
        TryTransactAsync([new ItemWrite.Delete(key, condition)], cancellation);

    public Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation) => Write(() =>
    {
        if (!writes.All(write => Holds(write.Key, write.Condition)))
        {
            return false;
        }

        foreach (var write in writes)
        {
            if (write is ItemWrite.Put put)
            {
                _items[(put.Key.Partition, put.Key.Sort)] = put.Item;
            }
            else
            {
                _items.Remove((write.Key.Partition, write.Key.Sort));
            }
        }

        return true;
    });

    public Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation) => Write(() =>
    {
        var key = (add.Key.Partition, add.Key.Sort);
        var item = _items.GetValueOrDefault(key) ?? new Item(add.Key, 0, string.Empty);
        if (add.Guards.Any(guard => item.Counters.GetValueOrDefault(guard.Counter) > guard.AtMost))
        {
            return new CounterResult(false, item);
        }

        var counters = item.Counters;
        foreach (var (name, delta) in add.Deltas)
        {
            counters = counters.SetItem(name, counters.GetValueOrDefault(name) + delta);
        }

        return new CounterResult(true, _items[key] = item with { Version = item.Version + 1, Counters = counters });
    });

    private static ItemKey? Place(Item item, ItemIndex index) => index switch
    {
        ItemIndex.First => item.Index1,
        ItemIndex.Second => item.Index2,
        _ => item.Key,
    };

    private bool Holds(ItemKey key, Condition condition)
    {
        var stored = _items.GetValueOrDefault((key.Partition, key.Sort));
        return condition switch
        {
            Condition.Missing => stored is null,
            Condition.AtVersion at => stored?.Version == at.Number,
            _ => true,
        };
    }

    /// <summary>Runs a write, of this store or of what fails with it; one count goes through all of them.</summary>
    public Task<T> Write<T>(Func<T> write)
    {
        lock (_lock)
        {
            Writes++;
            BeforeWrite?.Invoke();
            var fails = Dead || Writes == FailAt;
            if (fails && (Dead || !FailAfter))
            {
                Dead = true;
                return Task.FromException<T>(new IOException("The store is gone."));
            }

            var result = write();
            Dead |= fails;
            return fails ? Task.FromException<T>(new IOException("The answer is lost.")) : Task.FromResult(result);
        }
    }
}
