using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>Switches an account on or off.</summary>
public sealed class SwitchAccount(
    AccountRepository accounts, AccountAudit audit, ValidateKey validate, ExchangeConnections connections)
{
    /// <summary>
    /// Lets it trade, once its exchange has accepted its key: much may have happened to the key while it was off.
    /// </summary>
    public async Task<AccountAnswer> ActivateAsync(Caller caller, AccountId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await accounts.FindAsync(caller.Tenant, id, cancellation) is { Status: AccountStatus.Active } already)
        {
            return new AccountAnswer.Done(already);
        }

        var validated = await validate.HandleAsync(caller, id, cancellation);
        return validated is AccountAnswer.Done
            ? await SetAsync(caller, id, AccountStatus.Active, AccountEvents.Activated, cancellation)
            : validated;
    }

    /// <summary>Takes no more orders for it; those that are open stay, and can be cancelled.</summary>
    public async Task<AccountAnswer> DeactivateAsync(Caller caller, AccountId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var answer = await SetAsync(caller, id, AccountStatus.Inactive, AccountEvents.Deactivated, cancellation);
        connections.Forget(caller.Tenant, id);
        return answer;
    }

    private async Task<AccountAnswer> SetAsync(
        Caller caller, AccountId id, AccountStatus status, string type, CancellationToken cancellation) =>
        await accounts.ChangeAsync(
            caller.Tenant, id,
            now => now.Status == status
                ? null
                : audit.Record(
                    now with
                    {
                        Status = status,
                        // Nobody looks after one that is off; its exchange has just answered for one that goes on.
                        WatchedAt = status is AccountStatus.Active ? now.ValidatedAt : now.WatchedAt,
                    },
                    type, caller),
            cancellation) is { } account
                ? new AccountAnswer.Done(account)
                : new AccountAnswer.NotFound();
}
