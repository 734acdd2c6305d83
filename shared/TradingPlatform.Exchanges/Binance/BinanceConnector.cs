using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>The way to Binance spot, and to anything that speaks its dialect.</summary>
/// <param name="options">Checked here.</param>
/// <param name="clock">All time: timestamps, waits, timeouts.</param>
/// <param name="logs">Where what happens is written: ids and outcomes, never a key or a signature.</param>
/// <param name="handlers">
/// Makes the handler of each address's one <see cref="HttpClient"/>; null for <see cref="CreateHandler"/>.
/// </param>
/// <param name="silences">Shares what exchanges ask of all our processes; null where there is but this one.</param>
public sealed class BinanceConnector(
    BinanceOptions options, TimeProvider clock, ILoggerFactory logs, Func<HttpMessageHandler>? handlers = null,
    ExchangeSilences? silences = null)
    : IExchangeConnector, IDisposable
{
    private readonly BinanceOptions _options = Checked(options);
    private readonly ILogger _log = logs.CreateLogger<BinanceConnector>();
    private readonly ConcurrentDictionary<string, Lazy<BinanceVenue>> _venues = new(StringComparer.Ordinal);

    /// <summary>
    /// Never. Binance takes a client order id anew once the earlier order has ended (FACTS.md E5): a second order.
    /// </summary>
    public static ResubmitPolicy ResubmitPolicy => ResubmitPolicy.Never;

    /// <inheritdoc/>
    public ExchangeId Exchange => ExchangeId.Binance;

    /// <summary>
    /// A handler whose connections are pooled and renewed, and that follows, stores and unpacks nothing.
    /// </summary>
    public static SocketsHttpHandler CreateHandler(BinanceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return WireHandlers.Create(options.MaxConnections);
    }

    /// <inheritdoc/>
    public Uri DefaultAddress(TradingMode mode, ExchangeCredentials? credentials) => mode switch
    {
        TradingMode.Production => _options.Production,
        TradingMode.Sandbox => _options.Sandbox,
        TradingMode.Paper => _options.Paper ?? throw new InvalidOperationException("No simulated exchange is set."),
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };

    /// <inheritdoc/>
    /// <exception cref="ExchangeException">The key cannot be one: it does not fit into a header.</exception>
    public IExchange Connect(ExchangeCredentials credentials, TradingMode mode, Uri address)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        ArgumentNullException.ThrowIfNull(address);
        if (!credentials.Key.Reveal().All(static c => c is > ' ' and < (char)127))
        {
            throw new ExchangeException(new ExchangeError(
                ExchangeErrorKind.CredentialsInvalid, "KEY_MALFORMED", "The key does not fit into a header."));
        }

        var venue = Venue(address);
        return new BinanceExchange(venue, venue.Account(credentials), new BinanceSigner(credentials.SecretKey));
    }

    /// <inheritdoc/>
    public IMarketData OpenMarket(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new BinanceMarket(Venue(address));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var venue in _venues.Values.Where(venue => venue.IsValueCreated))
        {
            venue.Value.Dispose();
        }
    }

    /// <summary>What the accounts at one address share.</summary>
    internal BinanceVenue Venue(Uri address) =>
        _venues.GetOrAdd(
            address.GetLeftPart(UriPartial.Authority),
            origin => new Lazy<BinanceVenue>(() => new BinanceVenue(
                new Uri(origin), _options, clock, _log, handlers?.Invoke() ?? CreateHandler(_options),
                silences))).Value;

    private static BinanceOptions Checked(BinanceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return options;
    }
}
