using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>
/// Asks the exchange whether it still accepts an account's key. A key that it refuses makes the account
/// <see cref="AccountStatus.Invalid"/>, and no order is taken for it; one that it accepts again makes it active.
/// </summary>
public sealed class ValidateKey(
    AccountRepository accounts, AccountAudit audit, ExchangeConnections connections, TimeProvider clock)
{
    /// <summary>Validates.</summary>
    public async Task<AccountAnswer> HandleAsync(Caller caller, AccountId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await accounts.FindAsync(caller.Tenant, id, cancellation) is not { } account)
        {
            return new AccountAnswer.NotFound();
        }

        return await AskAsync(account, cancellation) switch
        {
            KeyVerdict.Accepted accepted => await AcceptAsync(caller, account, accepted, cancellation),
            KeyVerdict.Refused refused => await RefuseAsync(caller, account, refused, cancellation),
            KeyVerdict.Unavailable unavailable => new AccountAnswer.Unavailable(unavailable.Error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<KeyVerdict> AskAsync(ExchangeAccount account, CancellationToken cancellation)
    {
        try
        {
            var exchange = await connections.ConnectAsync(account, "validate", cancellation);
            return await KeyCheck.AskAsync(exchange, account.Mode, account.MayWithdraw, cancellation);
        }
        catch (ExchangeException e)
        {
            return new KeyVerdict.Refused(e.Error.Message, e.Error);
        }
    }

    private async Task<AccountAnswer> AcceptAsync(
        Caller caller, ExchangeAccount asked, KeyVerdict.Accepted accepted, CancellationToken cancellation) =>
        await accounts.ChangeAsync(
            caller.Tenant, asked.Id,
            now => audit.Record(
                IsAnotherKey(asked, now)
                    ? now
                    : now with
                    {
                        Status = now.Status is AccountStatus.Invalid ? AccountStatus.Active : now.Status,
                        WatchedAt = now.Status is AccountStatus.Invalid ? clock.GetUtcNow() : now.WatchedAt,
                        Permissions = accepted.Words,
                        IpRestricted = accepted.Permissions?.IpRestricted,
                        KeyExpiresAt = accepted.Permissions?.ExpiresAt,
                        ExchangeUid = now.ExchangeUid ?? accepted.Uid,
                        ValidatedAt = clock.GetUtcNow(),
                    },
                AccountEvents.KeyValidated, caller, ("result", "accepted"),
                ("ipRestricted", AccountWords.YesNoUnknown(accepted.Permissions?.IpRestricted))),
            cancellation) is { } account
                ? new AccountAnswer.Done(account)
                : new AccountAnswer.NotFound();

    private async Task<AccountAnswer> RefuseAsync(
        Caller caller, ExchangeAccount asked, KeyVerdict.Refused refused, CancellationToken cancellation)
    {
        (string Name, string Value)[] details =
            [("result", "refused"), ("why", refused.Why), ("exchangeCode", refused.Error?.Code ?? "none")];
        var account = await accounts.ChangeAsync(
            caller.Tenant, asked.Id,
            // A key that was refused and has been replaced since says nothing of the new one.
            now => IsAnotherKey(asked, now) || now.Status is not AccountStatus.Active
                ? audit.Record(now, AccountEvents.KeyValidated, caller, details)
                : audit.Record(
                    now with { Status = AccountStatus.Invalid }, AccountEvents.KeyInvalid, caller, details),
            cancellation);
        connections.Forget(asked.Tenant, asked.Id);
        // Unlinked while the exchange was asked: then it is its absence that the caller is told of.
        return account is null
            ? new AccountAnswer.NotFound()
            : new AccountAnswer.KeyRefused(refused.Why, refused.Error);
    }

    private static bool IsAnotherKey(ExchangeAccount asked, ExchangeAccount now) => asked.KeyVersion != now.KeyVersion;
}
