using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>
/// Puts a new key in an account's place: checked with the exchange first, then sealed, then in use. The old one serves
/// until then, and an order that has begun with it ends with it.
/// </summary>
/// <remarks>
/// What is about to happen is stored first, so that a crash at any point leaves either key in use and the trail whole:
/// <see cref="TakeUpKeyChanges"/> looks into the vault for how far it came. Sealing is the switch; the account follows
/// what the vault holds.
/// </remarks>
public sealed class RotateKey(
    AccountRepository accounts, AccountAudit audit, ExchangeConnections connections, AccountKeys keys,
    ISecretVault vault, IPaperExchange paper, KeyChangeEnd end, IIdSource ids, TimeProvider clock)
{
    /// <summary>Rotates.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The account.</param>
    /// <param name="given">The new key; null for a paper account, which gets another one of its own.</param>
    /// <param name="cancellation">Ends the call, until the new key is about to be sealed.</param>
    public async Task<AccountAnswer> HandleAsync(
        Caller caller, AccountId id, ExchangeCredentials? given, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (await accounts.FindAsync(caller.Tenant, id, cancellation) is not { } account)
        {
            return new AccountAnswer.NotFound();
        }

        try
        {
            var credentials = given ?? await paper.AddKeyAsync(
                await keys.ReadAsync(account, "rotate", cancellation), cancellation);
            var exchange = connections.Connect(account.Exchange, account.Mode, credentials, account.BaseUrl);
            return await KeyCheck.AskAsync(exchange, account.Mode, account.MayWithdraw, cancellation) switch
            {
                KeyVerdict.Accepted accepted when IsOfAnother(account, accepted) => new AccountAnswer.KeyRefused(
                    "The key is of another account at the exchange.", null),
                KeyVerdict.Accepted accepted => await ReplaceAsync(
                    caller, account, credentials, accepted, cancellation),
                KeyVerdict.Refused refused => new AccountAnswer.KeyRefused(refused.Why, refused.Error),
                KeyVerdict.Unavailable unavailable => new AccountAnswer.Unavailable(unavailable.Error),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (ExchangeException e) when (e.Error.Kind is ExchangeErrorKind.CredentialsInvalid)
        {
            return new AccountAnswer.KeyRefused(e.Error.Message, e.Error);
        }
        catch (ExchangeException e)
        {
            return new AccountAnswer.Unavailable(e.Error);
        }
    }

    // Its orders would be out of reach under a key that opens another account.
    private static bool IsOfAnother(ExchangeAccount account, KeyVerdict.Accepted accepted) =>
        account.ExchangeUid is { } known && accepted.Uid is { } given && known != given;

    private async Task<AccountAnswer> ReplaceAsync(
        Caller caller, ExchangeAccount account, ExchangeCredentials credentials, KeyVerdict.Accepted accepted,
        CancellationToken cancellation)
    {
        var change = new KeyChange(
            ids.NewId(), KeyDocument.Hint(credentials), accepted.Words, accepted.Permissions?.IpRestricted,
            accepted.Permissions?.ExpiresAt, clock.GetUtcNow());
        var begun = await accounts.ChangeAsync(
            caller.Tenant, account.Id,
            now => now.Changing is not null || now.ClosingSince is not null
                ? null
                : audit.Record(
                    now with { Changing = change }, AccountEvents.KeyChangeBegun, caller,
                    ("version", change.Version)),
            cancellation);
        if (begun is null || begun.Changing?.Version != change.Version)
        {
            return begun is null ? new AccountAnswer.NotFound() : new AccountAnswer.Busy();
        }

        await vault.SealAsync(
            account.Secret, KeyDocument.Write(credentials), change.Version, CancellationToken.None);
        if (await end.SwitchAsync(caller, begun, change) is { } switched)
        {
            return new AccountAnswer.Done(switched);
        }

        // Unlinked meanwhile: what was sealed after that belongs to nobody.
        await vault.DestroyAsync(account.Secret, CancellationToken.None);
        return new AccountAnswer.NotFound();
    }
}
