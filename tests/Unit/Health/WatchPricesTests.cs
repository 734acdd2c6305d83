using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Health;
using TradingPlatform.Core.Orders;
using TradingPlatform.Unit.Fakes;
using TradingPlatform.Unit.Streams;

namespace TradingPlatform.Unit.Health;

/// <summary>FAILURES.md F17: what an exchange says of a pair is held against what the others say.</summary>
public sealed class WatchPricesTests
{
    private readonly StreamDesk _desk = new();
    private readonly FakeMarket _binance;
    private readonly FakeMarket _coinbase;
    private readonly FakeMarket _bitget;
    private readonly PriceFeed _feed;
    private readonly WatchPrices _watch;

    public WatchPricesTests()
    {
        _binance = new FakeMarket(ExchangeId.Binance);
        _coinbase = new FakeMarket(ExchangeId.Coinbase);
        _bitget = new FakeMarket(ExchangeId.Bitget);
        _feed = new PriceFeed(
            [_binance, _coinbase, _bitget, new FakeMarket(ExchangeId.BitgetFutures) { Price = 1 }],
            _desk.World.Clock, NullLogger<PriceFeed>.Instance);
        _watch = new WatchPrices(
            _feed, _desk.Streams, new MoveTradingState(_desk.Desk.Accounts, _desk.World.Clock), new CountingIds(),
            _desk.World.Clock);
        _desk.Place();
        _desk.Start();
    }

    [Fact]
    public void F17_A_price_that_the_others_agree_is_wrong_restricts_the_pair_and_comes_back_by_proof()
    {
        Rounds(3);
        Assert.Equal(TradingState.Active, State());
        _binance.Price = 45_000;
        Rounds(1);
        Assert.Equal(TradingState.Active, State());
        Rounds(1);
        Assert.Equal(TradingState.ReduceOnly, State());
        Assert.IsType<Submission.Refused>(_desk.Try());

        _binance.Price = 50_100;
        Rounds(2);
        Assert.Equal(TradingState.ReduceOnly, State());
        Rounds(1);
        Assert.Equal(TradingState.Active, State());
    }

    [Fact]
    public void F17_A_single_other_exchange_restricts_nothing_whatever_it_says()
    {
        _bitget.IsDown = true;
        _coinbase.Price = 1;
        Rounds(5);
        Assert.Equal(TradingState.Active, State());
        _bitget.IsDown = false;
        _bitget.Price = 90_000;
        Rounds(5);
        Assert.Equal(TradingState.Active, State());
    }

    [Fact]
    public void F17_A_book_that_stands_still_is_in_doubt_once_the_others_have_gone_on_and_not_before()
    {
        for (var minute = 0; minute < 10; minute++)
        {
            _desk.World.Advance(TimeSpan.FromMinutes(1));
            Rounds(3);
            Assert.Equal(TradingState.Active, State());
        }

        (_coinbase.Price, _bitget.Price) = (52_000, 52_010);
        Rounds(2);
        Assert.Equal(TradingState.ReduceOnly, State());
    }

    [Fact]
    public void An_exchange_that_tells_no_price_is_in_doubt_after_a_minute_and_a_crossed_one_at_once()
    {
        Rounds(3);
        _binance.IsDown = true;
        Rounds(6);
        Assert.Equal(TradingState.Active, State());
        Rounds(3);
        Assert.Equal(TradingState.ReduceOnly, State());
        _binance.IsDown = false;
        Rounds(3);
        Assert.Equal(TradingState.Active, State());
        _binance.Crossed = 200;
        Rounds(2);
        Assert.Equal(TradingState.ReduceOnly, State());
    }

    [Fact]
    public void It_does_not_flap_where_every_other_price_is_wrong()
    {
        var moves = 0;
        var before = State();
        for (var round = 0; round < 200; round++)
        {
            _binance.Price = round % 2 == 0 ? 45_000 : 50_000;
            Rounds(1);
            moves += State() == before ? 0 : 1;
            before = State();
        }

        Assert.Equal(0, moves);
    }

    [Fact]
    public void What_trades_on_a_market_of_its_own_is_compared_with_nobody()
    {
        _binance.Price = 1;
        _desk.World.Run(() => _watch.HandleAsync([_desk.Account()], CancellationToken.None));
        Assert.Equal(TradingMode.Sandbox, _desk.Account().Mode);
        Assert.Equal(0, _binance.Asked + _coinbase.Asked + _bitget.Asked);
    }

    [Fact]
    public void A_pair_that_was_restricted_is_watched_until_it_is_not_also_by_a_worker_that_starts_anew()
    {
        _desk.World.Run(() => new MoveTradingState(_desk.Desk.Accounts, _desk.World.Clock).RestrictAsync(
            TradingDesk.Trader, _desk.Desk.Account.Id, WatchPrices.InDoubt, ScriptedExchange.Btc,
            TradingState.ReduceOnly, "why", CancellationToken.None));
        Rounds(2);
        Assert.Equal(TradingState.ReduceOnly, State());
        Rounds(1);
        Assert.Equal(TradingState.Active, State());
    }

    private TradingState State() => _desk.Account().TradingAt(_desk.World.Now, ScriptedExchange.Btc).State;

    private void Rounds(int count)
    {
        for (var round = 0; round < count; round++)
        {
            _desk.World.Advance(TimeSpan.FromSeconds(10));
            _desk.World.Run(() => _watch.HandleAsync(
                [_desk.Account() with { Mode = TradingMode.Production }], CancellationToken.None));
        }
    }
}
