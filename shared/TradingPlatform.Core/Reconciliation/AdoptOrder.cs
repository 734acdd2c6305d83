using System.Collections.Immutable;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>
/// Takes an order that someone else placed among the platform's own, by a person's decision. It counts against the
/// tenant's limits from then on, and may stand above them: it works already.
/// </summary>
public sealed class AdoptOrder(
    IItemStore store, OrderRepository orders, FillRepository fills, OrderLedger ledger, RiskRepository risk,
    ExchangeConnections connections, TimeProvider clock)
{
    private const int FillsAtOnce = 4;
    private const int MostTurns = 10;

    /// <summary>Adopts. Answers why it cannot be, or null.</summary>
    public async Task<string?> HandleAsync(
        Orphan orphan, ExchangeAccount account, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(orphan);
        ArgumentNullException.ThrowIfNull(account);
        var exchange = await connections.OpenAsync(account, cancellation);
        var reference = new OrderReference(
            orphan.Symbol, new ClientOrderId(orphan.ClientOrderId), orphan.ExchangeOrderId);
        if (await exchange.FindOrderAsync(reference, cancellation)
            is not { Status: ReportedStatus.Open or ReportedStatus.PartiallyFilled } report)
        {
            return "The order does not work at the exchange any more.";
        }

        if (report.Ticket is not { Quantity: not null } ticket)
        {
            return "The exchange does not tell what the order asks for.";
        }

        if (await UnitValue.FindAsync(exchange, ticket.Symbol.Quote, cancellation) is not { } quoteValue)
        {
            return "The quote asset has no price in USDT there.";
        }

        var trades = await exchange.GetOrderTradesAsync(orphan.Symbol, report.ExchangeOrderId, cancellation);
        var known = await fills.GetStoredAsync(account.Tenant, account.Id, orphan.Symbol, trades, cancellation);
        ImmutableArray<ReportedFill> external =
            [.. trades.Where(trade => known.Contains(FillRepository.KeyOf(orphan.Symbol, trade)))];
        var price = ticket.Price ?? ticket.StopPrice ?? (await exchange.GetQuoteAsync(orphan.Symbol, cancellation)).Ask;
        var order = new Order(
            account.Tenant,
            OrderId.DeriveExternal(account.Tenant, account.Id, orphan.Symbol, report.ExchangeOrderId), account.Id,
            account.Exchange, ticket, "adopted", clock.GetUtcNow())
        {
            Status = OrderStatus.Submitted,
            Sent = new Sending(report.At, clock.GetUtcNow()),
            PlacedAs = report.ClientOrderId.Text,
            ExchangeOrderId = report.ExchangeOrderId,
            Reserves = new ReservationBasis(ticket.Quantity.Value, price.Value * quoteValue),
        };
        await StoreAsync(order, report, external, caller);
        return null;
    }

    // Counted before it is stored: a crash, or a turn that was lost, leaves the counters too high.
    private async Task<Order> AddAsync(Order order, AuditEvent first)
    {
        for (var turn = 0; turn < MostTurns; turn++)
        {
            var takings = await risk.GetTakingsAsync(order.Tenant, CancellationToken.None);
            await risk.AddAsync(
                order.Tenant, Exposure.Amounts(Reservation.Left(order)), [], CancellationToken.None);
            if (await orders.TryAddAsync(
                [(order, first)], RiskRepository.Taking(order.Tenant, takings), CancellationToken.None))
            {
                return order;
            }

            // Someone adopts it beside us, or did and crashed; otherwise the counters were corrected meanwhile.
            if (await orders.FindAsync(order.Tenant, order.Id, CancellationToken.None) is { } known)
            {
                return known;
            }
        }

        throw new InvalidOperationException("An adopted order could not be stored.");
    }

    private async Task StoreAsync(
        Order order, OrderReport report, ImmutableArray<ReportedFill> external, Caller caller)
    {
        // What was recorded as external is the order's from now on, and is not stored a second time.
        order = ledger.Begin(OrderLifecycle.Next(order, new OrderEvent.Traded(external)), caller, out var first);
        order = await AddAsync(order, first);

        foreach (var part in external.Chunk(FillsAtOnce))
        {
            await store.TryTransactAsync(
                [.. part.Select(trade => new ItemWrite.Put(
                    FillRepository.Write(
                        new Fill(order.Tenant, order.Account, order.Exchange, order.Id, order.Ticket.Symbol, trade)),
                    Condition.None))],
                CancellationToken.None);
        }

        await ledger.RecordAsync(order, new OrderEvent.Reported(report), caller, CancellationToken.None);
    }
}
