using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>Gives an account another label; labels are unique within a tenant.</summary>
public sealed class RenameAccount(AccountRepository accounts, AccountAudit audit)
{
    /// <summary>Renames. Nothing is stored where it has that label already.</summary>
    public async Task<AccountAnswer> HandleAsync(
        Caller caller, AccountId id, string label, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        while (await accounts.FindAsync(caller.Tenant, id, cancellation) is { } account)
        {
            if (account.Label == label)
            {
                return new AccountAnswer.Done(account);
            }

            var change = audit.Record(
                account with { Label = label }, AccountEvents.Renamed, caller, ("before", account.Label),
                ("after", label));
            if (await accounts.TryRenameAsync(account, change, cancellation))
            {
                return new AccountAnswer.Done(change.Account);
            }

            // Refused for one of two reasons; where the account is as it was, it is the label.
            if ((await accounts.FindAsync(caller.Tenant, id, cancellation))?.Version == account.Version)
            {
                return new AccountAnswer.LabelTaken();
            }
        }

        return new AccountAnswer.NotFound();
    }
}
