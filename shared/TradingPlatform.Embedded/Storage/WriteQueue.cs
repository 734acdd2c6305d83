namespace TradingPlatform.Embedded.Storage;

/// <summary>
/// Holds the writes that wait for the writer. Callers wait for room without a thread, the writer with its own.
/// </summary>
internal sealed class WriteQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _room;
    private readonly AutoResetEvent _work = new(initialState: false);
    private List<PendingWrite> _waiting = [];
    private bool _closed;

    /// <summary>Makes a queue that holds at most so many writes.</summary>
    public WriteQueue(int capacity) => _room = new SemaphoreSlim(capacity, capacity);

    /// <summary>Adds a write. Once added it is carried through: cancelling stops only the wait for room.</summary>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public async ValueTask AddAsync(PendingWrite write, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        bool first;
        lock (_gate)
        {
            if (_closed)
            {
                _room.Release();
                throw new ObjectDisposedException(nameof(SqliteItemStore));
            }

            first = _waiting.Count == 0;
            _waiting.Add(write);
        }

        if (first)
        {
            _work.Set();
        }
    }

    /// <summary>
    /// Waits until there are writes and takes them all, in the order they came. The list taken the time before is
    /// handed back to be filled again. Returns null when the queue is closed and empty.
    /// </summary>
    public List<PendingWrite>? Take(List<PendingWrite> done)
    {
        done.Clear();
        for (; ; _work.WaitOne())
        {
            lock (_gate)
            {
                if (_waiting.Count > 0)
                {
                    var taken = _waiting;
                    _waiting = done;
                    _room.Release(taken.Count);
                    return taken;
                }

                if (_closed)
                {
                    return null;
                }
            }
        }
    }

    /// <summary>Takes no more writes; those that wait are still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        _work.Set();
    }

    /// <summary>Once the queue is closed and empty.</summary>
    public void Dispose() =>
        // Not the semaphore: callers that still wait for room must wake, to be told that the queue is closed.
        _work.Dispose();
}
