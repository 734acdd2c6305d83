namespace TradingPlatform.Embedded.Storage;

/// <summary>
/// The outbound items in the order they were committed, kept until they are deleted: read, hand on, delete, so that a
/// crash in between hands them on again.
/// </summary>
public sealed class SqliteOutbox
{
    private readonly SqliteReaders _readers;
    private readonly Lock _gate = new();
    private SqliteWriter? _writer;
    private TaskCompletionSource _appended = NewSignal();
    private long _newest;

    internal SqliteOutbox(SqliteReaders readers) => _readers = readers;

    /// <summary>The oldest entries whose sequence is over <paramref name="after"/>; 0 begins with the oldest.</summary>
    public Task<IReadOnlyList<OutboxEntry>> ReadAsync(long after, int most, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(
            _readers.Read((after, most), static (reader, ask) => reader.Outbox(ask.after, ask.most)));
    }

    /// <summary>Ends when an entry whose sequence is over <paramref name="after"/> has been committed.</summary>
    public async Task WaitAsync(long after, CancellationToken cancellation)
    {
        for (; ;)
        {
            Task appended;
            lock (_gate)
            {
                if (_newest > after)
                {
                    return;
                }

                appended = _appended.Task;
            }

            await appended.WaitAsync(cancellation);
        }
    }

    /// <summary>Deletes one entry that has been handed on; none is no error.</summary>
    public Task DeleteAsync(long sequence, CancellationToken cancellation) =>
        DeleteAsync(sequence, sequence, cancellation);

    /// <summary>Deletes every entry up to this one, itself included.</summary>
    public Task DeleteThroughAsync(long sequence, CancellationToken cancellation) =>
        DeleteAsync(0, sequence, cancellation);

    internal void Follow(SqliteWriter writer) => _writer = writer;

    internal void Announce(long newest)
    {
        TaskCompletionSource appended;
        lock (_gate)
        {
            _newest = newest;
            (appended, _appended) = (_appended, NewSignal());
        }

        appended.SetResult();
    }

    private Task<bool> DeleteAsync(long first, long last, CancellationToken cancellation) =>
        _writer!.WriteAsync(
            items =>
            {
                items.Outbox.Delete(first, last);
                return true;
            },
            cancellation);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
