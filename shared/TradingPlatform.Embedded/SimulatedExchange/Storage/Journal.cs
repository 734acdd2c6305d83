using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange.Storage;

/// <summary>Stores what requests change, many requests to one sync of the disk, and tells each when it may answer.
/// </summary>
/// <remarks>
/// One thread writes. While it waits for the disk, the changes of the requests that come meanwhile gather in the
/// engine's next set; so the more requests there are at once, the more share a sync. Nothing is told to anybody,
/// by answer or by stream, before it is on the disk.
/// </remarks>
internal sealed class Journal : IDisposable
{
    private readonly Lock _engineLock;
    private readonly MatchingEngine _engine;
    private readonly ChangeWriter _writer;
    private readonly Action<ChangeSet> _stored;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _thread;
    private TaskCompletionSource _next = NewBatch();
    private TaskCompletionSource? _writing;
    private volatile Exception? _failure;
    private volatile bool _stopping;

    /// <param name="engineLock">Guards the engine, and this journal's notion of what is pending.</param>
    /// <param name="engine">Whose changes are stored.</param>
    /// <param name="writer">Becomes this journal's.</param>
    /// <param name="stored">Called on the writing thread after each commit; must not throw.</param>
    public Journal(Lock engineLock, MatchingEngine engine, ChangeWriter writer, Action<ChangeSet> stored)
    {
        _engineLock = engineLock;
        _engine = engine;
        _writer = writer;
        _stored = stored;
        _thread = new Thread(WriteBatches) { IsBackground = true, Name = "simulated exchange journal" };
        _thread.Start();
    }

    /// <summary>A task that ends when all that the engine has done so far is stored. Call it under the engine's lock.
    /// </summary>
    public Task WhenStored()
    {
        if (_failure is { } failure)
        {
            return Task.FromException(failure);
        }

        if (_engine.HasChanges)
        {
            _wake.Set();
            return _next.Task;
        }

        return _writing?.Task ?? Task.CompletedTask;
    }

    /// <summary>Stores what is pending, then ends the thread.</summary>
    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        _thread.Join();
        _writer.Dispose();
        _wake.Dispose();
    }

    private static TaskCompletionSource NewBatch() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void WriteBatches()
    {
        while (true)
        {
            ChangeSet? changes = null;
            lock (_engineLock)
            {
                _writing = null;
                if (_engine.HasChanges)
                {
                    changes = _engine.TakeChanges();
                    _writing = _next;
                    _next = NewBatch();
                }
            }

            if (changes is not null)
            {
                Write(changes);
            }
            else if (_stopping)
            {
                return;
            }
            else
            {
                _wake.WaitOne();
            }
        }
    }

    private void Write(ChangeSet changes)
    {
        var batch = _writing!;
        try
        {
            if (_failure is null)
            {
                _writer.Write(changes);
            }
        }
        catch (Exception failure)
        {
            // Memory is now ahead of the disk, so nothing may be answered any more: every later request fails too.
            _failure = failure;
        }

        if (_failure is { } failed)
        {
            batch.SetException(failed);
            return;
        }

        batch.SetResult();
        _stored(changes);
    }
}
