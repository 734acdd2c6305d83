using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>
/// Compares an account's orders with its exchange's. What the exchange says is recorded; what only one side knows is
/// opened as an orphan. Orders that agree cost a read, and no write.
/// </summary>
/// <remarks>
/// Whose an order is, its client order id says, looked up in the store; never its time or its price (FAILURES F11).
/// </remarks>
internal sealed class CompareOrders(AccountRun run)
{
    private const int AtOnce = 16;

    // Longer than the adapter waits for an answer: until then its sender is still at work on it.
    private static readonly TimeSpan SenderMayBeAtWork = TimeSpan.FromSeconds(20);

    // An exchange may serve a query from behind its engine.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>Compares.</summary>
    public async Task HandleAsync(CancellationToken cancellation)
    {
        var listed = new Dictionary<string, OrderReport>(StringComparer.Ordinal);
        foreach (var report in await run.Exchange.GetOpenOrdersAsync(null, cancellation))
        {
            listed[report.ClientOrderId.Text] = report;
        }

        var doubtful = new List<Order>(AtOnce);
        await foreach (var order in run.Orders.GetUnsettledAsync(
            run.Account.Tenant, run.Account.Id, null, cancellation))
        {
            run.Findings.Total++;
            run.Symbols.Add(order.Ticket.Symbol);
            if (order.ExchangeOrderId is { } id)
            {
                run.ByExchangeId[id] = order.Id;
            }

            if (listed.Remove(order.ClientOrderId.Text, out var report) && !IsBeingSent(order))
            {
                await TakeUpAsync(order, report, cancellation);
                continue;
            }

            doubtful.Add(order);
            if (doubtful.Count == AtOnce)
            {
                await LookAsync(doubtful, cancellation);
            }
        }

        await LookAsync(doubtful, cancellation);
        foreach (var stranger in listed.Values)
        {
            run.Findings.Total++;
            run.Symbols.Add(stranger.Symbol);
            await LookAtStrangerAsync(stranger, cancellation);
        }
    }

    private bool IsBeingSent(Order order) => order.Status is OrderStatus.Pending or OrderStatus.Submitted
        && run.Clock.GetUtcNow() - order.UpdatedAt < SenderMayBeAtWork;

    // Side by side, since to prove that an order is not there takes two looks, seconds apart.
    private async Task LookAsync(List<Order> orders, CancellationToken cancellation)
    {
        await Task.WhenAll(orders.Select(order => LookAsync(order, cancellation)));
        orders.Clear();
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
            await Task.Delay(BetweenLooks, run.Clock, cancellation);
            var byOurId = order.Reference with { ExchangeOrderId = null };
            if ((await run.Exchange.FindOrderAsync(byOurId, cancellation)
                ?? await run.Exchange.FindOrderAsync(order.Reference, cancellation)) is { } found)
            {
                await TakeUpAsync(order, found, cancellation);
                return;
            }

            if (order.ExchangeOrderId is { } id
                && await run.Exchange.GetOrderTradesAsync(order.Ticket.Symbol, id, cancellation) is { IsEmpty: false } trades
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
    private async Task LookAtStrangerAsync(OrderReport report, CancellationToken cancellation)
    {
        if (await FindOwnAsync(report, cancellation) is not { } own)
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
        var after = await run.Ledger.RecordAsync(own, new OrderEvent.Reported(now), run.Caller, cancellation);
        if (after.Status.IsTerminal() && now.Status is ReportedStatus.Open or ReportedStatus.PartiallyFilled)
        {
            await run.OpenAsync(
                Orphan.Unknown(
                    run.Account, report, own.Id, $"{now.Status} at the exchange; the platform has it as {after.Status}.",
                    run.Clock.GetUtcNow()),
                cancellation);
            return;
        }

        run.Tally(own, after);
    }

    private async Task<Order?> FindOwnAsync(OrderReport report, CancellationToken cancellation) =>
        OrderId.TryFrom(report.ClientOrderId, out var id)
        && await run.Orders.FindAsync(run.Account.Tenant, id, cancellation) is { } order
        && order.Account == run.Account.Id
            ? order
            : null;
}
