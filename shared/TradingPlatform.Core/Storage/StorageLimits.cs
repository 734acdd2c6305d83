using System.Text;

namespace TradingPlatform.Core.Storage;

/// <summary>
/// What DynamoDB cannot hold. Every engine refuses it, so that what a laptop accepts is accepted in AWS too.
/// Each check throws an <see cref="ArgumentException"/>: who breaks a limit has a bug, or has not checked its input.
/// </summary>
/// <remarks>Sizes are DynamoDB's own (developer guide, ServiceQuotas).</remarks>
public static class StorageLimits
{
    /// <summary>The longest partition, in UTF-8 bytes.</summary>
    public const int PartitionBytes = 2_048;

    /// <summary>The longest sort key, in UTF-8 bytes.</summary>
    public const int SortBytes = 1_024;

    /// <summary>The largest item: everything in it, and 1 KB kept back for the names of its attributes.</summary>
    public const int ItemBytes = 399 * 1_024;

    /// <summary>The largest transaction.</summary>
    public const int TransactionBytes = 4 * 1_024 * 1_024;

    /// <summary>The most items in a transaction.</summary>
    public const int TransactionWrites = 100;

    /// <summary>The most items in a page.</summary>
    public const int PageItems = 1_000;

    /// <summary>The longest name of a counter, in UTF-8 bytes.</summary>
    public const int CounterNameBytes = 200;

    /// <summary>The most deltas and guards of one add, together: an expression is at most 4 KB.</summary>
    public const int AddParts = 50;

    // A number takes a byte for two digits and one for sign and exponent.
    private const int NumberBytes = 21;

    // Text that is not Unicode would come back as other text.
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks a key.</summary>
    public static void Check(ItemKey key) => _ = Size(key);

    /// <summary>Checks an item.</summary>
    public static void Check(Item item)
    {
        ArgumentNullException.ThrowIfNull(item);
        _ = Size(item);
    }

    /// <summary>Checks a query, all but its cursor.</summary>
    public static void Check(ItemQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        Text(query.Partition, PartitionBytes, "The partition of a query");
        if (query.Index is not (ItemIndex.Table or ItemIndex.First or ItemIndex.Second))
        {
            throw new ArgumentException("The query names no index.", nameof(query));
        }

        if (query.Limit is < 1 or > PageItems)
        {
            throw new ArgumentException($"A page holds 1 to {PageItems} items, not {query.Limit}.", nameof(query));
        }

        if (query.From is { Length: > 0 } from)
        {
            Text(from, SortBytes, "The lower end of a query");
        }

        if (query.To is { Length: > 0 } to)
        {
            // A prefix as long as a sort key may be ends three bytes later, with U+FFFF.
            Text(to, SortBytes + 3, "The upper end of a query");
        }
    }

    /// <summary>Checks steps.</summary>
    public static void Check(WriteSteps steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        Check(steps.First);
        Check(steps.Add);
        Check(steps.Last);
        if (steps.First.Concat(steps.Last).Any(write => write.Key == steps.Add.Key))
        {
            throw new ArgumentException("The counters of steps are an item of their own.", nameof(steps));
        }
    }

    /// <summary>Checks an add.</summary>
    public static void Check(CounterAdd add)
    {
        ArgumentNullException.ThrowIfNull(add);
        Check(add.Key);
        var guards = add.Guards.IsDefault ? [] : add.Guards;
        if (add.Deltas.Count + guards.Length is 0 or > AddParts)
        {
            throw new ArgumentException($"An add has 1 to {AddParts} deltas and guards.", nameof(add));
        }

        foreach (var name in add.Deltas.Keys)
        {
            Text(name, CounterNameBytes, "The name of a counter");
        }

        foreach (var guard in guards)
        {
            Text(guard.Counter, CounterNameBytes, "The name of a guarded counter");
        }
    }

    /// <summary>Checks a transaction.</summary>
    public static void Check(IReadOnlyList<ItemWrite> writes)
    {
        ArgumentNullException.ThrowIfNull(writes);
        if (writes.Count is < 1 or > TransactionWrites)
        {
            throw new ArgumentException(
                $"A transaction has 1 to {TransactionWrites} writes, not {writes.Count}.", nameof(writes));
        }

        var keys = new HashSet<ItemKey>(writes.Count);
        var bytes = 0;
        foreach (var write in writes)
        {
            bytes += write is ItemWrite.Put put ? Size(put.Item) : Size(write.Key);
            if (!keys.Add(write.Key))
            {
                throw new ArgumentException($"Two writes of a transaction have the key {write.Key}.", nameof(writes));
            }
        }

        if (bytes > TransactionBytes)
        {
            throw new ArgumentException(
                $"A transaction of {bytes} bytes is over the {TransactionBytes} that are allowed.", nameof(writes));
        }
    }

    private static int Size(Item item)
    {
        if (item.Version < 1)
        {
            throw new ArgumentException(
                $"The version of {item.Key} is {item.Version}; the first one is 1.", nameof(item));
        }

        var bytes = Size(item.Key) + Strict.GetByteCount(item.Document);
        bytes += item.Index1 is { } first ? Size(first) : 0;
        bytes += item.Index2 is { } second ? Size(second) : 0;
        foreach (var name in item.Counters.Keys)
        {
            bytes += Text(name, CounterNameBytes, "The name of a counter") + NumberBytes;
        }

        return bytes <= ItemBytes
            ? bytes
            : throw new ArgumentException(
                $"{item.Key} has {bytes} bytes; an item has at most {ItemBytes}.", nameof(item));
    }

    private static int Size(ItemKey key) =>
        Text(key.Partition, PartitionBytes, "A partition") + Text(key.Sort, SortBytes, "A sort key");

    private static int Text(string? text, int most, string what)
    {
        if (string.IsNullOrEmpty(text))
        {
            throw new ArgumentException($"{what} is empty.", nameof(text));
        }

        var bytes = Strict.GetByteCount(text);
        return bytes <= most
            ? bytes
            : throw new ArgumentException($"{what} has {bytes} bytes; {most} are allowed.", nameof(text));
    }
}
