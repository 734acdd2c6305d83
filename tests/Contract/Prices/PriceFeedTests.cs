using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Contract.Binance;
using TradingPlatform.Contract.Bitget;
using TradingPlatform.Contract.Coinbase;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Health;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Binance;
using TradingPlatform.Exchanges.Bitget;
using TradingPlatform.Exchanges.Coinbase;

namespace TradingPlatform.Contract.Prices;

/// <summary>
/// FAILURES.md F17: one price of a pair by three exchanges, over their real adapters and real sockets.
/// </summary>
public sealed class PriceFeedTests : IAsyncLifetime
{
    private static readonly Symbol Pair = Symbol.Parse("BTC-USDT");
    private static readonly DateTimeOffset LongAgo = DateTimeOffset.UnixEpoch;

    private readonly ManualClock _clock = new();
    private readonly BinanceServer _binance;
    private readonly ExchangeApiServer _coinbase;
    private readonly BitgetServer _bitget = new(isFutures: false);
    private readonly List<IDisposable> _connectors = [];
    private decimal _binancePrice = 50_000;
    private PriceFeed _feed = null!;

    public PriceFeedTests() => (_binance, _coinbase) = (new BinanceServer(_clock), new ExchangeApiServer(_clock));

    public async Task InitializeAsync()
    {
        await _binance.StartAsync();
        await _coinbase.StartAsync();
        await _bitget.StartAsync();
        _coinbase.Books.Market = 50_001;
        _binance.Answer("GET /api/v3/ticker/24hr", _ => new Reply(200,
            $$"""
            {"symbol":"BTCUSDT","lastPrice":"{{_binancePrice}}","bidPrice":"{{_binancePrice - 1}}",
             "askPrice":"{{_binancePrice + 1}}"}
            """));
        var logs = NullLoggerFactory.Instance;
        var binance = new BinanceConnector(
            new BinanceOptions { Production = _binance.Address, ProductionAlternatives = [], PublicAlternatives = [] },
            _clock, logs);
        var coinbase = new CoinbaseConnector(new CoinbaseOptions { Exchange = _coinbase.Address }, _clock, logs);
        var bitget = new BitgetConnectors(new BitgetOptions { Address = _bitget.Address }, _clock, logs);
        _connectors.AddRange([binance, coinbase, bitget]);
        _feed = new PriceFeed(
            [binance, coinbase, bitget.Spot, bitget.Futures], _clock, NullLogger<PriceFeed>.Instance);
    }

    public async Task DisposeAsync()
    {
        _connectors.ForEach(connector => connector.Dispose());
        await _binance.DisposeAsync();
        await _coinbase.DisposeAsync();
        await _bitget.DisposeAsync();
    }

    [Fact]
    public async Task F17_Three_exchanges_make_one_price_and_one_that_is_wrong_is_left_out_and_in_doubt()
    {
        await RefreshAsync();
        var price = Aggregate();
        Assert.Equal((50_000m, 1m), (price.Middle!.Value.Value, price.Confidence));
        Assert.All(_feed.SourcesOf(Pair), source => Assert.Null(Doubt(source.Exchange)));

        _binancePrice = 30_000;
        await RefreshAsync();

        price = Aggregate();
        Assert.Equal([PriceFault.Outlier, PriceFault.None, PriceFault.None], price.Faults.ToArray());
        Assert.Equal((50_000.5m, 0.6m), (price.Middle!.Value.Value, price.Confidence));
        Assert.NotNull(Doubt(ExchangeId.Binance));
        Assert.Null(Doubt(ExchangeId.Coinbase));
        Assert.Null(Doubt(ExchangeId.Bitget));
    }

    [Fact]
    public async Task F17_A_crossed_book_and_one_that_stands_still_are_worth_nothing()
    {
        await RefreshAsync();
        (_bitget.Books.Bid, _bitget.Books.Ask) = (50_020, 49_980);
        for (var minute = 0; minute < 6; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            _binancePrice += 100;
            await RefreshAsync();
        }

        Assert.Equal([PriceFault.None, PriceFault.Frozen, PriceFault.Crossed], Aggregate().Faults.ToArray());
        Assert.False(Aggregate().MayTrigger);
        Assert.NotNull(Doubt(ExchangeId.Bitget));
    }

    [Fact]
    public async Task An_exchange_that_does_not_answer_costs_the_others_nothing_and_its_price_grows_old()
    {
        await RefreshAsync();
        _clock.Advance(TimeSpan.FromMinutes(2));
        _coinbase.Misbehave("GET /products", (context, _) =>
        {
            context.Response.StatusCode = 400;
            return Task.CompletedTask;
        });

        await RefreshAsync();

        Assert.Equal([PriceFault.None, PriceFault.Stale, PriceFault.None], Aggregate().Faults.ToArray());
        Assert.True(Aggregate().MayTrigger);
        Assert.NotNull(Doubt(ExchangeId.Coinbase));
        Assert.Null(Doubt(ExchangeId.Binance));
    }

    [Fact]
    public async Task Pairs_that_are_not_asked_for_any_more_are_forgotten_and_those_that_nobody_lists_have_no_price()
    {
        await RefreshAsync();
        await _feed.RefreshAsync(new HashSet<Symbol> { Symbol.Parse("NOBODY-HAS") }, default);
        Assert.Empty(_feed.SourcesOf(Pair));
        Assert.Empty(_feed.SourcesOf(Symbol.Parse("NOBODY-HAS")));
    }

    private Task RefreshAsync() => _feed.RefreshAsync(new HashSet<Symbol> { Pair }, default);

    private AggregatePrice Aggregate() =>
        AggregatePrice.Of(_feed.SourcesOf(Pair), new PriceTolerance(), _clock.GetUtcNow());

    private string? Doubt(ExchangeId exchange) =>
        JudgePrice.Doubt(exchange, _feed.SourcesOf(Pair), LongAgo, _clock.GetUtcNow());
}
