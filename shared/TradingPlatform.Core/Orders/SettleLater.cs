using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Events;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Queues;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>An order that is to be settled.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Order">Which.</param>
/// <param name="Look">How often it was looked at in vain.</param>
public sealed record SettlementWork(TenantId Tenant, OrderId Order, int Look);

/// <summary>
/// Settles an order whose answer was lost as soon as its fate can be known, without waiting for the next round over all
/// accounts: the event that tells of the loss, which is stored with it, puts the order on a queue.
/// </summary>
public sealed class SettleLater(
    IWorkQueue queue, OrderRepository orders, AccountRepository accounts, ExchangeConnections connections,
    SettleOrder settle, TimeProvider clock)
{
    // With the pauses below more than an hour; what is unknown then is left to reconciliation.
    private const int MostLooks = 120;
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>Puts the order on the queue, where the event says that its answer was lost.</summary>
    public async Task HearAsync(PlatformEvent happened, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (happened.Type == OrderAudit.AnswerLost)
        {
            var lost = JsonSerializer.Deserialize(happened.Detail, CoreJson.Default.AuditEvent)!;
            await SendAsync(new SettlementWork(happened.Tenant, OrderId.Parse(lost.Subject), 0), First, cancellation);
        }
    }

    /// <summary>Looks after the order of one message; where it stays unknown it is put on the queue again.</summary>
    public async Task HandleAsync(string message, string correlationId, CancellationToken cancellation)
    {
        var work = JsonSerializer.Deserialize(message, CoreJson.Default.SettlementWork)!;
        if (await orders.FindAsync(work.Tenant, work.Order, cancellation) is not { } order
            || !order.Status.IsInDoubt()
            || await accounts.FindAsync(work.Tenant, order.Account, cancellation) is not { } account)
        {
            return;
        }

        var caller = Caller.Platform(work.Tenant, "settlement", correlationId);
        try
        {
            var exchange = await connections.OpenAsync(account, cancellation);
            order = await settle.HandleAsync(order, exchange, caller, cancellation);
        }
        catch (ExchangeException)
        {
            // The exchange is silent; the order is as unknown as before, and asked about again.
        }

        if (order.Status.IsInDoubt() && work.Look < MostLooks)
        {
            await SendAsync(work with { Look = work.Look + 1 }, Pause(order, work.Look), cancellation);
        }
    }

    // Once nothing was found, what can be known next is absence, and that only after the fence.
    private TimeSpan Pause(Order order, int look)
    {
        var toFence = order.Sent is { } sent ? sent.AcceptableUntil - clock.GetUtcNow() + Margin : TimeSpan.Zero;
        var pause = look < 6 ? First : First * (look - 4);
        pause = pause < Longest ? pause : Longest;
        return toFence > TimeSpan.Zero && toFence < pause ? toFence : pause;
    }

    private Task SendAsync(SettlementWork work, TimeSpan delay, CancellationToken cancellation) => queue.SendAsync(
        WorkQueues.SettleOrders,
        [new WorkMessage(JsonSerializer.Serialize(work, CoreJson.Default.SettlementWork), delay)], cancellation);
}
