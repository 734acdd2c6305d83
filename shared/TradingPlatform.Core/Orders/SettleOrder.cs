using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>
/// Finds out what became of an order whose answer was lost. It asks by client order id, in orders and in trades, until
/// it is known; 'not found' is believed only after the exchange can no longer accept the order, and only twice
/// (FACTS.md E5). Nothing is ever sent again.
/// </summary>
public sealed class SettleOrder(OrderLedger ledger, TimeProvider clock, ILogger<SettleOrder> log)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BeforeSigning = TimeSpan.FromMinutes(1);

    /// <summary>Looks a few times right after the answer was lost, for no longer than a caller can wait.</summary>
    /// <returns>The order as it then stands; unknown where nothing was found.</returns>
    public async Task<Order> TryAtOnceAsync(Order order, IExchange exchange, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(order);
        var wait = TimeSpan.FromMilliseconds(50);
        for (var look = 0; look < 4 && order.Status.IsInDoubt(); look++, wait *= 3)
        {
            try
            {
                order = await LookAsync(order, exchange, caller, CancellationToken.None) ?? order;
            }
            catch (ExchangeException e)
            {
                log.SyncFailed(order.Id, e.Message);
            }

            if (order.Status.IsInDoubt() && look < 3)
            {
                await Task.Delay(wait, clock, CancellationToken.None);
            }
        }

        return order;
    }

    /// <summary>Settles an order that is in doubt, or brings one that is open or not whole up to date.</summary>
    /// <returns>The order as it then stands.</returns>
    public async Task<Order> HandleAsync(
        Order order, IExchange exchange, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Status is OrderStatus.Submitted)
        {
            order = await ledger.RecordAsync(
                order, new OrderEvent.AnswerLost("the sender did not record an answer"), caller, cancellation);
        }

        if (order.Status.IsTerminal())
        {
            return await FetchTradesAsync(order, exchange, caller, cancellation);
        }

        // Taken before the look: one that began before the fence and ended after it proves nothing.
        var isAfterFence = order.Status is OrderStatus.Unknown && clock.GetUtcNow() > order.Sent!.AcceptableUntil;
        if (await LookAsync(order, exchange, caller, cancellation) is { } found)
        {
            return found;
        }

        return isAfterFence
            ? await ProveAbsenceAsync(order, exchange, caller, cancellation)
            : order;
    }

    /// <summary>Fetches the trades of an order of which more is filled than its known trades account for.</summary>
    public async Task<Order> FetchTradesAsync(
        Order order, IExchange exchange, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(exchange);
        if (order.TradesAreWhole || order.ExchangeOrderId is not { } id)
        {
            return order;
        }

        try
        {
            var fills = await exchange.GetOrderTradesAsync(order.Ticket.Symbol, id, cancellation);
            return await ledger.RecordAsync(order, new OrderEvent.Traded(fills), caller, CancellationToken.None);
        }
        catch (ExchangeException e)
        {
            // The order stays on the list of those that are not settled, so it is asked about again.
            log.SyncFailed(order.Id, e.Message);
            return order;
        }
    }

    private async Task<Order?> LookAsync(
        Order order, IExchange exchange, Caller caller, CancellationToken cancellation)
    {
        if (await exchange.FindOrderAsync(order.Reference, cancellation) is not { } report)
        {
            return null;
        }

        var wasInDoubt = order.Status.IsInDoubt();
        order = await ledger.RecordAsync(order, new OrderEvent.Reported(report), caller, CancellationToken.None);
        if (wasInDoubt)
        {
            log.Settled(order.Id, order.Status);
        }

        return await FetchTradesAsync(order, exchange, caller, cancellation);
    }

    private async Task<Order> ProveAbsenceAsync(
        Order order, IExchange exchange, Caller caller, CancellationToken cancellation)
    {
        // The look before this one was the first after the fence; its queries may be served from behind the engine.
        await Task.Delay(BetweenLooks, clock, cancellation);
        if (await LookAsync(order, exchange, caller, cancellation) is { } found)
        {
            return found;
        }

        if (await FindByTradesAsync(order, exchange, caller, cancellation) is { } traded)
        {
            return traded;
        }

        order = await ledger.RecordAsync(
            order,
            new OrderEvent.Refused(RejectReason.NotPlaced("The order did not reach the exchange.")),
            caller, CancellationToken.None);
        log.Settled(order.Id, order.Status);
        return order;
    }

    // Trades do not carry our id, but they lead to orders that do.
    private async Task<Order?> FindByTradesAsync(
        Order order, IExchange exchange, Caller caller, CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var page = await exchange.GetTradesAsync(
                order.Ticket.Symbol, order.Sent!.SignedAt - BeforeSigning, cursor, cancellation);
            foreach (var id in page.Fills.Select(fill => fill.ExchangeOrderId).Where(seen.Add))
            {
                var reference = order.Reference with { ExchangeOrderId = id };
                if (await exchange.FindOrderAsync(reference, cancellation) is { } report
                    && report.ClientOrderId == order.ClientOrderId)
                {
                    order = await ledger.RecordAsync(
                        order, new OrderEvent.Reported(report), caller, CancellationToken.None);
                    return await FetchTradesAsync(order, exchange, caller, cancellation);
                }
            }

            cursor = page.Next;
        }
        while (cursor is not null);

        return null;
    }
}
