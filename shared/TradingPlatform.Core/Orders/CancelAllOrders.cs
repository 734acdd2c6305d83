using System.Collections.Concurrent;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>What became of many cancels.</summary>
/// <param name="Requested">How many were tried.</param>
/// <param name="Cancelled">How many ended cancelled.</param>
/// <param name="Failed">The others, and why.</param>
public sealed record CancelAllResult(int Requested, int Cancelled, IReadOnlyList<(OrderId Id, Refusal? Why)> Failed);

/// <summary>Cancels every open order of a tenant; of one account, or of one pair, where they are given.</summary>
public sealed class CancelAllOrders(OrderRepository orders, CancelOrder cancel)
{
    // As many as an exchange's budget serves side by side; the rest wait in the adapter's upper lane anyway.
    private const int AtOnce = 16;

    /// <summary>Cancels them, some side by side.</summary>
    public async Task<CancelAllResult> HandleAsync(
        Caller caller, AccountId? account, Symbol? symbol, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var failed = new ConcurrentBag<(OrderId, Refusal?)>();
        var requested = 0;
        var cancelled = 0;
        var open = orders.GetUnsettledAsync(
            caller.Tenant, account, account is null ? null : symbol, cancellation);
        await Parallel.ForEachAsync(
            open,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = AtOnce,
                CancellationToken = cancellation,
                TaskScheduler = TaskScheduler.Current,
            },
            async (order, token) =>
            {
                if (order.Status is OrderStatus.Pending || order.Status.IsTerminal()
                    || (symbol is { } pair && order.Ticket.Symbol != pair))
                {
                    return;
                }

                Interlocked.Increment(ref requested);
                switch (await cancel.CancelAsync(order, caller, token))
                {
                    case CancelOutcome.Ended { Order.Status: OrderStatus.Cancelled }:
                        Interlocked.Increment(ref cancelled);
                        break;
                    case CancelOutcome.Ended ended:
                        failed.Add((order.Id, new Refusal.Conflict(ended.Order.Status)));
                        break;
                    case CancelOutcome.Refused refused:
                        failed.Add((order.Id, refused.Why));
                        break;
                }
            });
        return new CancelAllResult(requested, cancelled, [.. failed]);
    }
}
