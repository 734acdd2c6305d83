using TradingPlatform.Core.Storage;
using TradingPlatform.Fakes;

namespace TradingPlatform.Unit.Fakes;

/// <summary>An item store in memory, which can be made to fail at any write, before it happened or after.</summary>
internal sealed class MemoryItemStore : IItemStore
{
    private readonly Lock _lock = new();
    private readonly ItemTable _table = new(new Standstill());

    /// <summary>Which write fails, counted from 1; 0 for none.</summary>
    public int FailAt { get; set; }

    /// <summary>The failing write happened all the same.</summary>
    public bool FailAfter { get; set; }

    /// <summary>From the failing write on every one fails: the process is dead.</summary>
    public bool Dead { get; private set; }

    public int Writes { get; private set; }

    /// <summary>What happens before each write, such as time passing.</summary>
    public Action? BeforeWrite { get; set; }

    public IReadOnlyList<Item> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _table.All
                    .OrderBy(item => item.Key.Partition, StringComparer.Ordinal)
                    .ThenBy(item => item.Key.Sort, StringComparer.Ordinal)];
            }
        }
    }

    public void Revive() => (Dead, FailAt) = (false, 0);

    public Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult(_table.Find(key));
        }
    }

    public Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult(_table.Query(query));
        }
    }

    public Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation) =>
        TryTransactAsync([new ItemWrite.Put(item, condition)], cancellation);

    public Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation) =>
        TryTransactAsync([new ItemWrite.Delete(key, condition)], cancellation);

    public Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation) =>
        Write(() => _table.Transact(writes));

    public Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation) =>
        Write(() => _table.Add(add));

    /// <summary>Runs a write, of this store or of what fails with it; one count goes through all of them.</summary>
    public Task<T> Write<T>(Func<T> write)
    {
        lock (_lock)
        {
            Writes++;
            BeforeWrite?.Invoke();
            var fails = Dead || Writes == FailAt;
            if (fails && (Dead || !FailAfter))
            {
                Dead = true;
                return Task.FromException<T>(new IOException("The store is gone."));
            }

            var result = write();
            Dead |= fails;
            return fails ? Task.FromException<T>(new IOException("The answer is lost.")) : Task.FromResult(result);
        }
    }

    // Nothing expires: the tests here move their clocks by years and back.
    private sealed class Standstill : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.MinValue;
    }
}
