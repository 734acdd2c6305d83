using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Risk;

/// <summary>
/// Cancels every open order of a tenant's accounts, those that the platform did not place included, and looks again
/// until the exchanges show none.
/// </summary>
public sealed class CancelEverything(
    AccountRepository accounts, OrderRepository orders, ExchangeConnections connections, CancelAllOrders cancelAll,
    TimeProvider clock, ILogger<CancelEverything> log)
{
    private const int MostRounds = 5;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(200);

    /// <summary>Cancels. True where every exchange has shown that nothing is open any more.</summary>
    /// <remarks>False is no end: the caller's round, or the next one after a restart, goes on.</remarks>
    public async Task<bool> HandleAsync(Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        for (var round = 1; ; round++)
        {
            await cancelAll.HandleAsync(caller, null, null, cancellation);
            // One that passed the gate before the switch may still be on its way, and show up at the exchange later.
            var none = !await AnyMayFillAsync(caller.Tenant, cancellation);
            foreach (var account in await accounts.GetAllAsync(caller.Tenant, cancellation))
            {
                // One that its tenant has switched off may have open orders too. Where the key is not accepted any
                // more, nothing can be shown.
                none &= account.Status is not AccountStatus.Invalid && await ClearAsync(account, cancellation);
            }

            if (none || round == MostRounds)
            {
                return none;
            }

            await Task.Delay(BetweenRounds, clock, cancellation);
        }
    }

    private async Task<bool> AnyMayFillAsync(TenantId tenant, CancellationToken cancellation)
    {
        await foreach (var order in orders.GetUnsettledAsync(tenant, null, null, cancellation))
        {
            if (!order.Status.IsTerminal())
            {
                return true;
            }
        }

        return false;
    }

    // True where the exchange showed none; where it showed some they are cancelled, and the next round looks again.
    private async Task<bool> ClearAsync(ExchangeAccount account, CancellationToken cancellation)
    {
        try
        {
            var exchange = await connections.OpenAsync(account, cancellation);
            var open = await exchange.InFirstLane.GetOpenOrdersAsync(null, cancellation);
            foreach (var report in open)
            {
                await exchange.CancelAsync(
                    new OrderReference(report.Symbol, report.ClientOrderId, report.ExchangeOrderId), cancellation);
            }

            return open.IsEmpty;
        }
        catch (ExchangeException e)
        {
            log.NotCleared(account.Id, e.Message);
            return false;
        }
    }
}
