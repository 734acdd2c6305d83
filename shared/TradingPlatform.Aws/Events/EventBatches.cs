using System.Text;
using Amazon.EventBridge.Model;

namespace TradingPlatform.Aws.Events;

/// <summary>
/// Cuts events into requests that EventBridge takes: at most ten events, and less than 256 KB together.
/// </summary>
/// <remarks>
/// Source: EventBridge User Guide, 'Calculating PutEvents event entry size'. A larger limit was announced in 2026; the
/// smaller one holds everywhere.
/// </remarks>
internal static class EventBatches
{
    private const int MaxEvents = 10;
    private const int MaxBytes = 256 * 1024;
    private const int TimeBytes = 14;

    /// <exception cref="ArgumentException">An event is too large by itself.</exception>
    internal static IEnumerable<List<PutEventsRequestEntry>> Of(IReadOnlyList<PutEventsRequestEntry> entries)
    {
        if (entries.Any(entry => SizeOf(entry) >= MaxBytes))
        {
            throw new ArgumentException("An event is larger than EventBridge takes.", nameof(entries));
        }

        return Cut(entries);
    }

    private static IEnumerable<List<PutEventsRequestEntry>> Cut(IReadOnlyList<PutEventsRequestEntry> entries)
    {
        var batch = new List<PutEventsRequestEntry>(MaxEvents);
        var bytes = 0;
        foreach (var entry in entries)
        {
            var size = SizeOf(entry);
            if (batch.Count == MaxEvents || (batch.Count > 0 && bytes + size >= MaxBytes))
            {
                yield return batch;
                batch = new List<PutEventsRequestEntry>(MaxEvents);
                bytes = 0;
            }

            batch.Add(entry);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static int SizeOf(PutEventsRequestEntry entry) => TimeBytes
        + Encoding.UTF8.GetByteCount(entry.Source!)
        + Encoding.UTF8.GetByteCount(entry.DetailType!)
        + Encoding.UTF8.GetByteCount(entry.Detail!);
}
