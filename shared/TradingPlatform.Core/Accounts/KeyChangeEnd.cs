using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>How long the vault keeps the key before the one in use.</summary>
/// <param name="KeptFor">From the moment of the change.</param>
public sealed record OldKeys(TimeSpan KeptFor);

/// <summary>Ends the change of a key that was begun: the account follows what the vault holds.</summary>
public sealed class KeyChangeEnd(
    AccountRepository accounts, AccountAudit audit, ExchangeConnections connections, OldKeys old, TimeProvider clock)
{
    /// <summary>The new key is sealed: from now on the account goes by it. Null where the account is gone.</summary>
    public async Task<ExchangeAccount?> SwitchAsync(Caller caller, ExchangeAccount account, KeyChange change)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(change);
        var switched = await accounts.ChangeAsync(
            account.Tenant, account.Id,
            now => now.KeyVersion == change.Version ? null : audit.Record(
                Switched(now, change), AccountEvents.KeyChanged, caller, ("version", change.Version),
                ("ipRestricted", AccountWords.YesNoUnknown(change.IpRestricted))),
            CancellationToken.None);
        connections.Forget(account.Tenant, account.Id);
        return switched;
    }

    /// <summary>The new key did not reach the vault: the old one goes on.</summary>
    public Task GiveUpAsync(Caller caller, ExchangeAccount account, KeyChange change)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(change);
        return accounts.ChangeAsync(
            account.Tenant, account.Id,
            now => now.Changing?.Version != change.Version ? null : audit.Record(
                now with { Changing = null }, AccountEvents.KeyChangeGivenUp, caller, ("version", change.Version)),
            CancellationToken.None);
    }

    private ExchangeAccount Switched(ExchangeAccount now, KeyChange change)
    {
        var at = clock.GetUtcNow();
        return now with
        {
            Changing = now.Changing?.Version == change.Version ? null : now.Changing,
            Status = now.Status is AccountStatus.Invalid ? AccountStatus.Active : now.Status,
            KeyVersion = change.Version,
            KeyHint = change.Hint,
            Permissions = change.Permissions,
            IpRestricted = change.IpRestricted,
            KeyExpiresAt = change.ExpiresAt,
            ValidatedAt = change.ValidatedAt,
            RotatedAt = at,
            PreviousKeyUntil = at + old.KeptFor,
            ExpiryWarnedAt = null,
            AgeWarnedAt = null,
        };
    }
}
