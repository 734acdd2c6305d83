using FsCheck;
using FsCheck.Fluent;
using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Contract.Simulated;

public sealed class EngineProperties
{
    private static readonly OrderType[] Types =
    [
        OrderType.Limit, OrderType.Limit, OrderType.Limit, OrderType.Market, OrderType.LimitMaker,
        OrderType.StopLoss, OrderType.StopLossLimit, OrderType.TakeProfit, OrderType.TakeProfitLimit,
    ];

    [Fact]
    public void Whatever_is_ordered_money_is_conserved_and_no_order_is_overfilled()
    {
        var steps = Gen.ArrayOf(Gen.Choose(0, int.MaxValue)).Resize(120);
        Prop.ForAll(Arb.From(steps), seeds => Run(seeds, houseLevels: 0) && Run(seeds, houseLevels: 5))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(120));
    }

    private static bool Run(int[] seeds, int houseLevels)
    {
        var fixture = new EngineFixture(houseLevels);
        foreach (var who in (string[])["a", "b", "c"])
        {
            _ = fixture[who];
        }

        var (dollars, coins) = (fixture.Total("USDT"), fixture.Total("BTC"));
        var orders = new Dictionary<long, Order>();
        var traded = new Dictionary<long, decimal>();
        foreach (var seed in seeds)
        {
            Step(fixture, new Random(seed));
            var changes = fixture.Engine.TakeChanges();
            foreach (var order in changes.Orders.Values)
            {
                orders[order.OrderId] = order;
            }

            foreach (var trade in changes.Trades)
            {
                traded[trade.OrderId] = traded.GetValueOrDefault(trade.OrderId) + trade.Quantity;
            }

            Check(fixture, orders, traded);
            Assert.Equal(dollars, fixture.Total("USDT"));
            Assert.Equal(coins, fixture.Total("BTC"));
        }

        return true;
    }

    private static void Check(
        EngineFixture fixture, Dictionary<long, Order> orders, Dictionary<long, decimal> traded)
    {
        foreach (var order in orders.Values)
        {
            Assert.InRange(order.Executed, 0m, order.Quantity);
            Assert.Equal(order.Executed, traded.GetValueOrDefault(order.OrderId));
            Assert.True(order.IsOpen || order.Locked == 0, "A closed order holds nothing back.");
            Assert.Equal(order.IsOpen, fixture.Market.OpenOrders.ContainsKey(order.OrderId));
        }

        foreach (var account in fixture.Accounts)
        {
            foreach (var asset in (string[])["USDT", "BTC"])
            {
                var held = account.OpenOrders.Values
                    .Where(live => live.Market.Pays(live.Order.Side) == asset).Sum(live => live.Order.Locked)
                    + account.OpenLists.Values
                        .Where(list => list.Market.Pays(list.Legs[0].Order.Side) == asset).Sum(list => list.Locked);
                Assert.Equal(held, account[asset].Locked);
                Assert.True(account[asset].Free >= 0, "Nobody spends what is not there.");
            }
        }

        var (bids, asks) = (fixture.Market.Bids.Best, fixture.Market.Asks.Best);
        Assert.True(bids is null || asks is null || bids.Price < asks.Price, "A book never stands crossed.");
    }

    private static void Step(EngineFixture fixture, Random random)
    {
        var account = fixture[((string[])["a", "b", "c"])[random.Next(3)]];
        var price = 60_000m + random.Next(-40, 40);
        switch (random.Next(12))
        {
            case 0 when account.OpenOrders.Count > 0:
                var victim = account.OpenOrders.Values.ElementAt(random.Next(account.OpenOrders.Count)).Order;
                fixture.Engine.Cancel(
                    account, fixture.Market, victim.OrderId, null, CancelRestriction.None, "x", EngineFixture.Now);
                break;
            case 1 when account.OpenOrders.Count > 0:
                var amended = account.OpenOrders.Values.ElementAt(random.Next(account.OpenOrders.Count)).Order;
                fixture.Engine.Amend(
                    account, fixture.Market, amended.OrderId, null, amended.Quantity / 2m, null, EngineFixture.Now);
                break;
            case 2:
                fixture.Engine.MovePrice(fixture.Market, price, EngineFixture.Now);
                break;
            case 3:
                PlacePair(fixture, account, random);
                break;
            default:
                fixture.Engine.Place(account, Any(fixture, random, price), EngineFixture.Now);
                break;
        }
    }

    private static NewOrder Any(EngineFixture fixture, Random random, decimal price)
    {
        var type = Types[random.Next(Types.Length)];
        var order = fixture.Ask(
            random.Next(2) == 0 ? Side.Buy : Side.Sell, random.Next(1, 400) * 0.01m, price, type);
        var isTrailing = random.Next(3) == 0;
        var byValue = type is OrderType.Market && random.Next(2) == 0;
        return order with
        {
            Price = order.IsMarket ? 0 : price,
            Quantity = byValue ? 0 : order.Quantity,
            QuoteQuantity = byValue ? random.Next(10, 50_000) : 0,
            StopPrice = order.IsAlgo && (!isTrailing || random.Next(2) == 0) ? 60_000m + random.Next(-60, 60) : 0,
            TrailingDelta = order.IsAlgo && isTrailing ? random.Next(10, 20) : 0,
            TimeInForce = type is OrderType.Limit ? (TimeInForce)random.Next(1, 4) : TimeInForce.GoodTillCancelled,
            IcebergQuantity = type is OrderType.Limit && random.Next(5) == 0 ? order.Quantity / 2m : 0,
            SelfTrade = (SelfTradePrevention)random.Next(1, 5),
        };
    }

    private static void PlacePair(EngineFixture fixture, Account account, Random random)
    {
        var last = fixture.Market.LastPrice;
        var (up, down) = (last + random.Next(1, 30), last - random.Next(1, 30));
        var quantity = random.Next(1, 200) * 0.01m;
        var isSell = random.Next(2) == 0;
        var side = isSell ? Side.Sell : Side.Buy;
        var limit = fixture.Ask(side, quantity, isSell ? up : down, OrderType.LimitMaker);
        var stop = fixture.Ask(side, quantity, 0, OrderType.StopLoss) with { StopPrice = isSell ? down : up };
        fixture.Engine.PlacePair(
            account, "list", isSell ? limit : stop, isSell ? stop : limit, EngineFixture.Now);
    }
}
