namespace TradingPlatform.Core.Streams;

/// <summary>How an account's loops reach one another: the one that hears wakes the one that sweeps.</summary>
internal sealed class Wake
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _up = New();
    private CancellationTokenSource? _open;

    /// <summary>A stream was opened, and ends when its source is cancelled; null where none is open any more.</summary>
    public void Opened(CancellationTokenSource? stream)
    {
        lock (_lock)
        {
            _open = stream;
        }
    }

    /// <summary>Ends the stream that is open, so that it is opened anew.</summary>
    public void Renew()
    {
        lock (_lock)
        {
            _open?.Cancel();
        }
    }

    /// <summary>There is something to look after.</summary>
    public void Up() => Ring(Volatile.Read(ref _up));

    /// <summary>Waits for that, or for as long as may pass without.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellation)
    {
        var up = Volatile.Read(ref _up);
        using (clock.CreateTimer(Ring, up, atMost, Timeout.InfiniteTimeSpan))
        using (cancellation.UnsafeRegister(Ring, up))
        {
            await up.Task;
        }

        cancellation.ThrowIfCancellationRequested();
        // Made before anything is looked at: what comes while it is wakes the next wait.
        Volatile.Write(ref _up, New());
    }

    private static void Ring(object? up) => ((TaskCompletionSource)up!).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
