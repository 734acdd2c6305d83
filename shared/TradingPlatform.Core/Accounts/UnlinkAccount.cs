using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
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
/// <remarks>
/// No order is sent for an account that is gone: the account's gate is closed before its orders are looked through for
/// the last time, and an order is on that list before it passes the gate (ADR 0010). The account goes before its key: a
/// crash in between leaves a key that no account names, which is swept. A crash earlier leaves an account that is
/// marked, and <see cref="TakeUpKeyChanges"/> goes on with it.
/// </remarks>
public sealed class UnlinkAccount(
    AccountRepository accounts, AccountAudit audit, OrderRepository orders, RiskRepository risk, ISecretVault vault,
    ExchangeConnections connections, EquityReader equity, TimeProvider clock)
{
    /// <summary>Unlinks.</summary>
    public async Task<Unlinking> HandleAsync(Caller caller, AccountId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        while (await accounts.FindAsync(caller.Tenant, id, cancellation) is { } account)
        {
            if (account.ClosingSince is null)
            {
                // Before anything is closed: the usual refusal costs nobody an order.
                if (await HasOrdersAsync(account, cancellation))
                {
                    return Unlinking.HasOpenOrders;
                }

                await accounts.TryReplaceAsync(
                    audit.Record(
                        account with { ClosingSince = clock.GetUtcNow() }, AccountEvents.UnlinkBegun, caller),
                    CancellationToken.None);
            }
            else if (await TryEndAsync(account, caller) is { } ended)
            {
                return ended;
            }
        }

        return Unlinking.NotFound;
    }

    // Null where someone else changed the account: then it is looked at anew.
    private async Task<Unlinking?> TryEndAsync(ExchangeAccount account, Caller caller)
    {
        await risk.AddAsync(
            account.Tenant, Item.NoCounters.Add(account.Gate.Counter, 1), [account.Gate], CancellationToken.None);
        if (await HasOrdersAsync(account, CancellationToken.None))
        {
            var open = account with { ClosingSince = null, Generation = account.Generation + 1 };
            return await accounts.TryReplaceAsync(
                audit.Record(open, AccountEvents.UnlinkGivenUp, caller), CancellationToken.None)
                ? Unlinking.HasOpenOrders
                : null;
        }

        var gone = audit.Record(account, AccountEvents.Unlinked, caller, ("label", account.Label));
        if (!await accounts.TryDeleteAsync(gone, CancellationToken.None))
        {
            return null;
        }

        connections.Forget(account.Tenant, account.Id);
        equity.Forget(account.Tenant);
        await vault.DestroyAsync(account.Secret, CancellationToken.None);
        return Unlinking.Done;
    }

    private async Task<bool> HasOrdersAsync(ExchangeAccount account, CancellationToken cancellation)
    {
        await foreach (var _ in orders.GetUnsettledAsync(account.Tenant, account.Id, null, cancellation))
        {
            return true;
        }

        return false;
    }
}
