using System.Collections.Immutable;
using System.Globalization;
using Amazon.DynamoDBv2.Model;
using TradingPlatform.Core.Storage;
using static TradingPlatform.Aws.Storage.DynamoDbSchema;

namespace TradingPlatform.Aws.Storage;

/// <summary>Items as DynamoDB has them, in the table as in the images of its stream; both ways.</summary>
public static class DynamoDbItems
{
    /// <summary>The item that the attributes hold.</summary>
    /// <exception cref="OverflowException">A counter has more digits than a decimal: it is not rounded.</exception>
    /// <exception cref="FormatException">The attributes are no item's.</exception>
    public static Item Read(IReadOnlyDictionary<string, AttributeValue> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        var key = ReadKey(attributes, Table) ?? throw new FormatException("The attributes have no key.");
        return new Item(key, Number(attributes, DynamoDbSchema.Version) ?? 0, Text(attributes, Document) ?? "")
        {
            Counters = ReadCounters(attributes),
            Index1 = ReadKey(attributes, Index1.Keys),
            Index2 = ReadKey(attributes, Index2.Keys),
            ExpiresAt = Number(attributes, TimeToLive) is { } seconds
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null,
            Outbound = attributes.TryGetValue(Outbound, out var outbound) && outbound.BOOL is true,
        };
    }

    /// <summary>The attributes that hold the item.</summary>
    public static Dictionary<string, AttributeValue> Write(Item item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var attributes = Key(item.Key);
        attributes[DynamoDbSchema.Version] = Number(item.Version);
        if (item.Document.Length > 0)
        {
            attributes[Document] = new AttributeValue(item.Document);
        }

        foreach (var (name, value) in item.Counters)
        {
            attributes[CounterPrefix + name] = Number(value);
        }

        // An attribute that is not there keeps the item out of the index.
        WriteKey(attributes, Index1.Keys, item.Index1);
        WriteKey(attributes, Index2.Keys, item.Index2);
        if (item.ExpiresAt is { } expires)
        {
            attributes[TimeToLive] = Number(expires.ToUnixTimeSeconds());
        }

        if (item.Outbound)
        {
            attributes[Outbound] = new AttributeValue { BOOL = true };
        }

        return attributes;
    }

    /// <summary>The attributes of a table key.</summary>
    internal static Dictionary<string, AttributeValue> Key(ItemKey key)
    {
        var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        WriteKey(attributes, Table, key);
        return attributes;
    }

    /// <summary>Adds the attributes of a key, if there is one.</summary>
    internal static void WriteKey(Dictionary<string, AttributeValue> attributes, DynamoDbKeys names, ItemKey? key)
    {
        if (key is { } place)
        {
            attributes[names.Partition] = new AttributeValue(place.Partition);
            attributes[names.Sort] = new AttributeValue(place.Sort);
        }
    }

    /// <summary>An exact number, without exponent.</summary>
    internal static AttributeValue Number(decimal value) =>
        new() { N = value.ToString(CultureInfo.InvariantCulture) };

    /// <summary>An attribute's text; null where it is not there.</summary>
    internal static string? Text(IReadOnlyDictionary<string, AttributeValue> attributes, string name) =>
        attributes.TryGetValue(name, out var value) ? value.S : null;

    /// <summary>An attribute's whole number; null where it is not there.</summary>
    internal static long? Number(IReadOnlyDictionary<string, AttributeValue> attributes, string name) =>
        attributes.TryGetValue(name, out var value) ? long.Parse(value.N, CultureInfo.InvariantCulture) : null;

    private static ItemKey? ReadKey(IReadOnlyDictionary<string, AttributeValue> attributes, DynamoDbKeys names) =>
        Text(attributes, names.Partition) is { } partition && Text(attributes, names.Sort) is { } sort
            ? new ItemKey(partition, sort)
            : null;

    private static ImmutableSortedDictionary<string, decimal> ReadCounters(
        IReadOnlyDictionary<string, AttributeValue> attributes)
    {
        ImmutableSortedDictionary<string, decimal>.Builder? counters = null;
        foreach (var (name, value) in attributes)
        {
            if (name.StartsWith(CounterPrefix, StringComparison.Ordinal))
            {
                counters ??= Item.NoCounters.ToBuilder();
                counters[name[CounterPrefix.Length..]] = Exact(value.N);
            }
        }

        return counters?.ToImmutable() ?? Item.NoCounters;
    }

    // DynamoDB adds with 38 digits, a decimal has 28 to 29 and its parser rounds what is beyond.
    private static decimal Exact(string text)
    {
        var value = decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        var shortest = value / 1.0000000000000000000000000000m;
        var digits = text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
        var exact = digits.Contains('E', StringComparison.OrdinalIgnoreCase)
            || string.Equals(shortest.ToString(CultureInfo.InvariantCulture), digits, StringComparison.Ordinal);
        return exact ? shortest : throw new OverflowException("A counter has more digits than a decimal can hold.");
    }
}
