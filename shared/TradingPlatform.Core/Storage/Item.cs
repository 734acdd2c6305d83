using System.Collections.Immutable;

namespace TradingPlatform.Core.Storage;

/// <summary>One item of the table.</summary>
/// <param name="Key">Where it lives.</param>
/// <param name="Version">
/// 1 when the item is first put; each put names the version it leaves behind, so two writers cannot both win.
/// A guarded add raises it by one.
/// </param>
/// <param name="Document">Its content: JSON that only its repository reads. Empty for an item of counters.</param>
public sealed record Item(ItemKey Key, long Version, string Document)
{
    /// <summary>
    /// Numbers that guarded adds change, by name; exact decimals of up to 28 significant digits. A sum that needs more
    /// is never rounded: it throws.
    /// </summary>
    public ImmutableSortedDictionary<string, decimal> Counters { get; init; } = NoCounters;

    /// <summary>Its place in the first index, or null where that index does not hold it.</summary>
    public ItemKey? Index1 { get; init; }

    /// <summary>Its place in the second index, or null where that index does not hold it.</summary>
    public ItemKey? Index2 { get; init; }

    /// <summary>
    /// When the item is gone, to the second (a fraction is cut off); null for never. No read returns it from then on,
    /// whenever the engine really removes it.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// True for an event that other capabilities hear of: it leaves over the outbox, at least once, after the write
    /// that puts it has committed.
    /// </summary>
    public bool Outbound { get; init; }

    /// <summary>No counters.</summary>
    public static ImmutableSortedDictionary<string, decimal> NoCounters { get; } =
        ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);
}
