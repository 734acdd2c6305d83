using System.Collections.Immutable;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Contract.Storage;

/// <summary>What the port says, held against an engine. One class an engine; the parts have their own files.</summary>
public abstract partial class ItemStoreContract
{
    /// <summary>The store under test. Tests share it, and keep apart by partition.</summary>
    protected abstract IItemStore Store { get; }

    /// <summary>The clock that the store reads.</summary>
    protected SettableClock Clock { get; } = new();

    /// <summary>How many callers race where the number matters; fewer on an engine that is slow on a laptop.</summary>
    protected virtual int Racers => 200;

    /// <summary>A partition that no other test uses.</summary>
    protected string Partition { get; } = $"TENANT#t1#TEST#{Guid.NewGuid():N}";

    protected static CancellationToken Ct => CancellationToken.None;

    protected ItemKey Key(string sort) => new(Partition, sort);

    protected Item NewItem(string sort, string document = """{"a":1}""", long version = 1) =>
        new(Key(sort), version, document);

    protected async Task PutAsync(params Item[] items)
    {
        foreach (var item in items)
        {
            Assert.True(await Store.TryPutAsync(item, Condition.None, Ct));
        }
    }

    protected async Task<List<string>> SortsAsync(ItemQuery query)
    {
        var sorts = new List<string>();
        await foreach (var item in Store.QueryAllAsync(query, Ct))
        {
            sorts.Add(item.Key.Sort);
        }

        return sorts;
    }

    protected static ImmutableSortedDictionary<string, decimal> Counters(
        params (string Name, decimal Value)[] counters) =>
        Item.NoCounters.AddRange(counters.Select(c => KeyValuePair.Create(c.Name, c.Value)));

    /// <summary>Compares every member; the record's own equality holds dictionaries to be one object.</summary>
    protected static void Same(Item expected, Item? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected with { Counters = actual.Counters }, actual);
        Assert.Equal(expected.Counters.AsEnumerable(), actual.Counters);
    }
}
