using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Mutants;

/// <summary>A mutant of how the store is used.</summary>
internal abstract class StoreMutant : Mutant
{
    public sealed override IItemStore Over(IItemStore store, World world, TimeProvider clock) =>
        Over(store, clock);

    protected abstract IItemStore Over(IItemStore store, TimeProvider clock);

    protected static bool IsOrder(ItemKey key) =>
        key.Sort == TableKeys.Self && key.Partition.Contains("#ORDER#", StringComparison.Ordinal);

    protected static bool IsEvent(ItemKey key) =>
        key.Sort.StartsWith("EV#", StringComparison.Ordinal)
        && key.Partition.Contains("#ORDER#", StringComparison.Ordinal);

    protected static ItemWrite Unconditional(ItemWrite write) => write switch
    {
        ItemWrite.Put put => put with { Condition = Condition.None },
        _ => write,
    };
}

/// <summary>Sends first, and stores that it is about to send after that (F03).</summary>
internal sealed class SendsThenWrites : StoreMutant
{
    protected override IItemStore Over(IItemStore store, TimeProvider clock) => new Writing(store, clock);

    private sealed class Writing(IItemStore store, TimeProvider clock) : StoreDecorator(store)
    {
        public override async Task<bool> TryTransactAsync(
            IReadOnlyList<ItemWrite> writes, CancellationToken cancellation)
        {
            if (writes is [ItemWrite.Put { Condition: Condition.AtVersion } first, ..] && IsOrder(first.Key)
                && first.Item.Document.Contains("\"Submitted\"", StringComparison.Ordinal))
            {
                _ = LaterAsync(writes);
                return true;
            }

            return await base.TryTransactAsync(writes, cancellation);
        }

        private async Task LaterAsync(IReadOnlyList<ItemWrite> writes)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), clock);
            try
            {
                await Store.TryTransactAsync(writes, CancellationToken.None);
            }
            catch (IOException)
            {
                // Nobody waits for it.
            }
        }
    }
}

/// <summary>Writes over whatever has happened meanwhile.</summary>
internal sealed class OverwritesLaterStates : StoreMutant
{
    protected override IItemStore Over(IItemStore store, TimeProvider clock) => new Overwriting(store);

    private sealed class Overwriting(IItemStore store) : StoreDecorator(store)
    {
        public override Task<bool> TryTransactAsync(
            IReadOnlyList<ItemWrite> writes, CancellationToken cancellation) => base.TryTransactAsync(
                writes is [ItemWrite.Put { Condition: Condition.AtVersion } first, ..] && IsOrder(first.Key)
                    ? [.. writes.Select(Unconditional)]
                    : writes,
                cancellation);
    }
}

/// <summary>Looks whether a key is free, and then puts the order in any case.</summary>
internal sealed class ChecksThenPuts : StoreMutant
{
    protected override IItemStore Over(IItemStore store, TimeProvider clock) => new Putting(store);

    private sealed class Putting(IItemStore store) : StoreDecorator(store)
    {
        public override Task<bool> TryTransactAsync(
            IReadOnlyList<ItemWrite> writes, CancellationToken cancellation) => base.TryTransactAsync(
                writes is [ItemWrite.Put { Condition: Condition.Missing } first, ..] && IsOrder(first.Key)
                    ? [.. writes.Select(Unconditional)]
                    : writes,
                cancellation);
    }
}

/// <summary>Writes an order's events in a second call.</summary>
internal sealed class WritesEventsApart : StoreMutant
{
    protected override IItemStore Over(IItemStore store, TimeProvider clock) => new Splitting(store);

    private sealed class Splitting(IItemStore store) : StoreDecorator(store)
    {
        public override async Task<bool> TryTransactAsync(
            IReadOnlyList<ItemWrite> writes, CancellationToken cancellation)
        {
            var events = writes.Where(write => write is ItemWrite.Put && IsEvent(write.Key)).ToList();
            return events.Count == 0 || events.Count == writes.Count
                ? await base.TryTransactAsync(writes, cancellation)
                : await base.TryTransactAsync([.. writes.Except(events)], cancellation)
                    && await base.TryTransactAsync(events, cancellation);
        }
    }
}

/// <summary>Reserves without looking at the limits.</summary>
internal sealed class ReservesUnguarded : StoreMutant
{
    protected override IItemStore Over(IItemStore store, TimeProvider clock) => new Unguarded(store);

    private sealed class Unguarded(IItemStore store) : StoreDecorator(store)
    {
        public override Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation) =>
            base.AddAsync(
                add with { Guards = [.. add.Guards.Where(guard => guard.Counter is Exposure.Killed or Exposure.Released)] },
                cancellation);
    }
}

/// <summary>Gives back again where the answer to giving back is lost.</summary>
internal sealed class ReleasesTwice : StoreMutant
{
    protected override IItemStore Over(IItemStore store, TimeProvider clock) => new Repeating(store);

    private sealed class Repeating(IItemStore store) : StoreDecorator(store)
    {
        public override async Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation)
        {
            try
            {
                return await base.AddAsync(add, cancellation);
            }
            catch (IOException) when (add.Guards.All(guard => guard.Counter == Exposure.Epoch)
                && add.Deltas.Values.Any(delta => delta < 0))
            {
                return await base.AddAsync(add, cancellation);
            }
        }
    }
}

/// <summary>Asks a copy of the counters that is up to thirty seconds old whether the kill switch is on (F09).</summary>
internal sealed class CachesTheKillSwitch : StoreMutant
{
    protected override IItemStore Over(IItemStore store, TimeProvider clock) => new Caching(store, clock);

    private sealed class Caching(IItemStore store, TimeProvider clock) : StoreDecorator(store)
    {
        private readonly Dictionary<ItemKey, (DateTimeOffset At, Item? Item)> _copies = [];

        public override async Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation)
        {
            if (key.Sort != "COUNTERS")
            {
                return await base.FindAsync(key, cancellation);
            }

            if (!_copies.TryGetValue(key, out var copy) || clock.GetUtcNow() - copy.At > TimeSpan.FromSeconds(30))
            {
                _copies[key] = copy = (clock.GetUtcNow(), await base.FindAsync(key, cancellation));
            }

            return copy.Item;
        }

        public override Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation) =>
            base.AddAsync(
                add with
                {
                    Guards = add.Deltas.ContainsKey(Exposure.Killed)
                        ? add.Guards
                        : [.. add.Guards.Where(guard => guard.Counter != Exposure.Killed)],
                },
                cancellation);
    }
}

/// <summary>Lists the open orders of whoever stands first in the table.</summary>
internal sealed class QueriesWithoutTheTenant : StoreMutant
{
    protected override IItemStore Over(IItemStore store, TimeProvider clock) => new Mixing(store);

    private sealed class Mixing(IItemStore store) : StoreDecorator(store)
    {
        public override Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation) =>
            base.QueryAsync(
                query.Partition.EndsWith("#OPEN", StringComparison.Ordinal)
                    ? query with { Partition = "TENANT#t1#OPEN" }
                    : query,
                cancellation);
    }
}
