using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>
/// Opens accounts at their exchanges: the key from the vault, the way from the exchange's connector. An open account is
/// kept for five minutes; a rotated key is another entry, so no order uses an old key after the account says otherwise.
/// </summary>
public sealed class ExchangeConnections(
    IEnumerable<IExchangeConnector> connectors, ISecretVault vault, TimeProvider clock)
{
    private const int MostKept = 10_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly Dictionary<ExchangeId, IExchangeConnector> _connectors =
        connectors.ToDictionary(connector => connector.Exchange);

    private readonly ConcurrentDictionary<(TenantId, AccountId, DateTimeOffset?), Entry> _open = new();

    /// <summary>True where the platform can trade there in this mode.</summary>
    public bool Supports(ExchangeId exchange, TradingMode mode) => Connector(exchange, mode) is not null;

    /// <summary>The account at its exchange.</summary>
    /// <exception cref="ExchangeException">
    /// Its key is not in the vault, or cannot be opened: <c>CredentialsInvalid</c>.
    /// </exception>
    public Task<IExchange> OpenAsync(ExchangeAccount account, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        var key = (account.Tenant, account.Id, account.RotatedAt);
        var now = clock.GetUtcNow();
        if (_open.TryGetValue(key, out var entry) && now - entry.Since < KeptFor && !entry.Exchange.IsFaulted)
        {
            return entry.Exchange.WaitAsync(cancellation);
        }

        if (_open.Count >= MostKept)
        {
            _open.Clear();
        }

        // One of many concurrent callers opens it; the others wait for that one.
        var opening = new Entry(now, new Lazy<Task<IExchange>>(() => ReadAndConnectAsync(account)));
        var kept = _open.AddOrUpdate(
            key, opening, (_, old) => now - old.Since < KeptFor && !old.Exchange.IsFaulted ? old : opening);
        return kept.Exchange.WaitAsync(cancellation);
    }

    /// <summary>An account that is not stored yet, to check its key with.</summary>
    public IExchange Connect(
        ExchangeId exchange, TradingMode mode, ExchangeCredentials credentials, Uri? baseUrl)
    {
        var connector = Connector(exchange, mode)
            ?? throw new InvalidOperationException("The platform does not trade there.");
        return connector.Connect(credentials, mode, baseUrl ?? connector.DefaultAddress(mode, credentials));
    }

    /// <summary>Forgets an account that was unlinked, or whose key is not accepted any more.</summary>
    public void Forget(ExchangeAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        _open.TryRemove((account.Tenant, account.Id, account.RotatedAt), out _);
    }

    // Paper accounts of every exchange trade on the simulated one, which speaks Binance's dialect.
    private IExchangeConnector? Connector(ExchangeId exchange, TradingMode mode) =>
        _connectors.GetValueOrDefault(mode is TradingMode.Paper ? ExchangeId.Binance : exchange);

    private async Task<IExchange> ReadAndConnectAsync(ExchangeAccount account)
    {
        var opened = await OpenSecretAsync(account.Secret)
            ?? throw new ExchangeException(new ExchangeError(
                ExchangeErrorKind.CredentialsInvalid, "NO_KEY", "The account's key is not in the vault."));
        return Connect(account.Exchange, account.Mode, KeyDocument.Read(opened.Value), account.BaseUrl);
    }

    // To its callers a key that cannot be opened is a key that is not accepted: one tenant's damaged record must not
    // end a round over all accounts, nor the kill switch's over the others.
    private async Task<OpenedSecret?> OpenSecretAsync(SecretName name)
    {
        try
        {
            return await vault.OpenAsync(name, CancellationToken.None);
        }
        catch (SecretUnreadableException)
        {
            throw new ExchangeException(new ExchangeError(
                ExchangeErrorKind.CredentialsInvalid, "KEY_UNREADABLE", "The account's key cannot be opened."));
        }
    }

    private sealed record Entry(DateTimeOffset Since, Lazy<Task<IExchange>> Opening)
    {
        public Task<IExchange> Exchange => Opening.Value;
    }
}

/// <summary>How an exchange key is written in the vault.</summary>
public static class KeyDocument
{
    /// <summary>The text that is sealed.</summary>
    public static Secret Write(ExchangeCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return new Secret(JsonSerializer.Serialize(
            new KeyFields(
                credentials.Key.Reveal(), credentials.SecretKey.Reveal(), credentials.Passphrase?.Reveal()),
            KeyJson.Default.KeyFields));
    }

    /// <summary>The key that the text holds.</summary>
    public static ExchangeCredentials Read(Secret sealedText)
    {
        var fields = JsonSerializer.Deserialize(sealedText.Reveal(), KeyJson.Default.KeyFields)!;
        return new ExchangeCredentials(
            new Secret(fields.ApiKey), new Secret(fields.ApiSecret),
            fields.Passphrase is { } passphrase ? new Secret(passphrase) : null);
    }
}

internal sealed record KeyFields(string ApiKey, string ApiSecret, string? Passphrase);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeyFields))]
internal sealed partial class KeyJson : JsonSerializerContext;
