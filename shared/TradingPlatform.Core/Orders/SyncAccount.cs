using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>
/// Brings an account's unsettled orders up to what the exchange says: settles those in doubt, and learns of fills and
/// ends that nobody has told of. One call lists what is open; an order is asked about by itself only where that list
/// says something new of it.
/// </summary>
public sealed class SyncAccount(
    OrderRepository orders, ExchangeConnections connections, OrderLedger ledger, SettleOrder settle,
    TimeProvider clock, ILogger<SyncAccount> log)
{
    // Longer than the adapter waits for an answer: until then its sender is still at work on it.
    private static readonly TimeSpan SenderMayBeAtWork = TimeSpan.FromSeconds(20);

    /// <summary>Syncs the account.</summary>
    /// <param name="account">Which.</param>
    /// <param name="caller">For whom it is recorded.</param>
    /// <param name="sendersSince">
    /// Whoever was sending before this moment is gone, so what they left behind is taken up at once: the start of the
    /// process, where one process does all the sending, as on the local host. Null where others may be sending.
    /// </param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>How many orders are still unsettled.</returns>
    public async Task<int> HandleAsync(
        ExchangeAccount account, Caller caller, DateTimeOffset? sendersSince, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        var unsettled = new List<Order>();
        await foreach (var order in orders.GetUnsettledAsync(account.Tenant, account.Id, null, cancellation))
        {
            unsettled.Add(order);
        }

        if (unsettled.Count == 0)
        {
            return 0;
        }

        var exchange = await connections.OpenAsync(account, cancellation);
        // Listed after the orders were read, so an order that is missing here is not merely too new.
        var reports = unsettled.Exists(order => order.Status is OrderStatus.Open or OrderStatus.PartiallyFilled)
            ? await ReadOpenAsync(
                exchange, [.. unsettled.Select(order => order.Ticket.Symbol).Distinct()], cancellation)
            : [];
        // Side by side: to prove that an order never arrived takes two looks, seconds apart.
        var left = 0;
        await SideBySide.ForEachAsync(
            unsettled,
            async (order, token) =>
            {
                var now = await SyncAsync(order, reports, exchange, caller, sendersSince, token);
                if (!now.IsSettled)
                {
                    Interlocked.Increment(ref left);
                }
            },
            cancellation);
        return left;
    }

    /// <summary>The exchange's open orders in these pairs, and perhaps others, by client order id.</summary>
    internal static async Task<Dictionary<string, OrderReport>> ReadOpenAsync(
        IExchange exchange, IReadOnlyList<Markets.Symbol> symbols, CancellationToken cancellation)
    {
        var open = new Dictionary<string, OrderReport>(StringComparer.Ordinal);
        // One pair costs a fraction of what all of them do (FACTS.md E1).
        const int FewPairs = 10;
        foreach (var symbol in symbols.Count <= FewPairs
            ? symbols.Select(symbol => (Markets.Symbol?)symbol)
            : [null])
        {
            foreach (var report in await exchange.GetOpenOrdersAsync(symbol, cancellation))
            {
                open[report.ClientOrderId.Text] = report;
            }
        }

        return open;
    }

    /// <summary>Brings one order up to date.</summary>
    /// <param name="order">As it is stored.</param>
    /// <param name="open">What the exchange lists as open, by client order id.</param>
    /// <param name="exchange">Its account there.</param>
    /// <param name="caller">For whom it is recorded.</param>
    /// <param name="sendersSince">See <see cref="HandleAsync"/>.</param>
    /// <param name="cancellation">Ends the call.</param>
    internal async Task<Order> SyncAsync(
        Order order, Dictionary<string, OrderReport> open, IExchange exchange, Caller caller,
        DateTimeOffset? sendersSince, CancellationToken cancellation)
    {
        try
        {
            var mayBeAtWork = clock.GetUtcNow() - order.UpdatedAt < SenderMayBeAtWork
                && (sendersSince is not { } start || order.UpdatedAt >= start);
            switch (order.Status)
            {
                case OrderStatus.Pending or OrderStatus.Submitted when mayBeAtWork:
                    return order;
                case OrderStatus.Pending:
                    // What is pending was not sent, and cannot be any more: its sender's next write would fail. Only
                    // while it is pending, though: of an order that its sender has moved on nothing is proven.
                    var never = new OrderEvent.Refused(RejectReason.NotPlaced("The order was never sent."));
                    return await ledger.TryRecordAsync([order], never, caller, cancellation) is [var ended]
                        ? ended
                        : order;
                case OrderStatus.Open or OrderStatus.PartiallyFilled
                    when open.TryGetValue(order.ClientOrderId.Text, out var report):
                    order = await ledger.RecordAsync(
                        order, new OrderEvent.Reported(report), caller, CancellationToken.None);
                    return await settle.FetchTradesAsync(order, exchange, caller, cancellation);
                default:
                    return await settle.HandleAsync(order, exchange, caller, cancellation);
            }
        }
        catch (ExchangeException e)
        {
            log.SyncFailed(order.Id, e.Message);
            return order;
        }
    }
}
