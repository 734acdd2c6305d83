using System.Collections.Immutable;
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
}

/// <summary>Links an account: its key is checked with the exchange before anything is stored.</summary>
/// <remarks>
/// The key is sealed before the account is stored: a crash in between leaves a secret that no account names, which
/// <see cref="SweepOrphanedKeys"/> destroys; never an account without its key.
/// </remarks>
public sealed class LinkAccount(
    AccountRepository accounts, ExchangeConnections connections, ISecretVault vault, IPaperExchange paper,
    EquityReader equity, IIdSource ids, TimeProvider clock)
{
    /// <summary>Links.</summary>
    public async Task<Linking> HandleAsync(LinkAccountCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            var credentials = command.Credentials ?? await paper.OpenAccountAsync(cancellation);
            var exchange = connections.Connect(command.Exchange, command.Mode, credentials, command.BaseUrl);
            var state = await exchange.GetAccountAsync(cancellation);
            var permissions = await exchange.FindKeyPermissionsAsync(cancellation);
            return Refused(command, state, permissions)
                ?? await StoreAsync(command, credentials, permissions, cancellation);
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

    private static Linking.KeyRefused? Refused(
        LinkAccountCommand command, AccountState state, KeyPermissions? permissions)
    {
        if (permissions is null && command.Mode is TradingMode.Production)
        {
            return new Linking.KeyRefused("The exchange does not say what the key may do.", null);
        }

        return (state, permissions) switch
        {
            ({ CanTrade: false }, _) => new Linking.KeyRefused("The account may not trade.", null),
            (_, { CanRead: false }) => new Linking.KeyRefused("The key may not read the account.", null),
            (_, { CanTrade: false }) => new Linking.KeyRefused("The key may not trade.", null),
            (_, { CanWithdraw: true }) when !command.AllowWithdrawPermission =>
                new Linking.KeyRefused("The key may withdraw or transfer funds.", null),
            _ => null,
        };
    }

    private async Task<Linking> StoreAsync(
        LinkAccountCommand command, ExchangeCredentials credentials, KeyPermissions? permissions,
        CancellationToken cancellation)
    {
        var key = credentials.Key.Reveal();
        var account = new ExchangeAccount(
            command.Caller.Tenant, AccountId.Parse(ids.NewId()), command.Exchange, command.Label, command.Mode,
            clock.GetUtcNow())
        {
            Permissions = Words(permissions),
            IpRestricted = permissions?.IpRestricted,
            KeyExpiresAt = permissions?.ExpiresAt,
            KeyHint = key[^Math.Min(4, key.Length)..],
            BaseUrl = command.BaseUrl,
        };
        await vault.SealAsync(account.Secret, KeyDocument.Write(credentials), ids.NewId(), cancellation);
        if (await accounts.TryAddAsync(account, CancellationToken.None))
        {
            equity.Forget(account.Tenant);
            return new Linking.Linked(account);
        }

        await vault.DestroyAsync(account.Secret, CancellationToken.None);
        return new Linking.LabelTaken();
    }

    private static ImmutableArray<string> Words(KeyPermissions? permissions) => permissions switch
    {
        null => ["read", "trade"],
        { CanWithdraw: true } => ["read", "trade", "withdraw"],
        _ => ["read", "trade"],
    };
}
