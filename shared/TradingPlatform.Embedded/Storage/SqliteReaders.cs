using System.Collections.Concurrent;

namespace TradingPlatform.Embedded.Storage;

/// <summary>The connections that read: as many as threads read at once, and a few kept for the next.</summary>
internal sealed class SqliteReaders(string file) : IDisposable
{
    private const int Kept = 16;
    private readonly ConcurrentBag<SqliteReader> _idle = [];
    private volatile bool _closed;

    /// <summary>Reads, on the caller's thread: what is read is microseconds away.</summary>
    public T Read<T, TState>(TState state, Func<SqliteReader, TState, T> read)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var reader = _idle.TryTake(out var idle) ? idle : new SqliteReader(file);
        T answer;
        try
        {
            answer = read(reader, state);
        }
        catch
        {
            // Its statements may stand half-way, so it is not used again.
            reader.Dispose();
            throw;
        }

        if (_closed || _idle.Count >= Kept)
        {
            reader.Dispose();
        }
        else
        {
            _idle.Add(reader);
            if (_closed)
            {
                Dispose();
            }
        }

        return answer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}
