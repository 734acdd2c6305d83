using TradingPlatform.Core.Storage;

namespace TradingPlatform.Embedded.Storage;

/// <summary>The writer's side of the outbox.</summary>
internal sealed class OutboxRows
{
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _append;
    private readonly SqliteStatement _delete;

    /// <summary>Prepares its statements on the writer's connection.</summary>
    public OutboxRows(SqliteDatabase database)
    {
        _database = database;
        _append = database.Prepare($"INSERT INTO outbox ({ItemRow.Columns}) VALUES ({ItemRow.Parameters})");
        _delete = database.Prepare("DELETE FROM outbox WHERE seq BETWEEN ?1 AND ?2");
        using var newest = database.Prepare("SELECT COALESCE(MAX(seq), 0) FROM outbox");
        newest.Step();
        Newest = newest.Number(0);
    }

    /// <summary>The newest entry's sequence, or 0; set back by the writer when it rolls back.</summary>
    public long Newest { get; set; }

    /// <summary>Appends an entry.</summary>
    public void Append(Item item)
    {
        ItemRow.Bind(_append, item);
        _append.Run();
        Newest = _database.LastRowId;
    }

    /// <summary>Deletes entries, both ends included.</summary>
    public void Delete(long first, long last)
    {
        _delete.Bind(1, first);
        _delete.Bind(2, last);
        _delete.Run();
    }
}
