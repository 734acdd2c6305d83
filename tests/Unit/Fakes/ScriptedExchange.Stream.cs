using System.Runtime.CompilerServices;
using System.Threading.Channels;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Unit.Fakes;

/// <summary>What it tells by itself, and how it fares.</summary>
internal sealed partial class ScriptedExchange
{
    /// <summary>What its stream tells next, to whoever hears it; a new one for each connection.</summary>
    public Channel<UserEvent> Stream { get; private set; } = Channel.CreateUnbounded<UserEvent>();

    /// <summary>How often its stream was opened.</summary>
    public int Opened { get; private set; }

    public ConnectionVitals Vitals { get; set; } = new(
        new Uri("http://127.0.0.1"), 60, 0, TimeSpan.FromMilliseconds(20), 0.1, TimeSpan.FromMilliseconds(3), null,
        false);

    public int Probed { get; private set; }

    public ExchangeFeatures Features { get; set; } =
        ExchangeFeatures.UserStream | ExchangeFeatures.Replace | ExchangeFeatures.Oco;

    public Task ProbeAsync(CancellationToken cancellation)
    {
        Probed++;
        Answer();
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<UserEvent> ReadUserEventsAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        Opened++;
        Stream = Channel.CreateUnbounded<UserEvent>();
        Stream.Writer.TryWrite(new UserEvent.Connected());
        var told = Stream.Reader;
        // Not ReadAllAsync, which goes on on the thread pool: here everything runs where the test says.
        while (await told.WaitToReadAsync(cancellation))
        {
            while (told.TryRead(out var e))
            {
                yield return e;
            }
        }
    }
}
