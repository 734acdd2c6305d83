using TradingPlatform.Core.Storage;

namespace TradingPlatform.Fakes;

/// <summary>A partition of the table or of an index: its items in the order of their sort keys' bytes.</summary>
internal sealed class SortedItems(ItemIndex index)
{
    private readonly List<(string Sort, Item Item)> _items = [];

    public IEnumerable<Item> Items => _items.Select(each => each.Item);

    public Item? Find(string sort, ItemKey key) =>
        Place(sort, key) is >= 0 and var at ? _items[at].Item : null;

    public void Add(Item item)
    {
        var sort = SortOf(item);
        _items.Insert(~Place(sort, item.Key), (sort, item));
    }

    public void Remove(string sort, ItemKey key)
    {
        if (Place(sort, key) is >= 0 and var at)
        {
            _items.RemoveAt(at);
        }
    }

    /// <summary>What the query asks for, after the cursor's position.</summary>
    public IEnumerable<Item> Range(ItemQuery query, PageCursor? position)
    {
        var step = query.Descending ? -1 : 1;
        for (var at = Start(query, position); at >= 0 && at < _items.Count; at += step)
        {
            var (sort, item) = _items[at];
            if (query.Descending
                ? query.From is { } from && Compare(sort, from) < 0
                : query.To is { } to && Compare(sort, to) > 0)
            {
                yield break;
            }

            yield return item;
        }
    }

    private int Start(ItemQuery query, PageCursor? position)
    {
        if (position is { } after)
        {
            var place = Place(after.Sort, index is ItemIndex.Table ? default : after.Key);
            return query.Descending ? (place >= 0 ? place : ~place) - 1 : place >= 0 ? place + 1 : ~place;
        }

        return query.Descending ? LastAtMost(query.To) : FirstAtLeast(query.From);
    }

    private int FirstAtLeast(string? sort)
    {
        var at = 0;
        for (var above = sort is null ? 0 : _items.Count; at < above;)
        {
            var middle = (at + above) / 2;
            (at, above) = Compare(_items[middle].Sort, sort!) < 0 ? (middle + 1, above) : (at, middle);
        }

        return at;
    }

    private int LastAtMost(string? sort)
    {
        var at = sort is null ? _items.Count : 0;
        for (var above = _items.Count; at < above;)
        {
            var middle = (at + above) / 2;
            (at, above) = Compare(_items[middle].Sort, sort!) <= 0 ? (middle + 1, above) : (at, middle);
        }

        return at - 1;
    }

    // In an index items may share a sort key; their own keys part them.
    private int Place(string sort, ItemKey key)
    {
        var (low, high) = (0, _items.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Compare(_items[middle].Sort, sort);
            if (order == 0 && index is not ItemIndex.Table)
            {
                var other = _items[middle].Item.Key;
                order = Compare(other.Partition, key.Partition);
                order = order == 0 ? Compare(other.Sort, key.Sort) : order;
            }

            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    private string SortOf(Item item) => index switch
    {
        ItemIndex.First => item.Index1!.Value.Sort,
        ItemIndex.Second => item.Index2!.Value.Sort,
        _ => item.Key.Sort,
    };

    // The order of the bytes in UTF-8: that of UTF-16, but for surrogates, which stand for what is beyond U+FFFF.
    private static int Compare(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        var at = left.AsSpan(0, length).CommonPrefixLength(right.AsSpan(0, length));
        return at == length ? left.Length - right.Length : Rank(left[at]) - Rank(right[at]);
    }

    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}

/// <summary>An index of the table, which may trail it.</summary>
internal sealed class ItemIndexView(ItemIndex index)
{
    private readonly Dictionary<string, SortedItems> _partitions = new(StringComparer.Ordinal);
    private readonly Dictionary<ItemKey, (ItemKey? Place, long Number)> _places = [];
    private long _number;

    public SortedItems? Of(string partition) => _partitions.GetValueOrDefault(partition);

    /// <summary>
    /// What brings the index up to date with a write; null where the write does not touch it. Done late, it does not
    /// undo what came after it.
    /// </summary>
    public Action? Prepare(ItemKey key, Item? item)
    {
        var place = index is ItemIndex.First ? item?.Index1 : item?.Index2;
        if (place is null && !_places.ContainsKey(key))
        {
            return null;
        }

        var number = ++_number;
        _places.TryAdd(key, (null, 0));
        return () => Apply(key, item, place, number);
    }

    private void Apply(ItemKey key, Item? item, ItemKey? place, long number)
    {
        var (was, latest) = _places[key];
        if (number < latest)
        {
            return;
        }

        if (was is { } old)
        {
            _partitions[old.Partition].Remove(old.Sort, key);
        }

        if (place is { } at)
        {
            if (!_partitions.TryGetValue(at.Partition, out var partition))
            {
                _partitions[at.Partition] = partition = new SortedItems(index);
            }

            partition.Add(item!);
        }

        _places[key] = (place, number);
    }
}
