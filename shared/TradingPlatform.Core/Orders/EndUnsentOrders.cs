using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>
/// Ends the orders that were stored and never sent, for a process that starts where another died. They are pending:
/// what was sent is stored as submitted before it leaves.
/// </summary>
/// <remarks>
/// Only for who knows that no sender is at work any more. What such an order has reserved is not known, so it is not
/// given back here; <see cref="Risk.RecomputeExposure"/> does that.
/// </remarks>
public sealed class EndUnsentOrders(OrderRepository orders, OrderLedger ledger)
{
    /// <summary>Ends those of the caller's tenant.</summary>
    public async Task HandleAsync(Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await foreach (var order in orders.GetUnsettledAsync(caller.Tenant, null, null, cancellation))
        {
            if (order.Status is OrderStatus.Pending)
            {
                await ledger.RecordAsync(
                    order, new OrderEvent.Refused(RejectReason.NotPlaced("The order was never sent.")), caller,
                    cancellation);
            }
        }
    }
}
