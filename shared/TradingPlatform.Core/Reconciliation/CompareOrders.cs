using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>
/// Compares an account's orders with its exchange's. What the exchange says is recorded; what only one side knows is
/// opened as an orphan. Orders that agree cost a read, and no write; of none is more kept than its name.
/// </summary>
/// <remarks>
/// Whose an order is, its client order id says, looked up in the store; never its time or its price (FAILURES F11).
/// </remarks>
internal sealed class CompareOrders(AccountRun run)
{
    private const int AtOnce = 16;

    // Longer than the adapter waits for an answer: until then its sender is still at work on it.
    private static readonly TimeSpan SenderMayBeAtWork = TimeSpan.FromSeconds(20);

    /// <summary>Compares: what the exchange lists, page by page, then what of ours it did not list.</summary>
    public async Task HandleAsync(CancellationToken cancellation)
    {
        await foreach (var page in run.Exchange.ReadOpenOrdersAsync(cancellation))
        {
            foreach (var part in page.Chunk(AtOnce))
            {
                await TakeUpAsync(part, cancellation);
            }

            await run.Lease.KeepAsync(cancellation);
        }

        var unlisted = new List<OrderId>(AtOnce);
        await foreach (var (id, symbol) in run.Orders.GetUnsettledIdsAsync(
            run.Account.Tenant, run.Account.Id, null, cancellation))
        {
            run.Symbols.Add(symbol);
            if (!run.Met.Has(id))
            {
                unlisted.Add(id);
            }

            if (unlisted.Count == AtOnce)
            {
                await LookAsync(unlisted, cancellation);
            }
        }

        await LookAsync(unlisted, cancellation);
    }

    // Whose they are is read side by side; what they say is recorded in turn.
    private async Task TakeUpAsync(OrderReport[] listed, CancellationToken cancellation)
    {
        var own = await Task.WhenAll(listed.Select(report => FindOwnAsync(report, cancellation)));
        foreach (var (report, order) in listed.Zip(own))
        {
            run.Symbols.Add(report.Symbol);
            // A page's order may come again on the next one; one that had ended and lives is not to be met anew below.
            if (order is not null && !run.Met.Add(order))
            {
                continue;
            }

            run.Findings.Total++;
            if (order is not { IsSettled: false })
            {
                await LookAtStrangerAsync(report, order, cancellation);
            }
            else if (IsBeingSent(order))
            {
                run.Count(findings => findings.Matched++);
            }
            else
            {
                await TakeUpAsync(order, report, cancellation);
            }
        }
    }

    private bool IsBeingSent(Order order) => order.Status is OrderStatus.Pending or OrderStatus.Submitted
        && run.Clock.GetUtcNow() - order.UpdatedAt < SenderMayBeAtWork;

    // Side by side, since to prove that an order is not there takes two looks, seconds apart.
    private async Task LookAsync(List<OrderId> unlisted, CancellationToken cancellation)
    {
        var orders = await Task.WhenAll(
            unlisted.Select(id => run.Orders.FindAsync(run.Account.Tenant, id, cancellation)));
        unlisted.Clear();
        foreach (var order in orders.OfType<Order>())
        {
            run.Findings.Total++;
            run.Met.Add(order);
        }

        await Task.WhenAll(orders.OfType<Order>().Select(order => LookAsync(order, cancellation)));
        await run.Lease.KeepAsync(cancellation);
    }

    private async Task LookAsync(Order order, CancellationToken cancellation)
    {
        try
        {
            switch (order.Status)
            {
                case OrderStatus.Pending or OrderStatus.Submitted when IsBeingSent(order):
                    run.Count(findings => findings.Matched++);
                    break;
                case OrderStatus.Pending:
                    // What is pending was not sent, and cannot be any more: its sender's next write would fail.
                    var never = new OrderEvent.Refused(RejectReason.NotPlaced("The order was never sent."));
                    var ended = await run.Ledger.TryRecordAsync([order], never, run.Caller, cancellation);
                    run.Tally(order, ended is [var only] ? only : order);
                    break;
                case OrderStatus.Open or OrderStatus.PartiallyFilled:
                    await LookForMissingAsync(order, cancellation);
                    break;
                default:
                    run.Tally(order, await run.Settle.HandleAsync(order, run.Exchange, run.Caller, cancellation));
                    break;
            }
        }
        catch (ExchangeException e)
        {
            run.Log.OrderNotCompared(order.Id, e.Message);
            run.Count(findings => findings.Error = new RunError(run.Account.Id, e.Error.Kind.ToString()));
        }
    }

