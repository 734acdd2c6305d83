namespace TradingPlatform.Exchanges;

/// <summary>One piece of work that many want at once: it runs once, and all get its result or its failure.</summary>
internal sealed class SingleFlight<T>(Func<Task<T>> work)
{
    private readonly Lock _gate = new();
    private Task<T>? _running;

    /// <summary>Joins the run under way, or starts one. Leaving by the token leaves the run to the others.</summary>
    public Task<T> RunAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_running is not { IsCompleted: false })
            {
                _running = work();
            }

            return _running.WaitAsync(cancellation);
        }
    }
}
