using TradingPlatform.Core.Storage;

namespace TradingPlatform.Embedded.Storage;

/// <summary>The writer's side of the tables. Runs on the writer's thread, inside the writer's transaction.</summary>
/// <remarks>
/// Each write looks at its conditions first and touches rows only when all of them hold, so a refused write leaves
/// nothing to undo.
/// </remarks>
internal sealed class SqliteItems
{
    private readonly SqliteStatement _state;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _put;
    private readonly SqliteStatement _count;
    private readonly SqliteStatement _delete;
    private readonly SqliteStatement _sweep;
    private readonly SqliteDatabase _database;

    /// <summary>Prepares every statement on the writer's connection.</summary>
    public SqliteItems(SqliteDatabase database)
    {
        _database = database;
        _state = database.Prepare("SELECT version, ttl FROM items WHERE pk = ?1 AND sk = ?2");
        _find = database.Prepare($"SELECT {ItemRow.Columns} FROM items WHERE pk = ?1 AND sk = ?2");
        _put = database.Prepare($"REPLACE INTO items ({ItemRow.Columns}) VALUES ({ItemRow.Parameters})");
        _count = database.Prepare("UPDATE items SET version = ?3, counters = ?4 WHERE pk = ?1 AND sk = ?2");
        _delete = database.Prepare("DELETE FROM items WHERE pk = ?1 AND sk = ?2");
        _sweep = database.Prepare(
            "DELETE FROM items WHERE (pk, sk) IN (SELECT pk, sk FROM items WHERE ttl <= ?1 LIMIT ?2)");
        Outbox = new OutboxRows(database);
    }

    /// <summary>The outbox of the same file, written in the same transaction.</summary>
    public OutboxRows Outbox { get; }

    /// <summary>Now, in seconds, for the transaction that is open.</summary>
    public long Now { get; set; }

    /// <summary>See <see cref="IItemStore.TryPutAsync"/>.</summary>
    public bool TryPut(Item item, Condition condition)
    {
        var holds = Holds(item.Key, condition);
        if (holds)
        {
            Put(item);
        }

        return holds;
    }

    /// <summary>See <see cref="IItemStore.TryDeleteAsync"/>.</summary>
    public bool TryDelete(ItemKey key, Condition condition)
    {
        var holds = Holds(key, condition);
        if (holds)
        {
            Run(_delete, key);
        }

        return holds;
    }

    /// <summary>See <see cref="IItemStore.TryTransactAsync"/>.</summary>
    public bool TryTransact(IReadOnlyList<ItemWrite> writes)
    {
        // The keys differ, so no write changes what another's condition looks at.
        foreach (var write in writes)
        {
            if (!Holds(write.Key, write.Condition))
            {
                return false;
            }
        }

        foreach (var write in writes)
        {
            if (write is ItemWrite.Put put)
            {
                Put(put.Item);
            }
            else
            {
                Run(_delete, write.Key);
            }
        }

        return true;
    }

    /// <summary>See <see cref="IItemStore.AddAsync"/>.</summary>
    public CounterResult Add(CounterAdd add)
    {
        var found = FindAlive(add.Key);
        var stored = found ?? new Item(add.Key, 0, "");
        foreach (var guard in add.Guards.IsDefault ? [] : add.Guards)
        {
            if (stored.Counters.GetValueOrDefault(guard.Counter) > guard.AtMost)
            {
                return new CounterResult(false, stored);
            }
        }

        var counters = stored.Counters.ToBuilder();
        foreach (var (name, delta) in add.Deltas)
        {
            counters[name] = CounterText.Add(counters.GetValueOrDefault(name), delta);
        }

        var left = stored with { Version = stored.Version + 1, Counters = counters.ToImmutable() };
        if (found is null)
        {
            Put(left);
        }
        else
        {
            Count(left);
        }

        return new CounterResult(true, left);
    }

    /// <summary>Removes expired items, at most so many; returns true where there may be more.</summary>
    public bool Sweep(int most)
    {
        _sweep.Bind(1, Now);
        _sweep.Bind(2, most);
        _sweep.Run();
        return _database.Changes == most;
    }

    private void Put(Item item)
    {
        ItemRow.Bind(_put, item);
        _put.Run();
        if (item.Outbound)
        {
            Outbox.Append(item);
        }
    }

    private void Count(Item item)
    {
        _count.Bind(1, item.Key.Partition);
        _count.Bind(2, item.Key.Sort);
        _count.Bind(3, item.Version);
        if (!item.Counters.IsEmpty)
        {
            _count.Bind(4, CounterText.Write(item.Counters));
        }

        _count.Run();
    }

    private bool Holds(ItemKey key, Condition condition) => condition switch
    {
        Condition.Always => true,
        Condition.Missing => VersionOf(key) is null,
        Condition.AtVersion at => VersionOf(key) == at.Number,
        _ => throw new ArgumentException($"The condition {condition} is not known here.", nameof(condition)),
    };

    private long? VersionOf(ItemKey key)
    {
        _state.Bind(1, key.Partition);
        _state.Bind(2, key.Sort);
        try
        {
            return _state.Step() && (_state.IsNull(1) || _state.Number(1) > Now) ? _state.Number(0) : null;
        }
        finally
        {
            _state.Reset();
        }
    }

    private Item? FindAlive(ItemKey key)
    {
        _find.Bind(1, key.Partition);
        _find.Bind(2, key.Sort);
        try
        {
            var item = _find.Step() ? ItemRow.Read(_find) : null;
            return item?.ExpiresAt is { } expires && ItemRow.Seconds(expires) <= Now ? null : item;
        }
        finally
        {
            _find.Reset();
        }
    }

    private static void Run(SqliteStatement statement, ItemKey key)
    {
        statement.Bind(1, key.Partition);
        statement.Bind(2, key.Sort);
        statement.Run();
    }
}
