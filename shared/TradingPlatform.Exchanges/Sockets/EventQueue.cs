using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace TradingPlatform.Exchanges.Sockets;

/// <summary>Events on their way from a reader that must not wait to a subscriber that takes its time.</summary>
/// <param name="most">How many may wait.</param>
internal sealed class EventQueue<T>(int most)
{
    private readonly Channel<T> _events = Channel.CreateUnbounded<T>();

    /// <summary>
    /// Tells, unless too many wait: false then, and the session must end, since what is left out is lost.
    /// </summary>
    public bool TryTell(T what) => _events.Reader.Count < most && _events.Writer.TryWrite(what);

    /// <summary>Tells however many wait: what says that something was lost must not be lost.</summary>
    public void Tell(T what) => _events.Writer.TryWrite(what);

    /// <summary>Nothing comes any more.</summary>
    public void Complete(Exception? failure) => _events.Writer.TryComplete(failure);

    /// <summary>What is told, while <paramref name="source"/> runs: it starts with the first read.</summary>
    /// <param name="source">Tells, until its token is cancelled.</param>
    /// <param name="cancellation">Ends both.</param>
    public async IAsyncEnumerable<T> ReadAsync(
        Func<CancellationToken, Task> source, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = RunAsync(source, ending.Token);
        try
        {
            await foreach (var what in _events.Reader.ReadAllAsync(cancellation))
            {
                yield return what;
            }
        }
        finally
        {
            await ending.CancelAsync();
            await running;
        }
    }

    private async Task RunAsync(Func<CancellationToken, Task> source, CancellationToken cancellation)
    {
        try
        {
            await source(cancellation);
            Complete(null);
        }
        catch (Exception failure)
        {
            // Handed to the reader, which fails with it.
            Complete(failure);
        }
    }
}
