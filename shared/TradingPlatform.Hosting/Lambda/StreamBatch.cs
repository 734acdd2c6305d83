using System.Text.Json;
using TradingPlatform.Core.Storage;
using TradingPlatform.Hosting.Events;

namespace TradingPlatform.Hosting.Lambda;

/// <summary>A batch of the table's stream, as far as it can be read.</summary>
/// <param name="Changes">The changes, in order, up to the first that cannot be read.</param>
/// <param name="Unreadable">The sequence number of that one; null where all could be.</param>
/// <param name="Why">Why it could not; null where all could be.</param>
internal sealed record StreamBatch(IReadOnlyList<ItemChange> Changes, string? Unreadable, Exception? Why)
{
    /// <summary>
    /// Reads the batch. An item that cannot be read ends it, and does not keep those before it from their turn.
    /// </summary>
    internal static StreamBatch Read(JsonElement records, ReadItemImage read)
    {
        var changes = new List<ItemChange>(records.GetArrayLength());
        foreach (var record in records.EnumerateArray())
        {
            var change = record.GetProperty("dynamodb");
            var sequence = change.GetProperty("SequenceNumber").GetString()!;
            try
            {
                changes.Add(new ItemChange(
                    sequence,
                    // A key by itself is an item without content.
                    read(change.GetProperty("Keys")).Key,
                    Image(change, "OldImage", read),
                    Image(change, "NewImage", read)));
            }
            catch (Exception why) when (why is FormatException or OverflowException or InvalidOperationException)
            {
                return new StreamBatch(changes, sequence, why);
            }
        }

        return new StreamBatch(changes, null, null);
    }

    private static Item? Image(JsonElement change, string name, ReadItemImage read) =>
        change.TryGetProperty(name, out var image) && image.ValueKind == JsonValueKind.Object ? read(image) : null;
}
