using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Contract.Simulated;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Embedded.SimulatedExchange;
using TradingPlatform.Exchanges.Binance;

namespace TradingPlatform.Contract.Venues;

/// <summary>The simulated exchange, which speaks Binance's dialect, with a market that nobody but the test quotes in.
/// </summary>
internal sealed class SimulatedVenue : IVenueDouble
{
    private readonly string _folder = Directory.CreateTempSubdirectory("venue-").FullName;
    private SimulatedExchange _exchange = null!;
    private BinanceConnector _connector = null!;
    private Trader _account = null!;
    private Trader _maker = null!;
    private Trader _taker = null!;
    private TimeProvider _clock = TimeProvider.System;
    private int _ids;

    private SimulatedVenue()
    {
    }

    public IExchange Exchange { get; private set; } = null!;

    public IMarketData Market { get; private set; } = null!;

    public Symbol Symbol { get; } = Symbol.Parse("BTC-USDT");

    public Uri Address => _exchange.Url;

    public Relay? Relay { get; private set; }

    public Uri Knock => new(_exchange.Url, "/api/v3/ping");

    private Uri Origin => Relay?.Address ?? _exchange.Url;

    public string Key => _account.ApiKey;

    public static async Task<SimulatedVenue> OpenAsync(
        Func<BinanceOptions, BinanceOptions>? with = null,
        Func<SimulatedExchangeOptions, SimulatedExchangeOptions>? simulated = null, TimeProvider? clock = null)
    {
        var venue = new SimulatedVenue();
        var pair = DefaultSymbols.All[0] with { StartPrice = 50_000m, HouseLevels = 0 };
        var options = new SimulatedExchangeOptions
        {
            DataFile = Path.Combine(venue._folder, "exchange.db"),
            Path = new PricePath.Still(),
            Symbols = [pair],
        };
        venue._exchange = await SimulatedExchange.StartAsync(
            simulated?.Invoke(options) ?? options, clock ?? TimeProvider.System, null, CancellationToken.None);
        venue._clock = clock ?? TimeProvider.System;
        (venue._account, var credentials) = await venue.AddAsync();
        (venue._maker, _) = await venue.AddAsync();
        (venue._taker, _) = await venue.AddAsync();
        var quick = new BinanceOptions
        {
            ReconnectDelay = TimeSpan.FromMilliseconds(2),
            LongestReconnectDelay = TimeSpan.FromMilliseconds(20),
        };
        venue._connector = new BinanceConnector(
            with?.Invoke(quick) ?? quick, venue._clock, NullLoggerFactory.Instance);
        venue.Relay = clock is null ? null : new Relay(venue._exchange.Url);
        venue.Exchange = venue._connector.Connect(credentials, TradingMode.Paper, venue.Origin);
        venue.Market = venue._connector.OpenMarket(venue.Origin);
        return venue;
    }

    public ClientOrderId NewId() => new($"00000000-0000-4000-8000-{Interlocked.Increment(ref _ids):D12}");

    public async Task OfferAsync(OrderSide side, Price price, Quantity quantity) =>
        (await _maker.LimitAsync(Word(side), quantity.Value, price.Value)).MustSucceed();

    public async Task TakeAsync(OrderSide side, Price price, Quantity quantity) =>
        (await _taker.PlaceAsync(string.Create(CultureInfo.InvariantCulture,
            $"symbol=BTCUSDT&side={Word(side)}&type=LIMIT&timeInForce=IOC&quantity={quantity}&price={price}")))
        .MustSucceed();

    public Task CutStreamsAsync() => TroubleAsync("""{"action":"cut"}""");

    public Task WithholdAsync(int events) => TroubleAsync($$"""{"action":"withhold","count":{{events}}}""");

    // A change of an order is two events: the order's, and the balances'.
    public Task LoseAsync(int changes) => WithholdAsync(2 * changes);

    public Task RepeatAsync(int changes) => TroubleAsync($$"""{"action":"repeat","count":{{2 * changes}}}""");

    public Task ReverseAsync(int changes) => TroubleAsync($$"""{"action":"reverse","count":{{2 * changes}}}""");

    public Task FreezeAsync(bool isFrozen) => WithholdAsync(isFrozen ? int.MaxValue : 0);

    public void Beat()
    {
        // It pings by its own clock.
    }

    /// <summary>Plans a trouble of <c>/sim/streams</c>.</summary>
    public async Task TroubleAsync(string json) => (await _account.SimAsync("/sim/streams", json)).MustSucceed();

    /// <summary>How many sockets are open.</summary>
    public async Task<int> OpenSocketsAsync() => (await _account.SimAsync("/sim/streams", """{"action":"count"}"""))
        .MustSucceed().Json.GetProperty("affected").GetInt32();

    /// <summary>Plans a fault of <c>/sim/faults</c>.</summary>
    public async Task FaultAsync(string json) => (await _account.SimAsync("/sim/faults", json)).MustSucceed();

    /// <summary>One more account, over the same connections.</summary>
    public async Task<(IExchange Exchange, string Key)> AddAccountAsync()
    {
        var (trader, credentials) = await AddAsync();
        trader.Dispose();
        return (_connector.Connect(credentials, TradingMode.Paper, _exchange.Url), credentials.Key.Reveal());
    }

    /// <summary>An account with a key that the exchange does not know.</summary>
    public IExchange ConnectUnknown() => _connector.Connect(
        new ExchangeCredentials(new Secret("nobody"), new Secret("nothing"), null), TradingMode.Paper, _exchange.Url);

    public async Task<ImmutableArray<ReportedFill>> TradesAsync()
    {
        var answer = await _account.SendAsync(HttpMethod.Get, "/sim/trades?apiKey=" + _account.ApiKey, null);
        return [.. answer.MustSucceed().Json.EnumerateArray().Select(Read)];
    }

    public async ValueTask DisposeAsync()
    {
        _connector.Dispose();
        _account.Dispose();
        _maker.Dispose();
        _taker.Dispose();
        if (Relay is not null)
        {
            await Relay.DisposeAsync();
        }

        await _exchange.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Read by hand, so that the adapter's own reading proves nothing about itself.</summary>
    private static ReportedFill Read(JsonElement trade) => new(
        trade.GetProperty("id").GetRawText(), trade.GetProperty("orderId").GetRawText(),
        new Price(trade.Decimal("price")), new Quantity(trade.Decimal("qty")), trade.Decimal("quoteQty"),
        Asset.Parse(trade.Text("commissionAsset")), trade.Decimal("commission"),
        trade.GetProperty("isBuyer").GetBoolean() ? OrderSide.Buy : OrderSide.Sell,
        trade.GetProperty("isMaker").GetBoolean(),
        DateTimeOffset.FromUnixTimeMilliseconds(trade.Long("time")));

    private static string Word(OrderSide side) => side == OrderSide.Buy ? "BUY" : "SELL";

    private async Task<(Trader Trader, ExchangeCredentials Credentials)> AddAsync()
    {
        using var http = new HttpClient { BaseAddress = _exchange.Url };
        using var content = new StringContent("""{"balances":{"USDT":"90000000","BTC":"9000"}}""");
        using var response = await http.PostAsync(new Uri("/sim/keys", UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        using var made = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var (key, secret) = (made.RootElement.Text("apiKey"), made.RootElement.Text("secretKey"));
        return (new Trader(_exchange.Url, _clock, key, secret),
            new ExchangeCredentials(new Secret(key), new Secret(secret), null));
    }
}