    private async Task TakeUpAsync(Order order, OrderReport report, CancellationToken cancellation)
    {
        var after = await run.Ledger.RecordAsync(order, new OrderEvent.Reported(report), run.Caller, cancellation);
        run.Tally(order, await run.Settle.FetchTradesAsync(after, run.Exchange, run.Caller, cancellation));
    }

    // Ours works, and the exchange does not list it. One empty listing proves nothing.
    private async Task LookForMissingAsync(Order order, CancellationToken cancellation)
    {
        if (await run.Exchange.FindOrderAsync(order.Reference, cancellation) is { } report)
        {
            await TakeUpAsync(order, report, cancellation);
            return;
        }

        var missing = Orphan.Missing(
            run.Account, order, "The exchange has no such order, open or ended, and no trade of it.",
            run.Clock.GetUtcNow());
        if (await run.Orphans.FindAsync(missing.Tenant, missing.Id, cancellation) is null)
        {
            await WaitAsync(cancellation);
            var byOurId = order.Reference with { ExchangeOrderId = null };
            if ((await run.Exchange.FindOrderAsync(byOurId, cancellation)
                ?? await run.Exchange.FindOrderAsync(order.Reference, cancellation)) is { } found)
            {
                await TakeUpAsync(order, found, cancellation);
                return;
            }

            if (order.ExchangeOrderId is { } id
                && await run.Exchange.GetOrderTradesAsync(order.Ticket.Symbol, id, cancellation)
                    is { IsEmpty: false } trades
                && await run.Ledger.RecordAsync(order, new OrderEvent.Traded(trades), run.Caller, cancellation)
                    is { Status: OrderStatus.Filled } filled)
            {
                run.Tally(order, filled);
                return;
            }
        }

        await run.OpenAsync(missing, cancellation);
    }

    // Listed, and not among our unsettled orders.
    private async Task LookAtStrangerAsync(OrderReport report, Order? own, CancellationToken cancellation)
    {
        if (own is null)
        {
            await run.OpenAsync(
                Orphan.Unknown(
                    run.Account, report, null, $"{report.Status} at the exchange; the platform did not place it.",
                    run.Clock.GetUtcNow()),
                cancellation);
            return;
        }

        // It may have ended since it was listed.
        var now = await run.Exchange.FindOrderAsync(own.Reference, cancellation) ?? report;
        if (own.Status.IsTerminal() && IsWorking(now))
        {
            await WaitAsync(cancellation);
            now = await run.Exchange.FindOrderAsync(own.Reference, cancellation) ?? report;
        }

        var after = await run.Ledger.RecordAsync(own, new OrderEvent.Reported(now), run.Caller, cancellation);
        if (after.Status.IsTerminal() && IsWorking(now))
        {
            await run.OpenAsync(
                Orphan.Unknown(
                    run.Account, report, own.Id,
                    $"{now.Status} at the exchange; the platform has it as {after.Status}.",
                    run.Clock.GetUtcNow()),
                cancellation);
            return;
        }

        run.Tally(own, after);
    }

    // Before a second look: by then the exchange shows everywhere what it had told of an order before the first.
    private Task WaitAsync(CancellationToken cancellation) =>
        Task.Delay(AccountRun.MayTrail, run.Clock, cancellation);

    private static bool IsWorking(OrderReport report) =>
        report.Status is ReportedStatus.Open or ReportedStatus.PartiallyFilled;

    // By the id that we gave it; by the exchange's where somebody else placed it and the platform adopted it.
    private async Task<Order?> FindOwnAsync(OrderReport report, CancellationToken cancellation)
    {
        var (tenant, account) = (run.Account.Tenant, run.Account.Id);
        var own = OrderId.TryFrom(report.ClientOrderId, out var id)
            ? await run.Orders.FindAsync(tenant, id, cancellation)
            : null;
        own ??= await run.Orders.FindAsync(
            tenant, OrderId.DeriveExternal(tenant, account, report.Symbol, report.ExchangeOrderId), cancellation);
        return own?.Account == account ? own : null;
    }
}
