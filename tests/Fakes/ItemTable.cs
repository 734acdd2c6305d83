using System.Collections.Immutable;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Fakes;

/// <summary>What one write made of one item; null before it was there, and after it was deleted.</summary>
internal readonly record struct ItemChange(ItemKey Key, Item? Before, Item? After);

/// <summary>
/// The table in memory, one call at a time: what every engine behind <see cref="IItemStore"/> does, without waiting.
/// Each call is one step, so items are serialisable, as the port promises.
/// </summary>
internal sealed class ItemTable(TimeProvider clock)
{
    private readonly Dictionary<string, SortedItems> _partitions = new(StringComparer.Ordinal);
    private readonly ItemIndexView _first = new(ItemIndex.First);
    private readonly ItemIndexView _second = new(ItemIndex.Second);

    /// <summary>Hears of every write that has happened.</summary>
    public Action<IReadOnlyList<ItemChange>>? OnCommit { get; set; }

    /// <summary>Takes the bringing up to date of the indexes, to do it later; null does it at once.</summary>
    public Action<Action>? LagIndexes { get; set; }

    /// <summary>Everything that is there, expired or not.</summary>
    public IEnumerable<Item> All => _partitions.Values.SelectMany(partition => partition.Items);

    public Item? Find(ItemKey key)
    {
        StorageLimits.Check(key);
        return Live(key);
    }

    public ItemPage Query(ItemQuery query)
    {
        StorageLimits.Check(query);
        var position = PageCursor.Read(query);
        if (query.HoldsNothing)
        {
            return new ItemPage([], null);
        }

        var items = query.Index switch
        {
            ItemIndex.First => _first.Of(query.Partition),
            ItemIndex.Second => _second.Of(query.Partition),
            _ => _partitions.GetValueOrDefault(query.Partition),
        };
        var page = new List<Item>();
        foreach (var item in items?.Range(query, position) ?? [])
        {
            if (IsLive(item))
            {
                if (page.Count == query.Limit)
                {
                    return new ItemPage(page, PageCursor.Write(query, page[^1]));
                }

                page.Add(item);
            }
        }

        return new ItemPage(page, null);
    }

    public bool Transact(IReadOnlyList<ItemWrite> writes)
    {
        StorageLimits.Check(writes);
        foreach (var write in writes)
        {
            if (!Holds(write))
            {
                return false;
            }
        }

        Commit([.. writes.Select(write => new ItemChange(write.Key, Live(write.Key), Written(write)))]);
        return true;
    }

    public CounterResult Add(CounterAdd add)
    {
        StorageLimits.Check(add);
        var before = Live(add.Key);
        var stored = before ?? new Item(add.Key, 0, string.Empty);
        if (!Passes(add, stored))
        {
            return new CounterResult(false, stored);
        }

        var after = Added(add, stored);
        Commit([new ItemChange(add.Key, before, after)]);
        return new CounterResult(true, after);
    }

    /// <summary>Steps in one commit, all or none, as an engine does that can.</summary>
    public StepsResult Steps(WriteSteps steps)
    {
        StorageLimits.Check(steps);
        if (!steps.First.All(Holds))
        {
            return new StepsResult.FirstRefused();
        }

        var counters = Live(steps.Add.Key);
        var stored = counters ?? new Item(steps.Add.Key, 0, string.Empty);
        if (!Passes(steps.Add, stored))
        {
            return new StepsResult.AddRefused(stored, FirstStays: false);
        }

        var left = steps.First.ToDictionary(write => write.Key, Written);
        if (!steps.Last.All(write => Holds(
            write.Condition, left.TryGetValue(write.Key, out var item) ? item : Live(write.Key))))
        {
            return new StepsResult.LastRefused(stored, OthersStay: false);
        }

        foreach (var write in steps.Last)
        {
            left[write.Key] = Written(write);
        }

        var added = Added(steps.Add, stored);
        Commit([
            .. left.Select(item => new ItemChange(item.Key, Live(item.Key), item.Value)),
            new ItemChange(steps.Add.Key, counters, added),
        ]);
        return new StepsResult.Made(added);
    }

    private static bool Passes(CounterAdd add, Item stored)
    {
        foreach (var guard in add.Guards.IsDefault ? [] : add.Guards)
        {
            if (stored.Counters.GetValueOrDefault(guard.Counter) > guard.AtMost)
            {
                return false;
            }
        }

        return true;
    }

    private static Item Added(CounterAdd add, Item stored)
    {
        var counters = stored.Counters.ToBuilder();
        foreach (var (name, delta) in add.Deltas)
        {
            counters[name] = Exactly(counters.GetValueOrDefault(name), delta);
        }

        return stored with { Version = stored.Version + 1, Counters = counters.ToImmutable() };
    }

    private static decimal Exactly(decimal left, decimal right)
    {
        var sum = left + right;
        return sum - left == right && sum - right == left
            ? sum
            : throw new OverflowException("The sum needs more digits than a counter has.");
    }

    private static Item? Written(ItemWrite write) => write is ItemWrite.Put put ? ToTheSecond(put.Item) : null;

    private static Item ToTheSecond(Item item) => item.ExpiresAt is { } at
        ? item with { ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()) }
        : item;

    private void Commit(ItemChange[] changes)
    {
        foreach (var (key, _, after) in changes)
        {
            if (!_partitions.TryGetValue(key.Partition, out var partition))
            {
                _partitions[key.Partition] = partition = new SortedItems(ItemIndex.Table);
            }

            partition.Remove(key.Sort, key);
            if (after is not null)
            {
                partition.Add(after);
            }
        }

        foreach (var change in changes)
        {
            Index(change.Key, change.After);
        }

        OnCommit?.Invoke(changes);
    }

    private void Index(ItemKey key, Item? item)
    {
        var first = _first.Prepare(key, item);
        var second = _second.Prepare(key, item);
        if (LagIndexes is { } lag && (first ?? second) is not null)
        {
            lag(() =>
            {
                first?.Invoke();
                second?.Invoke();
            });
        }
        else
        {
            first?.Invoke();
            second?.Invoke();
        }
    }

    private Item? Live(ItemKey key) =>
        _partitions.GetValueOrDefault(key.Partition)?.Find(key.Sort, key) is { } item && IsLive(item) ? item : null;

    private bool IsLive(Item item) => item.ExpiresAt is not { } at || clock.GetUtcNow() < at;

    private bool Holds(ItemWrite write) => Holds(write.Condition, Live(write.Key));

    private static bool Holds(Condition condition, Item? item) => condition switch
    {
        Condition.Missing => item is null,
        Condition.AtVersion at => item?.Version == at.Number,
        _ => true,
    };
}
