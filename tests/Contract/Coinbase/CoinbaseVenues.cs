using TradingPlatform.Contract.Binance;
using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Exchanges.Coinbase;

namespace TradingPlatform.Contract.Coinbase;

/// <summary>The Exchange API.</summary>
internal sealed class ExchangeApiVenue(
    TimeProvider clock, CoinbaseOptions? options = null, Strangers? strangers = null) : IVenue
{
    private readonly ExchangeApiServer _server = new(clock, strangers);
    private readonly CoinbaseConnector _connector = new(options ?? Quick.Options, clock, new LogLines());

    public VenueBooks Books => _server.Books;

    public DialectServer Server => _server;

    public IExchange Exchange { get; private set; } = null!;

    public IMarketData Market { get; private set; } = null!;

    public string PlaceCall => "POST /orders";

    public bool IsBlind
    {
        set => _server.IsBlind = value;
    }

    public TimeSpan Skew
    {
        set => _server.Skew = value;
    }

    public string TradeId(VenueTrade trade) => trade.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public async Task StartAsync()
    {
        await _server.StartAsync();
        Exchange = Connect(ExchangeApiServer.SecretKey);
        Market = _connector.OpenMarket(_server.Address);
    }

    public IExchange Connect(string secret) => _connector.Connect(
        new ExchangeCredentials(
            new Secret(ExchangeApiServer.Key), new Secret(secret), new Secret(ExchangeApiServer.Passphrase)),
        TradingMode.Production, _server.Address);

    public async ValueTask DisposeAsync()
    {
        _connector.Dispose();
        await _server.DisposeAsync();
    }
}

/// <summary>Advanced Trade.</summary>
internal sealed class AdvancedVenue(
    TimeProvider clock, CoinbaseOptions? options = null, Strangers? strangers = null) : IVenue
{
    private readonly AdvancedServer _server = new(clock, strangers);
    private CoinbaseConnector? _connector;

    public VenueBooks Books => _server.Books;

    public AdvancedServer Own => _server;

    public DialectServer Server => _server;

    public IExchange Exchange { get; private set; } = null!;

    public IMarketData Market { get; private set; } = null!;

    public string PlaceCall => "POST /api/v3/brokerage/orders";

    public bool IsBlind
    {
        set => _server.IsBlind = value;
    }

    public TimeSpan Skew
    {
        set => _server.Skew = value;
    }

    public string TradeId(VenueTrade trade) => FormattableString.Invariant($"t-{trade.Id}");

    public async Task StartAsync()
    {
        await _server.StartAsync();
        // At its own address the market is Advanced Trade's; its feeds are then beside it.
        var feed = new UriBuilder(_server.Address) { Scheme = "ws" }.Uri;
        _connector = new CoinbaseConnector(
            (options ?? Quick.Options) with
            {
                Advanced = _server.Address, AdvancedFeed = feed, AdvancedUserFeed = feed,
            },
            clock, new LogLines());
        Exchange = Connect(_server.Tokens.Sec1);
        Market = _connector.OpenMarket(_server.Address);
    }

    public IExchange Connect(string pem) => _connector!.Connect(
        new ExchangeCredentials(new Secret(TokenCheck.Name), new Secret(pem), null),
        TradingMode.Production, _server.Address);

    public async ValueTask DisposeAsync()
    {
        _connector?.Dispose();
        await _server.DisposeAsync();
    }
}

/// <summary>Options for tests that run in real time.</summary>
internal static class Quick
{
    public static CoinbaseOptions Options { get; } = new()
    {
        PublicCallsPerSecond = 10_000,
        PrivateCallsPerSecond = 10_000,
        FillCallsPerSecond = 10_000,
        AdvancedCallsPerSecond = 10_000,
        ReconnectDelay = TimeSpan.FromMilliseconds(20),
        LongestReconnectDelay = TimeSpan.FromMilliseconds(20),
        OrderTimeout = TimeSpan.FromSeconds(3),
        ReadTimeout = TimeSpan.FromSeconds(3),
    };
}
