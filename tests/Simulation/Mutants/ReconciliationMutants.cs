using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Simulation.Storage;

namespace TradingPlatform.Simulation.Mutants;

/// <summary>A mutant of how reconciliation uses the store.</summary>
internal abstract class BooksMutant : StoreMutant
{
    protected static bool IsBooks(ItemWrite write) => LapsingBooks.IsBooks(write.Key);

    protected static bool IsExternalFill(ItemWrite write) => write is ItemWrite.Put put
        && put.Key.Partition.Contains("#FILLS#", StringComparison.Ordinal)
        && JsonSerializer.Deserialize(put.Item.Document, CoreJson.Default.Fill)!.IsExternal;
}

/// <summary>Moves the cursor past trades of others before they are stored.</summary>
internal sealed class AdvancesTheCursorFirst : BooksMutant
{
    protected override IItemStore Over(IItemStore store, TimeProvider clock) => new Deferring(store);

    private sealed class Deferring(IItemStore store) : StoreDecorator(store)
    {
        private readonly List<ItemWrite> _deferred = [];

        public override async Task<bool> TryTransactAsync(
            IReadOnlyList<ItemWrite> writes, CancellationToken cancellation)
        {
            if (writes.Any(IsExternalFill))
            {
                _deferred.AddRange(writes.Where(write => !IsBooks(write)));
                return await base.TryTransactAsync([.. writes.Where(IsBooks)], cancellation);
            }

            var written = await base.TryTransactAsync(writes, cancellation);
            if (written && writes is [{ } only] && IsBooks(only) && _deferred.Count > 0)
            {
                ItemWrite[] deferred = [.. _deferred];
                _deferred.Clear();
                foreach (var part in deferred.Chunk(8))
                {
                    await base.TryTransactAsync(part, cancellation);
                }
            }

            return written;
        }
    }
}

/// <summary>Writes the books whoever holds them: the token of a hold is not looked at.</summary>
internal sealed class WritesPastItsHold : BooksMutant
{
    protected override IItemStore Over(IItemStore store, TimeProvider clock) => new Overwriting(store);

    private sealed class Overwriting(IItemStore store) : StoreDecorator(store)
    {
        public override Task<bool> TryTransactAsync(
            IReadOnlyList<ItemWrite> writes, CancellationToken cancellation) => base.TryTransactAsync(
                [.. writes.Select(write => IsBooks(write) ? Unconditional(write) : write)], cancellation);
    }
}

/// <summary>Takes a stranger's order for the platform's own that was placed last before it (F11).</summary>
internal sealed class KnowsOrdersByTime : ExchangeMutant
{
    protected override IExchange Over(IExchange exchange, TimeProvider clock) => new Matching(exchange);

    private sealed class Matching(IExchange exchange) : ExchangeDecorator(exchange)
    {
        public override async Task<ImmutableArray<OrderReport>> GetOpenOrdersAsync(
            Symbol? symbol, CancellationToken cancellation)
        {
            var listed = await base.GetOpenOrdersAsync(symbol, cancellation);
            var own = listed.Where(report => OrderId.TryFrom(report.ClientOrderId, out _)).ToList();
            return own.Count == 0
                ? listed
                : [.. listed.Select(report => OrderId.TryFrom(report.ClientOrderId, out _)
                    ? report
                    : own.MinBy(each => (each.At - report.At).Duration())!)];
        }
    }
}

/// <summary>Takes what one look does not show for gone, and tells a person.</summary>
internal sealed class BelievesOneLook : ExchangeMutant
{
    protected override IExchange Over(IExchange exchange, TimeProvider clock) => new Remembering(exchange);

    // Who looks a second time is told what the first look has shown.
    private sealed class Remembering(IExchange exchange) : ExchangeDecorator(exchange)
    {
        private readonly HashSet<ClientOrderId> _missed = [];

        public override async Task<OrderReport?> FindOrderAsync(
            OrderReference order, CancellationToken cancellation)
        {
            if (_missed.Contains(order.ClientOrderId))
            {
                return null;
            }

            var report = await base.FindOrderAsync(order, cancellation);
            if (report is null && order.ExchangeOrderId is not null)
            {
                _missed.Add(order.ClientOrderId);
            }

            return report;
        }
    }
}
