using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Contract.Simulated;

public sealed class EngineTests
{
    private readonly EngineFixture _engine = new();

    [Fact]
    public void The_better_price_trades_first_and_at_one_price_the_earlier_order()
    {
        var late = _engine.Limit("late", Side.Sell, 1m, 60_001m).Order;
        var dear = _engine.Limit("dear", Side.Sell, 1m, 60_002m).Order;
        var cheap = _engine.Limit("cheap", Side.Sell, 1m, 60_000m).Order;
        var later = _engine.Limit("later", Side.Sell, 1m, 60_001m).Order;
        _engine.Limit("buyer", Side.Buy, 2.5m, 60_005m);
        Assert.Equal(1m, Executed(cheap));
        Assert.Equal(1m, Executed(late));
        Assert.Equal(0.5m, Executed(later));
        Assert.Equal(0m, Executed(dear));
    }

    [Fact]
    public void A_taker_pays_the_makers_price_and_gets_back_what_it_locked_beyond()
    {
        _engine.Limit("maker", Side.Sell, 1m, 59_000m);
        var (order, fills) = _engine.Limit("taker", Side.Buy, 1m, 60_000m);
        Assert.Equal((OrderStatus.Filled, 59_000m), (order.Status, order.ExecutedQuote));
        Assert.Equal(new Balance(941_000m, 0), _engine["taker"]["USDT"]);
        // The taker pays 0.2 % of the bitcoin that it gets, the maker 0.1 % of the dollars.
        Assert.Equal(new Balance(100.998m, 0), _engine["taker"]["BTC"]);
        Assert.Equal(new Balance(1_058_941m, 0), _engine["maker"]["USDT"]);
        Assert.Equal(0.002m, Assert.Single(fills).Commission);
    }

    [Fact]
    public void An_iceberg_shows_its_part_and_goes_to_the_end_of_the_queue_with_the_next()
    {
        Assert.IsType<Placement.Accepted>(
            _engine.Place("ice", _engine.Ask(Side.Sell, 3m, 60_000m) with { IcebergQuantity = 1m }));
        var plain = _engine.Limit("plain", Side.Sell, 1m, 60_000m).Order;
        Assert.Equal(2m, _engine.Market.Asks.Best!.Visible);
        _engine.Limit("buyer", Side.Buy, 2m, 60_000m);
        Assert.Equal(1m, Executed(plain));
        Assert.Equal(1m, _engine.Market.Asks.Best!.Visible);
        _engine.Limit("buyer", Side.Buy, 2m, 60_000m);
        Assert.Null(_engine.Market.Asks.Best);
    }

    [Theory]
    [InlineData("ExpireMaker", "ExpiredInMatch", "New")]
    [InlineData("ExpireTaker", "New", "ExpiredInMatch")]
    [InlineData("ExpireBoth", "ExpiredInMatch", "ExpiredInMatch")]
    [InlineData("None", "Filled", "Filled")]
    public void An_account_does_not_trade_with_itself_unless_it_says_so(string mode, string maker, string taker)
    {
        var resting = _engine.Limit("self", Side.Sell, 1m, 60_000m).Order;
        _engine.Engine.TakeChanges();
        var asked = _engine.Ask(Side.Buy, 1m, 60_000m) with { SelfTrade = Enum.Parse<SelfTradePrevention>(mode) };
        var placed = Assert.IsType<Placement.Accepted>(_engine.Place("self", asked));
        var stored = _engine.Engine.TakeChanges().Orders.Values;
        Assert.Equal(taker, placed.Order.Status.ToString());
        var after = stored.FirstOrDefault(order => order.OrderId == resting.OrderId) ?? resting;
        Assert.Equal(maker, after.Status.ToString());
    }

    [Fact]
    public void Of_a_pair_one_leg_cancels_the_other_and_both_lock_once()
    {
        var pair = PlacePair();
        Assert.Equal(new Balance(99m, 1m), _engine["oco"]["BTC"]);
        _engine.Limit("buyer", Side.Buy, 0.4m, 62_000m);
        var states = _engine.Engine.TakeChanges().Orders.Values.ToDictionary(order => order.OrderId);
        Assert.Equal(OrderStatus.Expired, states[pair.Orders[0].OrderId].Status);
        Assert.Equal(OrderStatus.PartiallyFilled, states[pair.Orders[1].OrderId].Status);
        Assert.Equal(new Balance(99m, 0.6m), _engine["oco"]["BTC"]);
    }

    [Fact]
    public void A_triggered_stop_expires_the_limit_leg_of_its_pair()
    {
        var pair = PlacePair();
        _engine.Limit("bid", Side.Buy, 5m, 58_000m);
        _engine.Limit("seller", Side.Sell, 0.1m, 58_000m);
        var states = _engine.Engine.TakeChanges().Orders.Values.ToDictionary(order => order.OrderId);
        Assert.Equal(OrderStatus.Filled, states[pair.Orders[0].OrderId].Status);
        Assert.Equal(OrderStatus.Expired, states[pair.Orders[1].OrderId].Status);
        Assert.Equal(0m, _engine["oco"]["BTC"].Locked);
        Assert.Empty(_engine["oco"].OpenLists);
    }

    [Fact]
    public void Cancelling_a_leg_cancels_its_pair()
    {
        var pair = PlacePair();
        var cancelled = Assert.IsType<Cancellation.OfList>(_engine.Engine.Cancel(
            _engine["oco"],
            _engine.Market,
            pair.Orders[0].OrderId,
            null,
            CancelRestriction.None,
            "x",
            EngineFixture.Now));
        Assert.Equal(2, cancelled.Orders.Count);
        Assert.Equal(new Balance(100m, 0m), _engine["oco"]["BTC"]);
    }

    [Fact]
    public void A_closed_order_leaves_memory()
    {
        for (var i = 0; i < 100; i++)
        {
            _engine.Limit("maker", Side.Sell, 0.1m, 60_000m);
            _engine.Limit("taker", Side.Buy, 0.1m, 60_000m);
        }

        Assert.Empty(_engine.Market.OpenOrders);
        Assert.Empty(_engine["maker"].OpenOrders);
        Assert.Empty(_engine["taker"].OpenOrders);
    }

    private PairPlacement.Accepted PlacePair()
    {
        var above = _engine.Ask(Side.Sell, 1m, 62_000m, OrderType.LimitMaker);
        var below = _engine.Ask(Side.Sell, 1m, 0m, OrderType.StopLoss) with { StopPrice = 59_000m };
        return Assert.IsType<PairPlacement.Accepted>(
            _engine.Engine.PlacePair(_engine["oco"], "list", above, below, EngineFixture.Now));
    }

    private decimal Executed(Order order) => _engine.Market.OpenOrders.TryGetValue(order.OrderId, out var live)
        ? live.Order.Executed
        : order.Quantity;
}
