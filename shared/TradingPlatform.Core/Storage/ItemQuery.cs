using System.Text;

namespace TradingPlatform.Core.Storage;

/// <summary>Which of the table's orders a query follows.</summary>
public enum ItemIndex
{
    /// <summary>The items' own keys. Consistent: it sees every write that has been answered.</summary>
    Table = 1,

    /// <summary><see cref="Item.Index1"/>. On DynamoDB it trails the table by a moment.</summary>
    First = 2,

    /// <summary><see cref="Item.Index2"/>. On DynamoDB it trails the table by a moment.</summary>
    Second = 3,
}

/// <summary>Asks for a range of one partition, a page at a time.</summary>
/// <param name="Partition">The partition, of the table or of the index.</param>
public sealed record ItemQuery(string Partition)
{
    /// <summary>Which order is followed.</summary>
    public ItemIndex Index { get; init; } = ItemIndex.Table;

    /// <summary>The lowest sort key, inclusive; null for the partition's beginning.</summary>
    public string? From { get; init; }

    /// <summary>The highest sort key, inclusive; null for the partition's end.</summary>
    public string? To { get; init; }

    /// <summary>True to answer the highest sort keys first.</summary>
    public bool Descending { get; init; }

    /// <summary>At most this many items a page, from 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>What the page before gave as <see cref="ItemPage.Next"/>; null for the first page.</summary>
    public string? Cursor { get; init; }

    /// <summary>True where no sort key can lie between the ends.</summary>
    public bool HoldsNothing =>
        To is { } to && (to.Length == 0 || (From is { } from && CompareBytes(from, to) > 0));

    /// <summary>Every sort key that begins with <paramref name="prefix"/>.</summary>
    /// <remarks>The upper bound is the prefix and U+FFFF; keys here are ASCII.</remarks>
    public static ItemQuery Prefix(string partition, string prefix) =>
        new(partition) { From = prefix, To = prefix + '\uFFFF' };

    // The order of the keys is that of their bytes, which UTF-16 does not have beyond U+D7FF.
    internal static int CompareBytes(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}

/// <summary>One page of an answer.</summary>
/// <param name="Items">In the order asked for, by bytes; items that share a sort key in an index come in any.</param>
/// <param name="Next">Where the next page begins, or null where this is the last one. Opaque.</param>
public sealed record ItemPage(IReadOnlyList<Item> Items, string? Next);
