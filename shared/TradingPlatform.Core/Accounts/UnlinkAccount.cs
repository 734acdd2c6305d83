using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>How unlinking ended.</summary>
public enum Unlinking
{
    /// <summary>It is gone, and so is its key.</summary>
    Done = 1,

    /// <summary>The tenant has no such account.</summary>
    NotFound = 2,

    /// <summary>
    /// It has orders that are not settled; without its key nobody could find out what becomes of them.
    /// </summary>
    HasOpenOrders = 3,
}

/// <summary>Unlinks an account and destroys its key.</summary>
/// <remarks>The account goes first: a crash in between leaves a key that no account names, which is swept.</remarks>
public sealed class UnlinkAccount(
    AccountRepository accounts, OrderRepository orders, ISecretVault vault, ExchangeConnections connections,
    EquityReader equity)
{
    /// <summary>Unlinks.</summary>
    public async Task<Unlinking> HandleAsync(Caller caller, AccountId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        while (await accounts.FindAsync(caller.Tenant, id, cancellation) is { } account)
        {
            await foreach (var _ in orders.GetUnsettledAsync(caller.Tenant, id, null, cancellation))
            {
                return Unlinking.HasOpenOrders;
            }

            if (await accounts.TryDeleteAsync(account, CancellationToken.None))
            {
                connections.Forget(account);
                equity.Forget(account.Tenant);
                await vault.DestroyAsync(account.Secret, CancellationToken.None);
                return Unlinking.Done;
            }
        }

        return Unlinking.NotFound;
    }
}
