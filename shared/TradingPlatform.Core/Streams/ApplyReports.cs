using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Streams;

/// <summary>
/// Brings what a stream reports to orders, fills and positions, by the same once-only path as answers and polls: a
/// report that an answer or a sweep has told already changes nothing.
/// </summary>
public sealed class ApplyReports(
    OrderRepository orders, OrderLedger ledger, SettleOrder settle, ExchangeConnections connections, IIdSource ids,
    TimeProvider clock, ILogger<ApplyReports> log)
{
    private const int MostAtOnce = 256;

    /// <summary>Applies reports as they come, until cancelled.</summary>
    public async Task RunAsync(
        AccountStream stream, ChannelReader<OrderReport> reports, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(reports);
        var batch = new List<OrderReport>();
        while (await reports.WaitToReadAsync(cancellation))
        {
            while (batch.Count < MostAtOnce && reports.TryRead(out var report))
            {
                batch.Add(report);
            }

            // Orders side by side, since each is a write; the reports of one order one after another.
            await SideBySide.ForEachAsync(
                batch.GroupBy(report => report.ClientOrderId),
                (group, token) => ApplyAsync(stream, [.. group], token),
                cancellation);
            batch.Clear();
        }
    }

    private async ValueTask ApplyAsync(
        AccountStream stream, IReadOnlyList<OrderReport> reports, CancellationToken cancellation)
    {
        try
        {
            await RecordAsync(stream, reports, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // This is the edge of one order's turn. What was lost here is found as what a broken connection lost.
            log.ReportFailed(stream.Account.Id, e.GetType().Name);
            stream.LeftOut(clock.GetUtcNow());
        }
    }

    private async Task RecordAsync(
        AccountStream stream, IReadOnlyList<OrderReport> reports, CancellationToken cancellation)
    {
        var account = stream.Account;
        // An order that the platform did not place is not the stream's to judge: reconciliation finds it (F11).
        if (!OrderId.TryFrom(reports[0].ClientOrderId, out var id)
            || (await ledger.Answers.FindAsync(account.Tenant, id, cancellation)
                ?? await orders.FindAsync(account.Tenant, id, cancellation)) is not { } order
            || order.Account != account.Id || order.Ticket.Symbol != reports[0].Symbol)
        {
            return;
        }

        var caller = Caller.Platform(account.Tenant, "stream", ids.NewId());
        foreach (var report in reports)
        {
            order = await ledger.RecordAsync(
                order, new OrderEvent.Reported(report), caller, CancellationToken.None);
        }

        stream.ToldOf(id);
        if (!order.TradesAreWhole)
        {
            // A frame before this one was lost: what it told of is asked for.
            var exchange = await connections.OpenAsync(account, cancellation);
            order = await settle.FetchTradesAsync(order, exchange, caller, cancellation);
        }

        stream.Resting.Saw(order);
    }
}
