using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Core.Accounts;

/// <summary>
/// Reads accounts' keys from the vault. Each reading is on record before the key is in anyone's hands.
/// </summary>
public sealed class AccountKeys(ISecretVault vault, AccountTrail trail, AccountAudit audit, IIdSource ids)
{
    /// <summary>The account's key.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="purpose">What for, in the audit trail: <c>trade</c>, <c>validate</c>, <c>rotate</c>.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ExchangeException">
    /// It is not in the vault, or cannot be opened: <c>CredentialsInvalid</c>. To its callers a key that cannot be
    /// opened is a key that is not accepted: one tenant's damaged record must not end a round over all accounts, nor
    /// the kill switch's over the others.
    /// </exception>
    public async Task<ExchangeCredentials> ReadAsync(
        ExchangeAccount account, string purpose, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        await trail.AddReadingAsync(account, audit.Reading(account, purpose), ids.NewId(), cancellation);
        try
        {
            var opened = await vault.OpenAsync(account.Secret, cancellation)
                ?? throw Missing("NO_KEY", "The account's key is not in the vault.");
            return KeyDocument.Read(opened.Value) with { Account = $"{account.Tenant.Text}/{account.Id.Text}" };
        }
        catch (SecretUnreadableException)
        {
            throw Missing("KEY_UNREADABLE", "The account's key cannot be opened.");
        }
    }

    /// <summary>The vault's name for the version that it holds now. Null where it holds no key.</summary>
    /// <exception cref="SecretUnreadableException">It cannot be opened.</exception>
    public async Task<string?> FindVersionAsync(
        ExchangeAccount account, string purpose, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        await trail.AddReadingAsync(account, audit.Reading(account, purpose), ids.NewId(), cancellation);
        return (await vault.OpenAsync(account.Secret, cancellation))?.Version;
    }

    private static ExchangeException Missing(string code, string message) =>
        new(new ExchangeError(ExchangeErrorKind.CredentialsInvalid, code, message));
}
