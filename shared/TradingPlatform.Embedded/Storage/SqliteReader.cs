using TradingPlatform.Core.Storage;

namespace TradingPlatform.Embedded.Storage;

/// <summary>A connection that reads. It sees what was committed before its statement began.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _outbox;
    private readonly Dictionary<QueryShape, SqliteStatement> _queries = [];

    /// <summary>Opens a connection to a file that a writer has prepared.</summary>
    public SqliteReader(string file)
    {
        _database = SqliteDatabase.Open(file);
        _database.Execute("PRAGMA query_only = ON;");
        _find = _database.Prepare(
            $"SELECT {ItemRow.Columns} FROM items WHERE pk = ?1 AND sk = ?3 AND {ItemRow.Alive}");
        _outbox = _database.Prepare(
            $"SELECT seq, {ItemRow.Columns} FROM outbox WHERE seq > ?1 ORDER BY seq LIMIT ?2");
    }

    /// <summary>See <see cref="IItemStore.FindAsync"/>.</summary>
    public Item? Find(ItemKey key, long now)
    {
        _find.Bind(1, key.Partition);
        _find.Bind(2, now);
        _find.Bind(3, key.Sort);
        var item = _find.Step() ? ItemRow.Read(_find) : null;
        _find.Reset();
        return item;
    }

    /// <summary>See <see cref="IItemStore.QueryAsync"/>.</summary>
    public ItemPage Query(ItemQuery query, long now)
    {
        var position = PageCursor.Read(query);
        var shape = QueryShape.Of(query);
        if (!_queries.TryGetValue(shape, out var statement))
        {
            statement = _database.Prepare(shape.Sql());
            _queries.Add(shape, statement);
        }

        Bind(statement, query, shape, position, now);
        var items = new List<Item>(Math.Min(query.Limit, 128));
        while (items.Count < query.Limit && statement.Step())
        {
            items.Add(ItemRow.Read(statement));
        }

        // One more than asked for says whether there is a next page.
        var more = items.Count == query.Limit && statement.Step();
        statement.Reset();
        return new ItemPage(items, more ? PageCursor.Write(query, items[^1]) : null);
    }

    /// <summary>The oldest entries of the outbox that are newer than the one given.</summary>
    public IReadOnlyList<OutboxEntry> Outbox(long after, int most)
    {
        _outbox.Bind(1, after);
        _outbox.Bind(2, most);
        var entries = new List<OutboxEntry>();
        while (_outbox.Step())
        {
            entries.Add(new OutboxEntry(_outbox.Number(0), ItemRow.Read(_outbox, first: 1)));
        }

        _outbox.Reset();
        return entries;
    }

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static void Bind(
        SqliteStatement statement, ItemQuery query, QueryShape shape, PageCursor? position, long now)
    {
        statement.Bind(1, query.Partition);
        statement.Bind(2, now);
        if (shape.From)
        {
            statement.Bind(3, query.From!);
        }

        if (shape.To)
        {
            statement.Bind(4, query.To!);
        }

        if (position is { } last)
        {
            statement.Bind(5, last.Sort);
            if (query.Index != ItemIndex.Table)
            {
                statement.Bind(6, last.Key.Partition);
                statement.Bind(7, last.Key.Sort);
            }
        }

        statement.Bind(8, query.Limit + 1);
    }
}
