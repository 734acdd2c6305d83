using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>
/// Opens accounts at their exchanges: the key from the vault, the way from the exchange's connector. An open account is
/// kept for five minutes, and the key with it no longer.
/// </summary>
/// <remarks>
/// A rotated key is another entry: the account, which every order reads consistently, says which one it goes by. So no
/// order uses an old key once the account says otherwise, wherever it runs, and one that has begun with the old key
/// ends with it. Events let go of what nobody will ask for again (<see cref="Forget(TenantId, AccountId)"/>).
/// </remarks>
public sealed class ExchangeConnections(
    IEnumerable<IExchangeConnector> connectors, AccountKeys keys, TimeProvider clock)
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly Dictionary<ExchangeId, IExchangeConnector> _connectors =
        connectors.ToDictionary(connector => connector.Exchange);

    private readonly ShortLived<(TenantId Tenant, AccountId Account, DateTimeOffset? Rotated), IExchange> _open =
        new(MostKept, KeptFor, clock);

    /// <summary>True where the platform can trade there in this mode.</summary>
    public bool Supports(ExchangeId exchange, TradingMode mode) => Connector(exchange, mode) is not null;

    /// <summary>The account at its exchange.</summary>
    /// <exception cref="ExchangeException">
    /// Its key is not in the vault, or cannot be opened: <c>CredentialsInvalid</c>.
    /// </exception>
    public Task<IExchange> OpenAsync(ExchangeAccount account, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        return _open.GetAsync(
            (account.Tenant, account.Id, account.RotatedAt),
            () => ConnectAsync(account, "trade", CancellationToken.None),
            cancellation);
    }

    /// <summary>The account at its exchange, with the key as the vault has it now.</summary>
    /// <param name="account">Which.</param>
    /// <param name="purpose">What for, in the audit trail.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ExchangeException">As <see cref="OpenAsync"/>.</exception>
    public async Task<IExchange> ConnectAsync(
        ExchangeAccount account, string purpose, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Connect(
            account.Exchange, account.Mode, await keys.ReadAsync(account, purpose, cancellation), account.BaseUrl);
    }

    /// <summary>An account that is not stored yet, to check its key with.</summary>
    public IExchange Connect(
        ExchangeId exchange, TradingMode mode, ExchangeCredentials credentials, Uri? baseUrl)
    {
        var connector = Connector(exchange, mode)
            ?? throw new InvalidOperationException("The platform does not trade there.");
        return connector.Connect(credentials, mode, baseUrl ?? connector.DefaultAddress(mode, credentials));
    }

    /// <summary>
    /// Lets go of an account that was unlinked, whose key was changed, or whose key is not accepted any more.
    /// </summary>
    public void Forget(TenantId tenant, AccountId account) =>
        _open.Forget(key => key.Tenant == tenant && key.Account == account);

    /// <summary>Lets go of what has been kept for its time: keys must not outlast it where nobody trades.</summary>
    public void DropExpired() => _open.DropExpired();

    // Paper accounts of every spot exchange trade on the simulated one, which speaks Binance's dialect. It has no
    // futures.
    private IExchangeConnector? Connector(ExchangeId exchange, TradingMode mode) => mode switch
    {
        TradingMode.Paper when exchange.IsFutures() => null,
        TradingMode.Paper => _connectors.GetValueOrDefault(ExchangeId.Binance),
        _ => _connectors.GetValueOrDefault(exchange),
    };
}
