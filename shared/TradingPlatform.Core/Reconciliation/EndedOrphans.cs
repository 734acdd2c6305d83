using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>
/// Resolves the orphans that came to their end by themselves: a missing order that has settled after all, and a
/// stranger's that is gone without a trade. Those that traded wait for a person.
/// </summary>
internal sealed class EndedOrphans(AccountRun run)
{
    /// <summary>Looks at the account's open orphans, and at what they restrict.</summary>
    public async Task HandleAsync(CancellationToken cancellation)
    {
        var (restricted, ended) = (new HashSet<Symbol>(), new HashSet<Symbol>());
        await foreach (var orphan in run.Orphans.GetOpenAsync(
            run.Account.Tenant, run.Account.Id, null, cancellation))
        {
            if (!orphan.HasTraded && await HasEndedAsync(orphan, cancellation))
            {
                var how = new Resolved(
                    Resolution.Ended, run.Caller.User, "It came to its end by itself.", run.Clock.GetUtcNow());
                await run.Orphans.TryResolveAsync(orphan, how, run.Caller, cancellation);
                ended.Add(orphan.Symbol);
            }
            else if (orphan.Restricts)
            {
                restricted.Add(orphan.Symbol);
            }
        }

        await AgreeAsync(restricted, ended, cancellation);
    }

    // Also where whoever opened or resolved an orphan died before the pair was restricted, or free again.
    private async Task AgreeAsync(HashSet<Symbol> restricted, HashSet<Symbol> ended, CancellationToken cancellation)
    {
        foreach (var symbol in restricted)
        {
            await run.RestrictAsync(symbol, cancellation);
        }

        var causes = run.Account.TradingCauses;
        ended.UnionWith((causes.IsDefault ? [] : causes)
            .Where(cause => cause.Code == AccountRun.OrphansCause).Select(cause => cause.Symbol).OfType<Symbol>());
        foreach (var symbol in ended.Except(restricted))
        {
            await run.States.ReleaseAsync(
                run.Caller, run.Account.Id, AccountRun.OrphansCause, symbol, "Its orphans came to their end.",
                cancellation);
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
