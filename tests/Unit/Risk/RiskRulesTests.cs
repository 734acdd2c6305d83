using System.Collections.Immutable;
using System.Globalization;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Unit.Risk;

public sealed class RiskRulesTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly DateTimeOffset At = new(2026, 1, 8, 10, 30, 0, TimeSpan.Zero);
    private static readonly RiskLimits Off = new()
    {
        MaxOrderNotional = null, MaxPositionNotional = null, MaxOpenOrders = null, MaxLeverage = null,
        MaxRiskPerTrade = null, MaxPositionShare = null, MinOrderQuantity = null, MaxOrderQuantity = null,
        MaxDailyLoss = null, MaxDrawdown = null, PriceCollarBps = null,
    };

    // Each case: the limit under test, an order just within it, an order just beyond it.
    public static TheoryData<string, RiskLimits, decimal, decimal> Quantities => new()
    {
        // At 100 USDT a unit; 3 units are held, 2 orders worth 200 are open, 10,000 are owned.
        { "maxOrderNotional", Off with { MaxOrderNotional = 1_000 }, 10, 10.00000001m },
        { "maxPositionNotional", Off with { MaxPositionNotional = 1_000 }, 7, 7.00000001m },
        { "maxLeverage", Off with { MaxLeverage = 0.1m }, 5, 5.00000001m },
        { "maxRiskPerTrade", Off with { MaxRiskPerTrade = 0.02m }, 2, 2.00000001m },
        { "maxPositionShare", Off with { MaxPositionShare = 0.1m }, 7, 7.00000001m },
        { "minOrderQuantity", Off with { MinOrderQuantity = 0.001m }, 0.001m, 0.00099999m },
        { "maxOrderQuantity", Off with { MaxOrderQuantity = 50 }, 50, 50.00000001m },
    };

    [Theory]
    [MemberData(nameof(Quantities))]
    public void A_limit_holds_to_the_last_digit(string rule, RiskLimits limits, decimal within, decimal beyond)
    {
        Assert.Empty(RiskRules.Check(Input(limits, within)));
        Assert.Equal(rule, Assert.Single(RiskRules.Check(Input(limits, beyond))).Rule);
        Assert.Empty(RiskRules.Check(Input(Off, beyond)));
    }

    [Fact]
    public void The_number_of_open_orders_counts_this_one()
    {
        Assert.Empty(RiskRules.Check(Input(Off with { MaxOpenOrders = 3 }, 1)));
        var violation = Assert.Single(RiskRules.Check(Input(Off with { MaxOpenOrders = 2 }, 1)));
        Assert.Equal(("maxOpenOrders", "2", "3"), (violation.Rule, violation.Limit, violation.Actual));
    }

    [Fact]
    public void Only_listed_pairs_are_traded_where_there_is_a_list()
    {
        Assert.Empty(RiskRules.Check(Input(Off with { SymbolWhitelist = ["ETH-USDT", "BTC-USDT"] }, 1)));
        Assert.Equal(
            "symbolWhitelist",
            Assert.Single(RiskRules.Check(Input(Off with { SymbolWhitelist = ["ETH-USDT"] }, 1))).Rule);
    }

    [Theory]
    [InlineData(OrderSide.Buy, "105", true)]
    [InlineData(OrderSide.Buy, "105.01", false)]
    [InlineData(OrderSide.Buy, "1", true)]
    [InlineData(OrderSide.Sell, "95", true)]
    [InlineData(OrderSide.Sell, "94.99", false)]
    [InlineData(OrderSide.Sell, "1000", true)]
    public void A_limit_price_gives_away_no_more_than_the_collar(OrderSide side, string price, bool passes)
    {
        var input = Input(Off with { PriceCollarBps = 500 }, 1);
        var ticket = input.Ticket with
        {
            Side = side, Price = new Price(decimal.Parse(price, CultureInfo.InvariantCulture)),
        };

        Assert.Equal(passes, RiskRules.Check(input with { Ticket = ticket }).IsEmpty);
    }

    [Theory]
    [InlineData(500, 0, "maxDailyLoss")]
    [InlineData(0, 0.2, "maxDrawdown")]
    public void Nothing_is_opened_once_too_much_is_lost(int dayLoss, double drawdown, string rule)
    {
        var limits = Off with { MaxDailyLoss = 500, MaxDrawdown = 0.2m };
        var mark = 10_000 / (1 - (decimal)drawdown);
        var lost = Input(limits, 1) with { Equity = Owned(10_000 + dayLoss, Math.Max(mark, 10_000)) };
        var less = Input(limits, 1) with { Equity = Owned(10_000 + dayLoss - 1, Math.Max(mark - 1, 10_000)) };

        Assert.Equal(rule, Assert.Single(RiskRules.Check(lost)).Rule);
        Assert.Empty(RiskRules.Check(less));
    }

    [Fact]
    public void An_order_that_only_reduces_passes_the_limits_on_holdings_and_losses()
    {
        var limits = Off with
        {
            MaxPositionNotional = 1, MaxPositionShare = 0.001m, MaxLeverage = 0.001m, MaxRiskPerTrade = 0.001m,
            MaxDailyLoss = 1, MaxDrawdown = 0.01m,
        };
        var input = Input(limits, 3) with { Equity = Owned(20_000, 20_000) };

        Assert.Equal(6, RiskRules.Check(input).Length);
        Assert.Empty(RiskRules.Check(input with { Ticket = input.Ticket with { Side = OrderSide.Sell } }));
    }

    [Fact]
    public void What_an_order_can_lose_is_the_way_to_its_stop()
    {
        var input = Input(Off with { MaxRiskPerTrade = 0.02m }, 20);
        var stopped = input.Ticket with { Type = OrderType.StopLossLimit, StopPrice = new Price(90) };

        Assert.Single(RiskRules.Check(input));
        Assert.Empty(RiskRules.Check(input with { Ticket = stopped }));
    }

    [Fact]
    public void What_the_gate_lets_pass_breaks_no_rule_and_what_it_refuses_breaks_one()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var input = Input(
                Off with
                {
                    MaxOpenOrders = Maybe(random, 1, 5) is { } n ? (int)n : null,
                    MaxPositionNotional = Maybe(random, 100, 2_000),
                    MaxPositionShare = Maybe(random, 1, 20) / 100,
                    MaxLeverage = Maybe(random, 1, 20) / 100,
                },
                (decimal)random.Next(1, 2_000) / 100);
            var exposure = input.Exposure.Counters
                .SetItem(Exposure.Orders, random.Next(5))
                .SetItem(Exposure.Notional, random.Next(500))
                .SetItem(Exposure.Long(Btc.Base), (decimal)random.Next(1_000) / 100);
            input = input with { Exposure = new Exposure(exposure) };
            var guards = GateBounds.Of(input, Reserve(input), null, null, null);

            var passes = guards.All(guard => input.Exposure[guard.Counter] <= guard.AtMost);

            Assert.Equal(RiskRules.Check(input).IsEmpty, passes);
        }
    }

    private static decimal? Maybe(Random random, int from, int to) =>
        random.Next(3) == 0 ? null : random.Next(from, to);

    private static Reservation Reserve(RiskInput input) => new(
        1, input.Notional, input.Basis.Quantity.Value, Btc.Base, AccountId.Parse("a1"), Btc, false);

    private static Equity Owned(decimal dayStart, decimal highWaterMark) => new(
        new DateOnly(2026, 1, 8), dayStart, highWaterMark, Item.NoCounters.Add("a1", 10_000));

    private static RiskInput Input(RiskLimits limits, decimal quantity)
    {
        var ticket = new OrderTicket(Btc, OrderSide.Buy, OrderType.Limit)
        {
            Quantity = new Quantity(quantity), Price = new Price(100),
        };
        ImmutableSortedDictionary<string, decimal> counters = Item.NoCounters
            .Add(Exposure.Orders, 2).Add(Exposure.Notional, 200).Add(Exposure.Long(Btc.Base), 3);
        return new RiskInput(
            ticket, new ReservationBasis(new Quantity(quantity), 100), limits, new Exposure(counters),
            Owned(10_000, 10_000), new MarketQuote(Btc, new Price(99), new Price(101), At), 300);
    }
}
