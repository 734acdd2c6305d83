using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Exchanges.CoinbaseAdvanced;
using TradingPlatform.Exchanges.CoinbaseExchange;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>
/// The way to Coinbase. A key with a passphrase is one of the Exchange API; one without is a key of Advanced Trade, its
/// name and an EC private key in PEM.
/// </summary>
/// <param name="options">Checked here.</param>
/// <param name="clock">All time: timestamps, waits, timeouts.</param>
/// <param name="logs">Where what happens is written: ids and outcomes, never a key or a signature.</param>
/// <param name="handlers">
/// Makes the handler of each address's one <see cref="HttpClient"/>; null for the usual one.
/// </param>
/// <param name="silences">Shares what exchanges ask of all our processes; null where there is but this one.</param>
public sealed class CoinbaseConnector(
    CoinbaseOptions options, TimeProvider clock, ILoggerFactory logs, Func<HttpMessageHandler>? handlers = null,
    ExchangeSilences? silences = null)
    : IExchangeConnector, IDisposable
{
    private readonly CoinbaseOptions _options = Checked(options);
    private readonly ILogger _log = logs.CreateLogger<CoinbaseConnector>();
    private readonly ConcurrentDictionary<string, Lazy<CoinbaseFeeds>> _exchange = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<CoinbaseFeeds>> _advanced = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, string), CoinbaseAccount> _accounts = new();

    /// <summary>Never: the Exchange API does not look whether it has a <c>client_oid</c> (FACTS.md E5).</summary>
    public static ResubmitPolicy ExchangeApiResubmitPolicy => ResubmitPolicy.Never;

    /// <summary>Advanced Trade answers an id that it has with the order it has (FACTS.md E3).</summary>
    public static ResubmitPolicy AdvancedResubmitPolicy => ResubmitPolicy.ReturnsEarlierOrder;

    /// <inheritdoc/>
    public ExchangeId Exchange => ExchangeId.Coinbase;

    /// <inheritdoc/>
    /// <exception cref="ExchangeException">Advanced Trade has no test network.</exception>
    public Uri DefaultAddress(TradingMode mode, ExchangeCredentials? credentials) =>
        (mode, IsAdvanced: credentials is { Passphrase: null }) switch
        {
            (TradingMode.Production, true) => _options.Advanced,
            (TradingMode.Production, false) => _options.Exchange,
            (TradingMode.Sandbox, true) => throw new ExchangeException(new ExchangeError(
                ExchangeErrorKind.CredentialsInvalid, "NO_SANDBOX",
                "Advanced Trade has no sandbox. Use a key of the Exchange API's sandbox, with its passphrase.")),
            (TradingMode.Sandbox, false) => _options.Sandbox,
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };

    /// <inheritdoc/>
    /// <exception cref="ExchangeException">The key cannot be one.</exception>
    public IExchange Connect(ExchangeCredentials credentials, TradingMode mode, Uri address)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        ArgumentNullException.ThrowIfNull(address);
        return credentials.Passphrase is { } passphrase
            ? ConnectExchange(credentials, passphrase, address)
            : ConnectAdvanced(credentials, address);
    }

    /// <inheritdoc/>
    /// <remarks>Of Advanced Trade at its own address, of the Exchange API at any other.</remarks>
    public IMarketData OpenMarket(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Origin(address) == Origin(_options.Advanced)
            ? new AdvancedMarket(Advanced(address))
            : new ExchangeApiMarket(ExchangeApi(address));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var account in _accounts.Values)
        {
            account.Dispose();
        }

        foreach (var feeds in _exchange.Values.Concat(_advanced.Values).Where(feeds => feeds.IsValueCreated))
        {
            feeds.Value.Dispose();
            feeds.Value.Venue.Dispose();
        }
    }

    private ExchangeApiAccount ConnectExchange(ExchangeCredentials credentials, Secret passphrase, Uri address)
    {
        var signer = new ExchangeApiSigner(credentials.Key, credentials.SecretKey, passphrase);
        var feeds = ExchangeApi(address);
        var account = Account(
            feeds.Venue, credentials, signer, _options.PrivateCallsPerSecond, _options.FillCallsPerSecond);
        return new ExchangeApiAccount(feeds.Venue, account, signer, new ExchangeApiFeed(feeds));
    }

    private AdvancedAccount ConnectAdvanced(ExchangeCredentials credentials, Uri address)
    {
        var signer = new AdvancedSigner(credentials.Key, credentials.SecretKey, address, _options.TokenLife);
        var feeds = Advanced(address);
        var account = Account(
            feeds.Venue, credentials, signer, _options.AdvancedCallsPerSecond, _options.AdvancedCallsPerSecond);
        return new AdvancedAccount(feeds.Venue, account, signer, new AdvancedFeed(feeds));
    }

    // The secret is part of the name: another one under the same key must not sign by the first one's.
    private CoinbaseAccount Account(
        CoinbaseVenue venue, ExchangeCredentials credentials, ICoinbaseSigner signer, int calls, int fills)
    {
        var all = credentials.Key.Reveal() + "\n" + credentials.SecretKey.Reveal() + "\n"
            + credentials.Passphrase?.Reveal();
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
        return _accounts.GetOrAdd(
            (Origin(venue.Address), name), _ => new CoinbaseAccount(venue, signer, calls, fills));
    }

    private CoinbaseFeeds ExchangeApi(Uri address)
    {
        var feed = Origin(address) == Origin(_options.Exchange) ? _options.ExchangeFeed
            : Origin(address) == Origin(_options.Sandbox) ? _options.SandboxFeed
            : CoinbaseFeeds.Beside(address);
        return Feeds(_exchange, address, new ExchangeApiDialect(), feed, feed);
    }

    private CoinbaseFeeds Advanced(Uri address)
    {
        var isOwn = Origin(address) == Origin(_options.Advanced);
        return Feeds(
            _advanced, address, new AdvancedDialect(),
            isOwn ? _options.AdvancedFeed : CoinbaseFeeds.Beside(address),
            isOwn ? _options.AdvancedUserFeed : CoinbaseFeeds.Beside(address));
    }

    private CoinbaseFeeds Feeds(
        ConcurrentDictionary<string, Lazy<CoinbaseFeeds>> kept, Uri address, ICoinbaseDialect dialect, Uri market,
        Uri user) =>
        kept.GetOrAdd(Origin(address), origin => new Lazy<CoinbaseFeeds>(() => new CoinbaseFeeds(
            new CoinbaseVenue(
                new Uri(origin), dialect, _options, clock, _log,
                handlers?.Invoke() ?? WireHandlers.Create(_options.MaxConnections), silences),
            market, user))).Value;

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static CoinbaseOptions Checked(CoinbaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return options;
    }
}
