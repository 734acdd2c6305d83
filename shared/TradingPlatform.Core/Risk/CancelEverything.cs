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
            // Side by side: an exchange that does not answer must not hold up the others' cancels. An account that its
            // tenant has switched off may have open orders too.
            var cleared = await Task.WhenAll((await accounts.GetAllAsync(caller.Tenant, cancellation))
                .Select(account => ClearAsync(account, caller, cancellation)));
            // One that passed the gate before the switch may still be on its way, and show up at the exchange later.
            var none = !cleared.Contains(false) && !await AnyMayFillAsync(caller.Tenant, cancellation);
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
    private async Task<bool> ClearAsync(ExchangeAccount account, Caller caller, CancellationToken cancellation)
    {
        try
        {
            await cancelAll.HandleAsync(caller, account.Id, null, cancellation);
            if (account.Status is AccountStatus.Invalid)
            {
                // Its key is not accepted any more, so nothing can be shown.
                return false;
            }

            var exchange = await connections.OpenAsync(account, cancellation);
            var open = await exchange.InFirstLane.GetOpenOrdersAsync(null, cancellation);
            await SideBySide.ForEachAsync(
                open,
                async (report, token) => await exchange.CancelAsync(
                    new OrderReference(report.Symbol, report.ClientOrderId, report.ExchangeOrderId), token),
                cancellation);
            return open.IsEmpty;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // The edge of one account's turn: the vault's failure, too, must not end the others'.
            log.NotCleared(account.Id, e is ExchangeException known ? known.Message : e.GetType().Name);
            return false;
        }
    }
}
