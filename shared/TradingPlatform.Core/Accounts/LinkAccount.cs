using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>Asks for an account to be linked.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Exchange">Where.</param>
/// <param name="Label">The tenant's name for it.</param>
/// <param name="Mode">With whose money.</param>
/// <param name="Credentials">The key; null for a paper account, which gets one of its own.</param>
/// <param name="BaseUrl">The exchange's origin, already checked against the allow-list; null for the usual one.</param>
/// <param name="AllowWithdrawPermission">The tenant accepts a key that may move funds.</param>
public sealed record LinkAccountCommand(
    Caller Caller, ExchangeId Exchange, string Label, TradingMode Mode, ExchangeCredentials? Credentials,
    Uri? BaseUrl, bool AllowWithdrawPermission);

/// <summary>How linking ended.</summary>
public abstract record Linking
{
    private Linking()
    {
    }

    /// <summary>It is linked.</summary>
    public sealed record Linked(ExchangeAccount Account) : Linking;

    /// <summary>The exchange does not accept the key, or the key may do what it should not.</summary>
    public sealed record KeyRefused(string Why, ExchangeError? Error) : Linking;

    /// <summary>The exchange could not be asked, so the key could not be checked.</summary>
    public sealed record Unavailable(ExchangeError Error) : Linking;

    /// <summary>The tenant has an account of this label.</summary>
    public sealed record LabelTaken : Linking;
}

/// <summary>A source of ids that name something new.</summary>
public interface IIdSource
{
    /// <summary>A slug of 26 characters or fewer that names nothing yet.</summary>
    string NewId();
}

/// <summary>Opens accounts on the platform's own simulated exchange.</summary>
public interface IPaperExchange
{
    /// <summary>A new account with play money, and its key.</summary>
    Task<ExchangeCredentials> OpenAccountAsync(CancellationToken cancellation);

    /// <summary>Another key of the account that a key opens. The old one goes on.</summary>
    Task<ExchangeCredentials> AddKeyAsync(ExchangeCredentials current, CancellationToken cancellation);
}

/// <summary>Links an account: its key is checked with the exchange before anything is stored.</summary>
/// <remarks>
/// The key is sealed before the account is stored: a crash in between leaves a secret that no account names, which
/// <see cref="SweepOrphanedKeys"/> destroys; never an account without its key.
/// </remarks>
public sealed class LinkAccount(
    AccountRepository accounts, AccountAudit audit, ExchangeConnections connections, ISecretVault vault,
    IPaperExchange paper, EquityReader equity, IIdSource ids, TimeProvider clock)
{
    // Well within the time after which a key without an account counts as left over.
    private static readonly TimeSpan SealedFor = TimeSpan.FromMinutes(1);

    /// <summary>Links.</summary>
    public async Task<Linking> HandleAsync(LinkAccountCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            var credentials = command.Credentials ?? await paper.OpenAccountAsync(cancellation);
            var exchange = connections.Connect(command.Exchange, command.Mode, credentials, command.BaseUrl);
            return await KeyCheck.AskAsync(
                exchange, command.Mode, command.AllowWithdrawPermission, cancellation) switch
            {
                KeyVerdict.Accepted accepted => await StoreAsync(command, credentials, accepted, cancellation),
                KeyVerdict.Refused refused => new Linking.KeyRefused(refused.Why, refused.Error),
                KeyVerdict.Unavailable unavailable => new Linking.Unavailable(unavailable.Error),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (ExchangeException e) when (e.Error.Kind is ExchangeErrorKind.CredentialsInvalid)
        {
            return new Linking.KeyRefused("The exchange does not accept the key.", e.Error);
        }
        catch (ExchangeException e)
        {
            return new Linking.Unavailable(e.Error);
        }
    }

    private async Task<Linking> StoreAsync(
        LinkAccountCommand command, ExchangeCredentials credentials, KeyVerdict.Accepted accepted,
        CancellationToken cancellation)
    {
        var account = new ExchangeAccount(
            command.Caller.Tenant, AccountId.Parse(ids.NewId()), command.Exchange, command.Label, command.Mode,
            clock.GetUtcNow())
        {
            Permissions = accepted.Words,
            IpRestricted = accepted.Permissions?.IpRestricted,
            KeyExpiresAt = accepted.Permissions?.ExpiresAt,
            KeyHint = KeyDocument.Hint(credentials),
            KeyVersion = ids.NewId(),
            ExchangeUid = accepted.Uid,
            BaseUrl = command.BaseUrl,
            Version = 0,
        };
        var linked = audit.Record(
            account, AccountEvents.Linked, command.Caller, ("exchange", command.Exchange.ToString()),
            ("label", command.Label), ("mode", command.Mode.ToString()),
            ("permissions", string.Join(' ', accepted.Words)),
            ("ipRestricted", AccountWords.YesNoUnknown(account.IpRestricted)));
        var begun = clock.GetTimestamp();
        await vault.SealAsync(account.Secret, KeyDocument.Write(credentials), account.KeyVersion, cancellation);
        if (clock.GetElapsedTime(begun) > SealedFor)
        {
            // Someone may take the key for one that was left over by now: better no account than one without its key.
            await vault.DestroyAsync(account.Secret, CancellationToken.None);
            throw new TimeoutException("Sealing the key took too long.");
        }

        if (await accounts.TryAddAsync(linked, CancellationToken.None))
        {
            equity.Forget(account.Tenant);
            return new Linking.Linked(linked.Account);
        }

        await vault.DestroyAsync(account.Secret, CancellationToken.None);
        return new Linking.LabelTaken();
    }
}
