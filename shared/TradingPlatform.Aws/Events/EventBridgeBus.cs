using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using TradingPlatform.Core.Events;

namespace TradingPlatform.Aws.Events;

/// <summary>Events over a bus of EventBridge: what happened is the type, the event's JSON the detail.</summary>
/// <remarks>
/// A good answer may still name events that were not taken. Only those are sent again, a few times; what is then left
/// is thrown, for the stream that brought them to come again.
/// </remarks>
public sealed class EventBridgeBus(IAmazonEventBridge client, string bus, TimeProvider clock) : IEventBus
{
    /// <summary>What every event names as its source.</summary>
    public const string Source = "trading-platform";

    private const int Attempts = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    /// <exception cref="EventsNotTakenException">EventBridge did not take some of them.</exception>
    /// <exception cref="ArgumentException">An event is too large for any bus.</exception>
    public async Task PublishAsync(IReadOnlyList<PlatformEvent> events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(events);
        foreach (var batch in EventBatches.Of([.. events.Select(Entry)]))
        {
            await PublishBatchAsync(batch, cancellation);
        }
    }

    private async Task PublishBatchAsync(List<PutEventsRequestEntry> batch, CancellationToken cancellation)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            var answer = await client.PutEventsAsync(new PutEventsRequest { Entries = batch }, cancellation);
            var codes = FailuresOf(answer, batch.Count);
            if (codes.All(code => code is null))
            {
                return;
            }

            batch = [.. batch.Where((_, i) => codes[i] is not null)];
            if (attempt == Attempts)
            {
                throw new EventsNotTakenException(batch.Count, codes.OfType<string>().First());
            }

            await Task.Delay(pause, clock, cancellation);
            pause *= 2;
        }
    }

    /// <summary>The error's code of each event, in order; null where it was taken.</summary>
    private static List<string?> FailuresOf(PutEventsResponse answer, int sent) => answer.Entries?.Count == sent
        ? [.. answer.Entries.Select(entry => entry.ErrorCode)]
        // An answer that does not speak of each event proves nothing of any.
        : [.. Enumerable.Repeat("NoAnswer", sent)];

    private PutEventsRequestEntry Entry(PlatformEvent happened) => new()
    {
        EventBusName = bus,
        Source = Source,
        DetailType = happened.Type,
        Detail = happened.Detail,
        Time = happened.At.UtcDateTime,
    };
}

/// <summary>
/// EventBridge did not take some events, however often they were sent. Its text holds nothing of them.
/// </summary>
public sealed class EventsNotTakenException : Exception
{
    /// <param name="count">How many were not taken.</param>
    /// <param name="code">EventBridge's word for why, of the first.</param>
    public EventsNotTakenException(int count, string code)
        : base($"EventBridge did not take {count} events: {code}.")
    {
    }
}
