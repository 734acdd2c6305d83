using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>
/// The ways to Bitget's two markets: the connectors share what the exchange counts by address.
/// </summary>
/// <param name="options">Checked here.</param>
/// <param name="clock">All time: timestamps, waits, timeouts.</param>
/// <param name="logs">Where what happens is written: ids and outcomes, never a key or a signature.</param>
/// <param name="handlers">
/// Makes the handler of each address's one <see cref="HttpClient"/>; null for the usual one.
/// </param>
/// <param name="silences">Shares what exchanges ask of all our processes; null where there is but this one.</param>
public sealed class BitgetConnectors(
    BitgetOptions options, TimeProvider clock, ILoggerFactory logs, Func<HttpMessageHandler>? handlers = null,
    ExchangeSilences? silences = null)
    : IDisposable
{
    private readonly BitgetOptions _options = Checked(options);
    private readonly ILogger _log = logs.CreateLogger<BitgetConnectors>();
    private readonly ConcurrentDictionary<string, Lazy<BitgetGateway>> _gateways = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Origin, ExchangeId, bool IsDemo), Lazy<BitgetVenue>> _venues = new();

    /// <summary>
    /// Never. The exchange takes a client order id anew once the earlier order has a fill, or after six hours
    /// (FACTS.md E4): a second order.
    /// </summary>
    public static ResubmitPolicy ResubmitPolicy => ResubmitPolicy.Never;

    /// <summary>Spot.</summary>
    public IExchangeConnector Spot => new Connector(this, BitgetProduct.Spot);

    /// <summary>USDT-margined futures.</summary>
    public IExchangeConnector Futures => new Connector(this, BitgetProduct.Futures);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var venue in _venues.Values.Where(venue => venue.IsValueCreated))
        {
            venue.Value.Dispose();
        }

        foreach (var gateway in _gateways.Values.Where(gateway => gateway.IsValueCreated))
        {
            gateway.Value.Dispose();
        }
    }

    private static BitgetOptions Checked(BitgetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return options;
    }

    private BitgetVenue Venue(Uri address, BitgetProduct product, bool isDemo)
    {
        var origin = address.GetLeftPart(UriPartial.Authority);
        return _venues.GetOrAdd(
            (origin, product.Exchange, isDemo),
            key => new Lazy<BitgetVenue>(() => new BitgetVenue(
                Gateway(key.Origin), product, isDemo, address => Streams(address, isDemo)))).Value;
    }

    private BitgetGateway Gateway(string origin) => _gateways.GetOrAdd(
        origin,
        key => new Lazy<BitgetGateway>(() => new BitgetGateway(
            new Uri(key), _options, clock, _log,
            handlers?.Invoke() ?? WireHandlers.Create(_options.MaxConnections), silences))).Value;

    /// <summary>The exchange has its streams elsewhere; another address has them where its calls go.</summary>
    private Uri Streams(Uri address, bool isDemo) => address == _options.Address
        ? isDemo ? _options.DemoStreams : _options.Streams
        : new UriBuilder(address) { Scheme = address.Scheme == "https" ? "wss" : "ws" }.Uri;

    private sealed class Connector(BitgetConnectors all, BitgetProduct product) : IExchangeConnector
    {
        public ExchangeId Exchange => product.Exchange;

        public Uri DefaultAddress(TradingMode mode, ExchangeCredentials? credentials) => mode switch
        {
            TradingMode.Production or TradingMode.Sandbox => all._options.Address,
            TradingMode.Paper => throw new InvalidOperationException("Paper accounts trade elsewhere."),
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };

        public IExchange Connect(ExchangeCredentials credentials, TradingMode mode, Uri address)
        {
            ArgumentNullException.ThrowIfNull(credentials);
            ArgumentNullException.ThrowIfNull(address);
            if (!FitsHeader(credentials.Key.Reveal()) || !FitsHeader(credentials.Passphrase?.Reveal() ?? ""))
            {
                throw new ExchangeException(new ExchangeError(
                    ExchangeErrorKind.CredentialsInvalid, "KEY_MALFORMED",
                    "A Bitget key needs its passphrase, and neither may hold what does not fit into a header."));
            }

            var venue = all.Venue(address, product, mode == TradingMode.Sandbox);
            return new BitgetExchange(venue, venue.Account(credentials), new BitgetSigner(credentials));
        }

        public IMarketData OpenMarket(Uri address)
        {
            ArgumentNullException.ThrowIfNull(address);
            return new BitgetMarketData(all.Venue(address, product, isDemo: false));
        }

        private static bool FitsHeader(string text) => text.Length > 0 && text.All(static c => c is > ' ' and <= '~');
    }
}
