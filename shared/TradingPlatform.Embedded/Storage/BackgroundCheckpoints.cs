using Microsoft.Data.Sqlite;

namespace TradingPlatform.Embedded.Storage;

/// <summary>
/// Copies the log into the file beside the writer. Once the log is full the writer has to do that before anyone is
/// answered, and the log begins anew; so all but its end should be copied by then.
/// </summary>
internal sealed class BackgroundCheckpoints : IDisposable
{
    // Some 20 MB of log under load. A page that many commits write is copied anew each time.
    private const int EveryCommits = 200;

    private readonly AutoResetEvent _due = new(initialState: false);
    private readonly SqliteDatabase _database;
    private readonly Thread _thread;
    private volatile bool _closing;
    private int _commits;

    /// <summary>Starts a thread with a connection of its own.</summary>
    /// <param name="file">That <see cref="SqliteSchema.PrepareWriter"/> has prepared.</param>
    public BackgroundCheckpoints(string file)
    {
        _database = SqliteDatabase.Open(file);
        _thread = new Thread(Run) { IsBackground = true, Name = "SQLite checkpoints" };
        _thread.Start();
    }

    /// <summary>There was a commit. The writer's thread alone.</summary>
    public void Committed()
    {
        if (++_commits % EveryCommits == 0)
        {
            _due.Set();
        }
    }

    /// <summary>Waits for the copying to end, and closes the connection.</summary>
    public void Dispose()
    {
        _closing = true;
        _due.Set();
        _thread.Join();
        _database.Dispose();
        _due.Dispose();
    }

    private void Run()
    {
        for (_due.WaitOne(); !_closing; _due.WaitOne())
        {
            try
            {
                // PASSIVE: it waits for nobody, and nobody for it.
                _database.Execute("PRAGMA wal_checkpoint(PASSIVE)");
            }
            catch (SqliteException)
            {
                // Nothing is lost: what was not copied is in the log. A disk that fails meets the writer's next commit.
            }
        }
    }
}
