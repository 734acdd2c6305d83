using TradingPlatform.Core.Storage;

namespace TradingPlatform.Embedded.Storage;

/// <summary>The writer's side of the tables. Runs on the writer's thread, inside the writer's transaction.</summary>
/// <remarks>
/// Each write looks at its conditions first and touches rows only when all of them hold, so a refused write leaves
/// nothing to undo.
/// </remarks>
internal sealed class SqliteItems
{
    private readonly SqliteStatement _look;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _replace;
    private readonly SqliteStatement _rewrite;
    private readonly SqliteStatement _count;
    private readonly SqliteStatement _delete;
    private readonly SqliteStatement _sweep;
    private readonly SqliteDatabase _database;
    private readonly ItemCache _cache;

    /// <summary>Prepares every statement on the writer's connection.</summary>
    /// <param name="database">The writer's connection.</param>
    /// <param name="cache">Told of every item that is written.</param>
    public SqliteItems(SqliteDatabase database, ItemCache cache)
    {
        (_database, _cache) = (database, cache);
        _look = database.Prepare(
            "SELECT id, version, ttl, gsi1pk, gsi1sk, gsi2pk, gsi2sk FROM items WHERE pk = ?1 AND sk = ?2");
        _find = database.Prepare($"SELECT id, {ItemRow.Columns} FROM items WHERE pk = ?1 AND sk = ?2");
        _insert = database.Prepare($"INSERT INTO items ({ItemRow.Columns}) VALUES ({ItemRow.Parameters})");
        // In its place, and without its key: only what can change is written.
        _replace = database.Prepare($"UPDATE items SET {ItemRow.Assignments} WHERE id = ?12");
        // Naming an indexed column makes SQLite take the row out of the index and put it back, changed or not.
        _rewrite = database.Prepare($"UPDATE items SET {ItemRow.UnindexedAssignments} WHERE id = ?12");
        _count = database.Prepare("UPDATE items SET version = ?2, counters = ?3 WHERE id = ?1");
        _delete = database.Prepare("DELETE FROM items WHERE id = ?1");
        _sweep = database.Prepare("DELETE FROM items WHERE id IN (SELECT id FROM items WHERE ttl <= ?1 LIMIT ?2)");
        Outbox = new OutboxRows(database);
    }

    /// <summary>The outbox of the same file, written in the same transaction.</summary>
    public OutboxRows Outbox { get; }

    /// <summary>Now, in seconds, for the transaction that is open.</summary>
    public long Now { get; set; }

    /// <summary>See <see cref="IItemStore.TryPutAsync"/>.</summary>
    public bool TryPut(Item item, Condition condition)
    {
        var place = Look(item.Key, item);
        if (!Holds(condition, place))
        {
            return false;
        }

        Put(item, place);
        return true;
    }

    /// <summary>See <see cref="IItemStore.TryDeleteAsync"/>.</summary>
    public bool TryDelete(ItemKey key, Condition condition)
    {
        var place = Look(key, null);
        if (!Holds(condition, place))
        {
            return false;
        }

        Delete(key, place.Row);
        return true;
    }

    /// <summary>See <see cref="IItemStore.TryTransactAsync"/>.</summary>
    public bool TryTransact(IReadOnlyList<ItemWrite> writes)
    {
        Span<Place> places = stackalloc Place[StorageLimits.TransactionWrites];
        if (Look(writes, places) < writes.Count)
        {
            return false;
        }

        Write(writes, places);
        return true;
    }

    /// <summary>See <see cref="IItemStore.AddAsync"/>.</summary>
    public CounterResult Add(CounterAdd add)
    {
        var (row, found) = Find(add.Key);
        var stored = found ?? new Item(add.Key, 0, "");
        return Passes(add, stored)
            ? new CounterResult(true, Count(add, stored, row, isNew: found is null))
            : new CounterResult(false, stored);
    }

    /// <summary>See <see cref="IItemStore.TryInStepsAsync"/>.</summary>
    public StepsResult TryInSteps(StepsInOne steps, CounterAdd add)
    {
        Span<Place> places = stackalloc Place[2 * StorageLimits.TransactionWrites];
        var held = Look(steps.Writes, places);
        if (held < steps.OfFirst)
        {
            return new StepsResult.FirstRefused();
        }

        var (row, found) = Find(add.Key);
        var stored = found ?? new Item(add.Key, 0, "");
        if (!Passes(add, stored))
        {
            return new StepsResult.AddRefused(stored, FirstStays: false);
        }

        if (held < steps.Writes.Count || !steps.LastAgrees)
        {
            return new StepsResult.LastRefused(stored, OthersStay: false);
        }

        Write(steps.Writes, places);
        return new StepsResult.Made(Count(add, stored, row, isNew: found is null));
    }

