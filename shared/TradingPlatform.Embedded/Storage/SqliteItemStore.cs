using TradingPlatform.Core.Storage;

namespace TradingPlatform.Embedded.Storage;

/// <summary>The item store in one SQLite file: what runs on a laptop, with nothing installed.</summary>
/// <remarks>
/// A write is answered after the fsync that holds it, which it shares with the writes beside it; once it is queued it
/// is carried through, whatever its cancellation token says. A read that begins after a write was answered sees it.
/// </remarks>
public sealed class SqliteItemStore : IItemStore, IAsyncDisposable
{
    private readonly SqliteReaders _readers;
    private readonly SqliteWriter _writer;
    private readonly ItemCache _cache;
    private readonly TimeProvider _clock;
    private volatile bool _closed;

    private SqliteItemStore(
        SqliteReaders readers, SqliteWriter writer, ItemCache cache, SqliteOutbox outbox, TimeProvider clock)
    {
        (_readers, _writer, _cache, _clock) = (readers, writer, cache, clock);
        Outbox = outbox;
    }

    /// <summary>The items that were put as outbound.</summary>
    public SqliteOutbox Outbox { get; }

    /// <summary>
    /// Opens the file, which is made where it is missing, as is its folder. Only its owner may read it. One process
    /// at a time, for the outbox tells only of this one's writes.
    /// </summary>
    /// <exception cref="InvalidOperationException">A newer version of this software wrote the file.</exception>
    public static SqliteItemStore Open(string file, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(clock);
        var path = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var database = SqliteDatabase.Open(path);
        BackgroundCheckpoints? checkpoints = null;
        try
        {
            SqliteSchema.PrepareWriter(database, path);
            var readers = new SqliteReaders(path);
            var outbox = new SqliteOutbox(readers);
            var cache = new ItemCache();
            checkpoints = new BackgroundCheckpoints(path);
            var writer = new SqliteWriter(database, checkpoints, cache, clock, outbox.Announce);
            outbox.Follow(writer);
            return new SqliteItemStore(readers, writer, cache, outbox, clock);
        }
        catch
        {
            checkpoints?.Dispose();
            database.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation)
    {
        StorageLimits.Check(key);
        cancellation.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_closed, this);
        var now = Now();
        if (_cache.Find(key) is { } kept)
        {
            return Task.FromResult(ItemRow.IsAlive(kept, now) ? kept : null);
        }

        var commits = _cache.Commits;
        var item = _readers.Read((key, now), static (reader, ask) => reader.Find(ask.key, ask.now));
        if (item is not null)
        {
            _cache.Keep(item, commits);
        }

        return Task.FromResult(item);
    }

    /// <inheritdoc/>
    public Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation)
    {
        StorageLimits.Check(query);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(
            _readers.Read((query, now: Now()), static (reader, ask) => reader.Query(ask.query, ask.now)));
    }

    /// <inheritdoc/>
    public Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation)
    {
        StorageLimits.Check(item);
        ArgumentNullException.ThrowIfNull(condition);
        return _writer.WriteAsync(items => items.TryPut(item, condition), cancellation);
    }

    /// <inheritdoc/>
    public Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation)
    {
        StorageLimits.Check(key);
        ArgumentNullException.ThrowIfNull(condition);
        return _writer.WriteAsync(items => items.TryDelete(key, condition), cancellation);
    }

    /// <inheritdoc/>
    public Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation)
    {
        StorageLimits.Check(add);
        return _writer.WriteAsync(items => items.Add(add), cancellation);
    }

    /// <inheritdoc/>
    public Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation)
    {
        StorageLimits.Check(writes);
        // The caller's list may change while the write waits; what was checked is what is written.
        ItemWrite[] checkedWrites = [.. writes];
        return _writer.WriteAsync(items => items.TryTransact(checkedWrites), cancellation);
    }

    /// <inheritdoc/>
    public Task<StepsResult> TryInStepsAsync(WriteSteps steps, CancellationToken cancellation)
    {
        StorageLimits.Check(steps);
        var inOne = StepsInOne.Of(steps);
        return _writer.WriteAsync(items => items.TryInSteps(inOne, steps.Add), cancellation);
    }

    /// <summary>Carries out the writes that wait, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        _readers.Dispose();
        // Last, for the last connection to close writes the log back into the file.
        await _writer.DisposeAsync();
    }

    private long Now() => ItemRow.Seconds(_clock.GetUtcNow());
}
