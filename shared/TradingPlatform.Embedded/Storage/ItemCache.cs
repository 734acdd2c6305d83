using System.Collections.Concurrent;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Embedded.Storage;

/// <summary>
/// The items that were read or changed lately, as the file has them: limits, accounts and counters are read for every
/// order, an order is read when its exchange tells of it, and a read from the file begins with an empty page cache
/// after each commit.
/// </summary>
/// <remarks>
/// Exact, because one process owns the file and one thread writes it: a commit replaces what it wrote before anyone is
/// answered, and what a reader found is kept only where no commit came between. Two halves take turns: when the younger
/// is full the older is dropped.
/// </remarks>
internal sealed class ItemCache
{
    private const int MostInHalf = 4_096;
    private readonly Lock _gate = new();
    private readonly Dictionary<ItemKey, (Item? Item, bool IsNew)> _written = [];
    private ConcurrentDictionary<ItemKey, Item> _young = new();
    private ConcurrentDictionary<ItemKey, Item> _old = new();
    private long _commits;

    /// <summary>How many commits there were: asked before a read from the file, and told with what it found.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>The item, expired or not; null where it must be read from the file.</summary>
    public Item? Find(ItemKey key)
    {
        if (_young.TryGetValue(key, out var item))
        {
            return item;
        }

        return _old.TryGetValue(key, out item) ? item : null;
    }

    /// <summary>Keeps what a reader found, unless there was a commit since it began.</summary>
    public void Keep(Item item, long commits)
    {
        lock (_gate)
        {
            if (_commits == commits)
            {
                Add(item);
            }
        }
    }

    /// <summary>Notes what the open transaction writes. The writer's thread alone.</summary>
    /// <param name="key">Of the item.</param>
    /// <param name="item">As it is written; null for an item that is to be read anew, or is gone.</param>
    /// <param name="isNew">It was not there before.</param>
    public void Write(ItemKey key, Item? item, bool isNew) => _written[key] = (item, isNew);

    /// <summary>Forgets what the transaction wrote: it was rolled back.</summary>
    public void RollBack() => _written.Clear();

    /// <summary>The transaction is on disk: what it wrote is read from now on. Before anyone is answered.</summary>
    public void Commit()
    {
        lock (_gate)
        {
            _commits++;
            foreach (var (key, (item, isNew)) in _written)
            {
                // An item comes in by being read, or written again: what is only ever added is seldom looked at.
                var wasIn = _young.TryRemove(key, out _) | _old.TryRemove(key, out _);
                if (item is not null && (wasIn || !isNew))
                {
                    Add(item);
                }
            }
        }

        _written.Clear();
    }

    private void Add(Item item)
    {
        if (_young.Count >= MostInHalf)
        {
            (_old, _young) = (_young, new ConcurrentDictionary<ItemKey, Item>());
        }

        _young[item.Key] = item;
    }
}
