using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>How a cancel ended.</summary>
public abstract record CancelOutcome
{
    private CancelOutcome()
    {
    }

    /// <summary>It has ended: cancelled, or filled while the cancel was on its way.</summary>
    public sealed record Ended(Order Order) : CancelOutcome;

    /// <summary>It is not cancelled.</summary>
    public sealed record Refused(Refusal Why) : CancelOutcome;
}

/// <summary>Cancels an order, and says how it ended by what the exchange says.</summary>
public sealed class CancelOrder(
    OrderRepository orders, AccountRepository accounts, ExchangeConnections connections, OrderLedger ledger,
    SettleOrder settle)
{
    /// <summary>Cancels an order of the caller's tenant.</summary>
    public async Task<CancelOutcome> HandleAsync(Caller caller, OrderId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await orders.FindAsync(caller.Tenant, id, cancellation) is not { } order)
        {
            return new CancelOutcome.Refused(new Refusal.NoSuchOrder());
        }

        return order.Status switch
        {
            OrderStatus.Cancelled => new CancelOutcome.Ended(order),
            OrderStatus.Filled or OrderStatus.Rejected or OrderStatus.Expired or OrderStatus.Pending =>
                new CancelOutcome.Refused(new Refusal.Conflict(order.Status)),
            _ => await CancelAsync(order, caller, cancellation),
        };
    }

    /// <summary>Cancels an order that may be open.</summary>
    public async Task<CancelOutcome> CancelAsync(Order order, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(caller);
        if (await accounts.FindAsync(order.Tenant, order.Account, cancellation) is not { } account)
        {
            return new CancelOutcome.Refused(new Refusal.NoSuchAccount());
        }

        try
        {
            var exchange = await connections.OpenAsync(account, cancellation);
            return await exchange.CancelAsync(order.Reference, cancellation) switch
            {
                Cancellation.Done done => await EndedAsync(order, done.Report, exchange, caller),
                Cancellation.Refused refused => new CancelOutcome.Refused(
                    new Refusal.ExchangeRefuses(refused.Error)),
                // Either it ended before, or the answer is lost. The exchange knows how it stands.
                _ => await AskAsync(order, exchange, caller, cancellation),
            };
        }
        catch (ExchangeException e)
        {
            return new CancelOutcome.Refused(new Refusal.Unavailable(e.Error));
        }
    }

    private async Task<CancelOutcome> EndedAsync(
        Order order, OrderReport report, IExchange exchange, Caller caller)
    {
        order = await ledger.RecordAsync(order, new OrderEvent.Reported(report), caller, CancellationToken.None);
        return new CancelOutcome.Ended(
            await settle.FetchTradesAsync(order, exchange, caller, CancellationToken.None));
    }

    private async Task<CancelOutcome> AskAsync(
        Order order, IExchange exchange, Caller caller, CancellationToken cancellation)
    {
        order = await settle.HandleAsync(order, exchange, caller, cancellation);
        return order.Status.IsTerminal()
            ? new CancelOutcome.Ended(order)
            : new CancelOutcome.Refused(new Refusal.Unavailable(new ExchangeError(
                ExchangeErrorKind.Unavailable, "CANCEL_UNKNOWN",
                "Whether the order was cancelled is not known yet; it is safe to cancel it again.")));
    }
}
