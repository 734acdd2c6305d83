using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>What became of many cancels.</summary>
/// <param name="Requested">How many were tried.</param>
/// <param name="Cancelled">How many ended cancelled.</param>
/// <param name="Failed">The others, and why.</param>
public sealed record CancelAllResult(int Requested, int Cancelled, IReadOnlyList<(OrderId Id, Refusal Why)> Failed);

/// <summary>Cancels every open order of a tenant; of one account, or of one pair, where they are given.</summary>
public sealed class CancelAllOrders(OrderRepository orders, CancelOrder cancel, ILogger<CancelAllOrders> log)
{
    private static readonly Refusal NotKnown = new Refusal.Unavailable(new ExchangeError(
        ExchangeErrorKind.Unavailable, "CANCEL_FAILED",
        "The order could not be cancelled; it is safe to cancel it again."));

    /// <summary>Cancels them, some side by side. One that fails, for whatever reason, holds up no other.</summary>
    public async Task<CancelAllResult> HandleAsync(
        Caller caller, AccountId? account, Symbol? symbol, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var failed = new ConcurrentBag<(OrderId, Refusal)>();
        var requested = 0;
        var cancelled = 0;
        var open = orders.GetUnsettledAsync(
            caller.Tenant, account, account is null ? null : symbol, cancellation);
        await SideBySide.ForEachAsync(
            open,
            async (order, token) =>
            {
                if (order.Status is OrderStatus.Pending || order.Status.IsTerminal()
                    || (symbol is { } pair && order.Ticket.Symbol != pair))
                {
                    return;
                }

                Interlocked.Increment(ref requested);
                if (await CancelAsync(order, caller, token) is { } why)
                {
                    failed.Add((order.Id, why));
                }
                else
                {
                    Interlocked.Increment(ref cancelled);
                }
            },
            cancellation);
        return new CancelAllResult(requested, cancelled, [.. failed]);
    }

    // Null where it ended cancelled.
    private async Task<Refusal?> CancelAsync(Order order, Caller caller, CancellationToken cancellation)
    {
        try
        {
            return await cancel.CancelAsync(order, caller, cancellation) switch
            {
                CancelOutcome.Ended { Order.Status: OrderStatus.Cancelled } => null,
                CancelOutcome.Ended ended => new Refusal.Conflict(ended.Order.Status),
                CancelOutcome.Refused refused => refused.Why,
                var unknown => throw new InvalidOperationException($"No such outcome: {unknown.GetType().Name}."),
            };
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            log.CancelFailed(order.Id, e.GetType().Name);
            return NotKnown;
        }
    }
}
