using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace TradingPlatform.Embedded.Storage;

/// <summary>
/// The one writer of a file. It takes all writes that wait, makes them in one transaction and commits once, so that
/// callers at the same time share one wait for the disk; only then does it answer any of them.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MostWaiting = 1_024;
    private const int MostSwept = 200;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WriteQueue _queue = new(MostWaiting);
    private readonly SqliteDatabase _database;
    private readonly SqliteItems _items;
    private readonly BackgroundCheckpoints _checkpoints;
    private readonly ItemCache _cache;
    private readonly TimeProvider _clock;
    private readonly Action<long> _appended;
    private DateTimeOffset _nextSweep;
    private long _lastAnnounced;
    private Exception? _broken;

    /// <summary>Starts the writer, which owns the connection from now on.</summary>
    /// <param name="database">A connection that <see cref="SqliteSchema.PrepareWriter"/> has prepared.</param>
    /// <param name="checkpoints">Of the same file; owned as well.</param>
    /// <param name="cache">Of the same file: kept true with each commit.</param>
    /// <param name="clock">Says when items expire.</param>
    /// <param name="appended">Told the newest entry of the outbox after each commit that appended any.</param>
    public SqliteWriter(
        SqliteDatabase database, BackgroundCheckpoints checkpoints, ItemCache cache, TimeProvider clock,
        Action<long> appended)
    {
        (_database, _checkpoints, _cache, _clock, _appended) = (database, checkpoints, cache, clock, appended);
        _items = new SqliteItems(database, cache);
        _nextSweep = clock.GetUtcNow();
        Announce();
        // A thread of its own: it spends its life waiting for the disk, which the pool's threads must not.
        new Thread(Run) { IsBackground = true, Name = "SQLite writer" }.Start();
    }

    /// <summary>Makes a change, and returns once it is on disk.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteItems, T> apply, CancellationToken cancellation)
    {
        var write = new PendingWrite<T>(apply);
        await _queue.AddAsync(write, cancellation);
        return await write.Answer;
    }

    /// <summary>Carries out what waits, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _ended.Task;
    }

    private void Run()
    {
        try
        {
            List<PendingWrite> done = [];
            while (_queue.Take(done) is { } batch)
            {
                Write(batch);
                done = batch;
            }
        }
        finally
        {
            _checkpoints.Dispose();
            _database.Dispose();
            _queue.Dispose();
            _ended.SetResult();
        }
    }

    private void Write(List<PendingWrite> batch)
    {
        if (TryWrite(batch) || batch.Count == 1)
        {
            return;
        }

        // One of them cannot be made. The others must not suffer for it, so each gets its own transaction.
        foreach (var write in batch)
        {
            TryWrite([write]);
        }
    }

    /// <summary>False where a change could not be made and, of several, none was answered.</summary>
    private bool TryWrite(List<PendingWrite> batch)
    {
        var entry = _items.Outbox.Newest;
        try
        {
            if (_broken is not null)
            {
                ExceptionDispatchInfo.Throw(_broken);
            }

            _database.Execute("BEGIN IMMEDIATE");
            _items.Now = ItemRow.Seconds(_clock.GetUtcNow());
            foreach (var write in batch)
            {
                write.Apply(_items);
            }

            Sweep();
        }
        catch (Exception e)
        {
            RollBack(entry);
            if (batch.Count == 1)
            {
                AnsweredWrites.Fail(batch, e);
            }

            return false;
        }

        Commit(batch, entry);
        return true;
    }

    private void Commit(List<PendingWrite> batch, long entry)
    {
        try
        {
            _database.Execute("COMMIT");
        }
        catch (Exception e)
        {
            // After a failed fsync nobody knows what the disk holds, and the next one may wrongly succeed: no more
            // writes until the file is opened anew and its log is read back.
            _broken = e is SqliteException { SqliteErrorCode: raw.SQLITE_IOERR } ? e : null;
            RollBack(entry);
            AnsweredWrites.Fail(batch, e);
            return;
        }

        _cache.Commit();
        AnsweredWrites.Complete(batch);
        Announce();
        _checkpoints.Committed();
    }

    private void RollBack(long entry)
    {
        _items.Outbox.Newest = entry;
        _cache.RollBack();
        try
        {
            if (_database.InTransaction)
            {
                _database.Execute("ROLLBACK");
            }
        }
        catch (SqliteException e)
        {
            _broken = e;
        }
    }

    private void Sweep()
    {
        var now = _clock.GetUtcNow();
        if (now >= _nextSweep && !_items.Sweep(MostSwept))
        {
            _nextSweep = now + SweepEvery;
        }
    }

    private void Announce()
    {
        if (_items.Outbox.Newest > _lastAnnounced)
        {
            _lastAnnounced = _items.Outbox.Newest;
            _appended(_lastAnnounced);
        }
    }
}