    /// <summary>Removes expired items, at most so many; returns true where there may be more.</summary>
    /// <remarks>The cache holds expired items no longer than it holds others, and tells none of them.</remarks>
    public bool Sweep(int most)
    {
        _sweep.Bind(1, Now);
        _sweep.Bind(2, most);
        _sweep.Run();
        return _database.Changes == most;
    }

    // Row 0 is none: SQLite counts them from 1.
    private void Put(Item item, Place place)
    {
        if (place.Row == 0)
        {
            ItemRow.Bind(_insert, item);
            _insert.Run();
        }
        else
        {
            var statement = place.IsIndexedSo ? _rewrite : _replace;
            ItemRow.Bind(statement, item);
            statement.Bind(12, place.Row);
            statement.Run();
        }

        // A time is stored to the second, so an item that has one is read back before it is told.
        _cache.Write(item.Key, item.ExpiresAt is null ? item : null, isNew: place.Row == 0);
        if (item.Outbound)
        {
            Outbox.Append(item);
        }
    }

    // How many of the writes have a condition that holds, before the first that has none. Their keys differ, so no
    // write changes what another's condition looks at.
    private int Look(IReadOnlyList<ItemWrite> writes, Span<Place> places)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            places[i] = Look(writes[i].Key, (writes[i] as ItemWrite.Put)?.Item);
            if (!Holds(writes[i].Condition, places[i]))
            {
                return i;
            }
        }

        return writes.Count;
    }

    private void Write(IReadOnlyList<ItemWrite> writes, ReadOnlySpan<Place> places)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            if (writes[i] is ItemWrite.Put put)
            {
                Put(put.Item, places[i]);
            }
            else
            {
                Delete(writes[i].Key, places[i].Row);
            }
        }
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

    private Item Count(CounterAdd add, Item stored, long row, bool isNew)
    {
        var counters = stored.Counters.ToBuilder();
        foreach (var (name, delta) in add.Deltas)
        {
            counters[name] = CounterText.Add(counters.GetValueOrDefault(name), delta);
        }

        var left = stored with { Version = stored.Version + 1, Counters = counters.ToImmutable() };
        if (isNew)
        {
            Put(left, new Place(row, null, false));
        }
        else
        {
            Count(left, row);
        }

        return left;
    }

    private void Count(Item item, long row)
    {
        _count.Bind(1, row);
        _count.Bind(2, item.Version);
        if (!item.Counters.IsEmpty)
        {
            _count.Bind(3, CounterText.Write(item.Counters));
        }

        _count.Run();
        _cache.Write(item.Key, item, isNew: false);
    }

    private void Delete(ItemKey key, long row)
    {
        if (row != 0)
        {
            _delete.Bind(1, row);
            _delete.Run();
            _cache.Write(key, null, isNew: false);
        }
    }

    private static bool Holds(Condition condition, Place place) => condition switch
    {
        Condition.Always => true,
        Condition.Missing => place.Version is null,
        Condition.AtVersion at => place.Version == at.Number,
        _ => throw new ArgumentException($"The condition {condition} is not known here.", nameof(condition)),
    };

    // What is to be put there, if anything, is compared with what lies there.
    private Place Look(ItemKey key, Item? next)
    {
        _look.Bind(1, key.Partition);
        _look.Bind(2, key.Sort);
        try
        {
            return _look.Step()
                ? new Place(
                    _look.Number(0), _look.IsNull(2) || _look.Number(2) > Now ? _look.Number(1) : null,
                    next is not null && next.ExpiresAt is null && _look.IsNull(2)
                        && ItemRow.IsIndexedAt(_look, 3, next.Index1) && ItemRow.IsIndexedAt(_look, 5, next.Index2))
                : default;
        }
        finally
        {
            _look.Reset();
        }
    }

    private (long Row, Item? Alive) Find(ItemKey key)
    {
        _find.Bind(1, key.Partition);
        _find.Bind(2, key.Sort);
        try
        {
            if (!_find.Step())
            {
                return (0, null);
            }

            var item = ItemRow.Read(_find, first: 1);
            return (_find.Number(0), ItemRow.IsAlive(item, Now) ? item : null);
        }
        finally
        {
            _find.Reset();
        }
    }

    /// <summary>What lies at a key.</summary>
    /// <param name="Row">The row, also of an item that has expired; 0 for none.</param>
    /// <param name="Version">The item's; null where there is none, or none that has not expired.</param>
    /// <param name="IsIndexedSo">Every index has it where the item that is to be put there belongs.</param>
    private readonly record struct Place(long Row, long? Version, bool IsIndexedSo);
}
