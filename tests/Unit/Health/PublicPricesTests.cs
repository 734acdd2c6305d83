using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Health;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Health;

/// <summary>
/// Prices that are shown come from another exchange while the one they are wanted of gives no answers.
/// </summary>
public sealed class PublicPricesTests
{
    private static readonly ExchangeError Down = new(ExchangeErrorKind.Unavailable, "HTTP 503", "Down.");

    private readonly AutoClock _clock = new();
    private readonly FakeMarket _coinbase = new(ExchangeId.Coinbase) { Price = 50_100 };
    private readonly FakeMarket _bitget = new(ExchangeId.Bitget) { Price = 50_200 };
    private readonly PublicPrices _prices;
    private bool _isDown;
    private int _asked;

    public PublicPricesTests() => _prices = new PublicPrices(
        [new FakeMarket(ExchangeId.Binance), _coinbase, _bitget, new FakeMarket(ExchangeId.BitgetFutures)], _clock,
        NullLogger<PublicPrices>.Instance);

    [Fact]
    public async Task The_wanted_exchanges_own_price_is_shown_while_it_answers()
    {
        Assert.Equal((ExchangeId.Binance, 50_000m), await FindAsync());
        Assert.Equal(0, _coinbase.Asked + _bitget.Asked);
    }

    [Fact]
    public async Task While_it_gives_no_answers_the_next_ones_is_with_its_name_and_after_three_it_is_not_waited_for()
    {
        _isDown = true;
        for (var time = 0; time < 3; time++)
        {
            Assert.Equal((ExchangeId.Coinbase, 50_100m), await FindAsync());
        }

        Assert.Equal(3, _asked);
        Assert.Equal((ExchangeId.Coinbase, 50_100m), await FindAsync());
        Assert.Equal(3, _asked);
        _coinbase.IsDown = true;
        Assert.Equal((ExchangeId.Bitget, 50_200m), await FindAsync());
    }

    [Fact]
    public async Task It_comes_back_by_proof_and_does_not_flap_where_every_other_answer_fails()
    {
        _isDown = true;
        for (var time = 0; time < 3; time++)
        {
            await FindAsync();
        }

        _isDown = false;
        var sources = new List<ExchangeId>();
        for (var second = 0; second < 60; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            sources.Add((await FindAsync()).Source);
        }

        Assert.Equal(ExchangeId.Coinbase, sources[40]);
        Assert.Equal(ExchangeId.Binance, sources[^1]);
        Assert.Equal(1, sources.Zip(sources.Skip(1)).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public async Task Where_no_exchange_answers_there_is_no_price()
    {
        (_isDown, _coinbase.IsDown, _bitget.IsDown) = (true, true, true);
        Assert.Null(await _prices.FindAsync(ExchangeId.Binance, OwnAsync, ScriptedExchange.Btc, default));
    }

    [Theory]
    [InlineData(TradingMode.Production, ExchangeId.Coinbase)]
    [InlineData(TradingMode.Sandbox, null)]
    public async Task A_position_on_a_real_market_alone_is_shown_at_another_exchanges_price(
        TradingMode mode, ExchangeId? source)
    {
        var desk = await new TradingDesk().OpenAsync();
        desk.Exchange.Fates.Enqueue(Fate.Fills);
        Assert.IsType<Submission.Placed>(await desk.SubmitAsync());
        await desk.Accounts.StoreWatchAsync(desk.Account with { Mode = mode }, default);
        desk.Exchange.QuoteError = Down;

        var valued = await ShowAsync(desk);

        Assert.Equal(source, valued.PriceSource);
        Assert.Equal(source is null ? null : 50_100m, valued.MarketPrice);
        desk.Exchange.QuoteError = null;
        Assert.Equal(ExchangeId.Binance, (await ShowAsync(desk)).PriceSource);
    }

    [Fact]
    public async Task No_order_is_checked_by_another_exchanges_price()
    {
        var desk = await new TradingDesk().OpenAsync();
        await desk.Accounts.StoreWatchAsync(desk.Account with { Mode = TradingMode.Production }, default);
        desk.Exchange.QuoteError = Down;

        Assert.IsType<Refusal.Unavailable>(Assert.IsType<Submission.Refused>(await desk.SubmitAsync()).Why);
    }

    private async Task<ValuedPosition> ShowAsync(TradingDesk desk)
    {
        var shown = new List<ValuedPosition>();
        var positions = new PositionValuation(desk.Accounts, desk.Positions, desk.Connections, _prices);
        await foreach (var valued in positions.GetAllAsync(TradingDesk.Trader.Tenant, null, default))
        {
            shown.Add(valued);
        }

        return Assert.Single(shown);
    }

    private async Task<(ExchangeId Source, decimal Mid)> FindAsync()
    {
        var found = await _prices.FindAsync(ExchangeId.Binance, OwnAsync, ScriptedExchange.Btc, default);
        return (found!.Source, found.Quote.Mid.Value);
    }

    private Task<MarketQuote> OwnAsync(CancellationToken cancellation)
    {
        _asked++;
        return _isDown
            ? throw new ExchangeException(Down)
            : Task.FromResult(new MarketQuote(
                ScriptedExchange.Btc, new Price(49_990), new Price(50_010), _clock.GetUtcNow()));
    }
}
