namespace TradingPlatform.Core.Credentials;

/// <summary>
/// Keeps what is dear to fetch and must not be held for long. Many who want one thing at once share one fetch; no more
/// than a number of things are kept, and a thing whose time is over is let go of by the next call, whatever that asks
/// for. A fetch that failed is not kept.
/// </summary>
internal sealed class ShortLived<TKey, TValue>(int most, TimeSpan keptFor, TimeProvider clock)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Entry> _entries = [];

    // All are kept for equally long, so the first in is the first out.
    private readonly Queue<Entry> _inOrder = new();

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>What is kept under the key; fetched where nothing is.</summary>
    /// <param name="key">Under what it is kept.</param>
    /// <param name="fetch">Fetches it. Not ended by any one caller, since others may wait for it.</param>
    /// <param name="cancellation">Ends the caller's wait alone.</param>
    public Task<TValue> GetAsync(TKey key, Func<Task<TValue>> fetch, CancellationToken cancellation)
    {
        Lazy<Task<TValue>> value;
        lock (_lock)
        {
            DropExpiredInside();
            value = _entries.TryGetValue(key, out var entry) && entry.IsGood ? entry.Value! : Add(key, fetch);
        }

        return value.Value.WaitAsync(cancellation);
    }

    /// <summary>Lets go of what is kept under the key.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
        {
            Drop(key);
        }
    }

    /// <summary>Lets go of what is kept under keys like that.</summary>
    public void Forget(Predicate<TKey> which)
    {
        lock (_lock)
        {
            foreach (var key in _entries.Keys.Where(key => which(key)).ToList())
            {
                Drop(key);
            }
        }
    }

    /// <summary>Lets go of what has been kept for its time: for who may not call again soon.</summary>
    public void DropExpired()
    {
        lock (_lock)
        {
            DropExpiredInside();
        }
    }

    private Lazy<Task<TValue>> Add(TKey key, Func<Task<TValue>> fetch)
    {
        Drop(key);
        while (_entries.Count >= most)
        {
            DropFirst();
        }

        var entry = new Entry(key, clock.GetTimestamp(), new Lazy<Task<TValue>>(fetch));
        _entries.Add(key, entry);
        _inOrder.Enqueue(entry);
        return entry.Value!;
    }

    private void DropExpiredInside()
    {
        while (_inOrder.TryPeek(out var first)
            && (first.Value is null || clock.GetElapsedTime(first.Since) >= keptFor))
        {
            DropFirst();
        }
    }

    private void DropFirst()
    {
        var first = _inOrder.Dequeue();
        if (first.Value is not null)
        {
            Drop(first.Key);
        }
    }

    // The entry may stand in the queue for a while yet; what it held is gone from it at once.
    private void Drop(TKey key)
    {
        if (_entries.Remove(key, out var entry))
        {
            entry.Value = null;
        }
    }

    private sealed class Entry(TKey key, long since, Lazy<Task<TValue>> value)
    {
        public TKey Key => key;

        public long Since => since;

        public Lazy<Task<TValue>>? Value { get; set; } = value;

        public bool IsGood =>
            Value is { } held && (!held.IsValueCreated || !(held.Value.IsFaulted || held.Value.IsCanceled));
    }
}
