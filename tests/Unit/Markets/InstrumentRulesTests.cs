using System.Globalization;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Unit.Markets;

public sealed class InstrumentRulesTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly MarketQuote Market = new(
        Btc, new Price(99), new Price(101), new DateTimeOffset(2026, 1, 8, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("0.01", null)]
    [InlineData("1000", null)]
    [InlineData("100.55", null)]
    [InlineData("0.001", "0.01")]
    [InlineData("1000.01", "1000")]
    [InlineData("100.555", "0.01")]
    public void A_price_lies_on_its_grid(string price, string? limit) => Judge(
        new InstrumentRule.PriceGrid("PRICE_FILTER", 0.01m, 1_000, 0.01m), Limit(1, Number(price)), limit);

    [Theory]
    [InlineData("0.1", null)]
    [InlineData("0.35", null)]
    [InlineData("10.1", null)]
    [InlineData("0.05", "0.1")]
    [InlineData("10.35", "10.1")]
    [InlineData("0.2", "0.25")]
    public void A_quantity_lies_on_a_grid_that_begins_at_its_least(string quantity, string? limit) => Judge(
        new InstrumentRule.Lot("LOT_SIZE", 0.1m, 10.1m, 0.25m, MarketOnly: false), Limit(Number(quantity), 100), limit);

    [Fact]
    public void A_lot_of_market_orders_binds_no_other()
    {
        var rule = new InstrumentRule.Lot("MARKET_LOT_SIZE", null, 1, null, MarketOnly: true);

        Judge(rule, Limit(5, 100), null);
        Judge(rule, AtMarket(5), "1");
    }

    [Fact]
    public void Worth_is_price_times_quantity_and_binds_market_orders_where_it_says_so()
    {
        Judge(new InstrumentRule.Notional("NOTIONAL", 10, 1_000, true, false), Limit(0.1m, 100), null);
        Judge(new InstrumentRule.Notional("NOTIONAL", 10, 1_000, true, false), Limit(0.0999m, 100), "10");
        Judge(new InstrumentRule.Notional("NOTIONAL", 10, 1_000, true, false), Limit(10.01m, 100), "1000");
        Judge(new InstrumentRule.Notional("NOTIONAL", 10, 1_000, true, false), AtMarket(20), null);
        Judge(new InstrumentRule.Notional("NOTIONAL", 10, 1_000, false, true), AtMarket(20), "1000");
        Judge(new InstrumentRule.Notional("NOTIONAL", 10, 1_000, false, true), AtMarket(0.01m), null);
    }

    [Theory]
    [InlineData(OrderSide.Buy, "120", null)]
    [InlineData(OrderSide.Buy, "120.01", "120")]
    [InlineData(OrderSide.Buy, "79.99", "80")]
    [InlineData(OrderSide.Sell, "150", null)]
    [InlineData(OrderSide.Sell, "49.99", "50")]
    public void A_price_is_near_the_market_by_side(OrderSide side, string price, string? limit) => Judge(
        new InstrumentRule.PricePercent("PERCENT_PRICE_BY_SIDE", 1.2m, 0.8m, 1.5m, 0.5m),
        Limit(1, Number(price)) with { Side = side }, limit);

    [Fact]
    public void An_iceberg_falls_into_no_more_parts_than_allowed()
    {
        var rule = new InstrumentRule.IcebergParts("ICEBERG_PARTS", 10);

        Judge(rule, Limit(10, 100) with { IcebergQuantity = new Quantity(1) }, null);
        Judge(rule, Limit(10, 100) with { IcebergQuantity = new Quantity(0.99m) }, "10");
    }

    [Theory]
    [InlineData(OrderSide.Buy, OrderType.StopLoss, 10, null)]
    [InlineData(OrderSide.Buy, OrderType.StopLoss, 9, "10")]
    [InlineData(OrderSide.Sell, OrderType.StopLoss, 9, null)]
    [InlineData(OrderSide.Sell, OrderType.StopLoss, 2001, "2000")]
    [InlineData(OrderSide.Sell, OrderType.TakeProfit, 9, "10")]
    public void A_trailing_delta_is_within_its_bounds_by_direction(
        OrderSide side, OrderType type, int delta, string? limit) => Judge(
        new InstrumentRule.Trailing("TRAILING_DELTA", 10, 2_000, 1, 2_000),
        new OrderTicket(Btc, side, type) { Quantity = new Quantity(1), TrailingDeltaBps = delta }, limit);

    [Fact]
    public void A_buy_takes_a_holding_no_further_than_allowed()
    {
        var rule = new InstrumentRule.MaxPosition("MAX_POSITION", 10);

        Judge(rule, Limit(4, 100), null, held: 6);
        Judge(rule, Limit(4.01m, 100), "10", held: 6);
        Judge(rule, Limit(4.01m, 100) with { Side = OrderSide.Sell }, null, held: 6);
        Judge(rule, Limit(100, 100), null, held: null);
    }

    [Fact]
    public void A_market_that_is_closed_and_a_kind_that_it_does_not_take_are_refused()
    {
        var open = With();

        Assert.NotNull(InstrumentRules.Check(Limit(1, 1), open with { Trading = false }, Market, null));
        Assert.NotNull(InstrumentRules.Check(
            Limit(1, 1), open with { OrderTypes = [OrderType.Market] }, Market, null));
        Assert.NotNull(InstrumentRules.Check(
            Limit(1, 1) with { IcebergQuantity = new Quantity(1) }, open with { IcebergAllowed = false }, Market, null));
    }

    [Fact]
    public void F15_What_is_accepted_lies_on_the_grid_by_whole_numbers_too()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var places = random.Next(0, 8);
            var unit = (decimal)Math.Pow(10, places);
            long min = random.Next(1, 50);
            long max = min + random.Next(1, 5_000);
            long step = random.Next(1, 40);
            var asked = random.Next(0, 6_000);
            var rule = new InstrumentRule.Lot("LOT_SIZE", min / unit, max / unit, step / unit, MarketOnly: false);

            var broken = InstrumentRules.Check(Limit(asked / unit, 1), With(rule), Market, null);

            Assert.Equal(asked >= min && asked <= max && (asked - min) % step == 0, broken is null);
        }
    }

    [Fact]
    public void F15_A_quantity_that_we_compute_is_floored_to_the_grid_and_never_raised()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var step = random.Next(1, 1_000) / 1_000_000m;
            var quantity = new Quantity(random.Next() / 100_000_000m);

            var floored = quantity.FloorTo(step);

            Assert.True(floored <= quantity && quantity.Value - floored.Value < step);
            Assert.Equal(0, floored.Value % step);
        }
    }

    private static void Judge(InstrumentRule rule, OrderTicket ticket, string? limit, decimal? held = null)
    {
        var broken = InstrumentRules.Check(ticket, With(rule), Market, held);
        Assert.Equal(limit, broken?.Limit);
        Assert.Equal(limit is null ? null : rule.Name, broken?.Rule);
    }

    private static Instrument With(params InstrumentRule[] rules) =>
        new(Btc, true, [.. rules], [.. Enum.GetValues<OrderType>()]);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static OrderTicket Limit(decimal quantity, decimal price) =>
        new(Btc, OrderSide.Buy, OrderType.Limit) { Quantity = new Quantity(quantity), Price = new Price(price) };

    private static OrderTicket AtMarket(decimal quantity) =>
        new(Btc, OrderSide.Buy, OrderType.Market) { Quantity = new Quantity(quantity) };
}
