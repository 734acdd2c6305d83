using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>
/// Resolves the orphans that came to their end by themselves: a missing order that has settled after all, and a
/// stranger's that is gone without a trade. Those that traded wait for a person.
/// </summary>
internal sealed class EndedOrphans(AccountRun run)
{
    /// <summary>Looks at the account's open orphans.</summary>
    public async Task HandleAsync(CancellationToken cancellation)
    {
        await foreach (var orphan in run.Orphans.GetOpenAsync(
            run.Account.Tenant, run.Account.Id, null, cancellation))
        {
            if (!orphan.HasTraded && await HasEndedAsync(orphan, cancellation))
            {
                var ended = new Resolved(
                    Resolution.Ended, run.Caller.User, "It came to its end by itself.", run.Clock.GetUtcNow());
                await run.Orphans.TryResolveAsync(orphan, ended, run.Caller, cancellation);
                await OrphanRestrictions.LiftAsync(
                    run.Orphans, run.States, orphan, run.Caller, "Its orphans came to their end.", cancellation);
            }
        }
    }

    private async Task<bool> HasEndedAsync(Orphan orphan, CancellationToken cancellation)
    {
        if (orphan is { Kind: OrphanKind.MissingAtExchange, Order: { } id })
        {
            var order = await run.Orders.FindAsync(orphan.Tenant, id, cancellation);
            return order is null || order.Status.IsTerminal();
        }

        var reference = new OrderReference(
            orphan.Symbol, new ClientOrderId(orphan.ClientOrderId), orphan.ExchangeOrderId);
        return await run.Exchange.FindOrderAsync(reference, cancellation) is
        {
            Status: ReportedStatus.Cancelled or ReportedStatus.Expired or ReportedStatus.Rejected,
            FilledQuantity.Value: 0,
        };
    }
}
