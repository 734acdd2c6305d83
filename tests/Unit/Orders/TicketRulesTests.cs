using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using static TradingPlatform.Unit.Orders.OrderSamples;

namespace TradingPlatform.Unit.Orders;

public sealed class TicketRulesTests
{
    public static TheoryData<OrderType> Types => [.. Enum.GetValues<OrderType>()];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_ticket_with_just_what_its_kind_needs_is_whole(OrderType type) => Assert.Empty(Broken(Whole(type)));

    [Theory]
    [MemberData(nameof(Types))]
    public void A_field_that_its_kind_needs_must_be_there(OrderType type)
    {
        Assert.Equal(["quantity"], Broken(Whole(type) with { Quantity = null }));
        Assert.Equal(type.HasPrice() ? ["price"] : [], Broken(Whole(type) with { Price = null }));
        Assert.Equal(type.HasStop() ? ["stopPrice"] : [], Broken(Whole(type) with { StopPrice = null }));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_field_that_its_kind_does_not_have_must_not_be_there(OrderType type)
    {
        var whole = Whole(type);
        Assert.Equal(type.HasPrice() ? [] : ["price"], Broken(whole with { Price = new Price(1) }));
        Assert.Equal(type.HasStop() ? [] : ["stopPrice"], Broken(whole with { StopPrice = new Price(1) }));
        Assert.Equal(type.HasStop() ? [] : ["trailingDeltaBps"], Broken(whole with { TrailingDeltaBps = 100 }));
        Assert.Equal(type.HasTimeInForce() ? [] : ["timeInForce"], Broken(whole with { TimeInForce = TimeInForce.Gtc }));
        Assert.Equal(
            type.HasPrice() ? [] : ["icebergQuantity"], Broken(whole with { IcebergQuantity = new Quantity(0.5m) }));
        Assert.Equal(
            type is OrderType.Market ? [] : ["quoteQuantity"],
            Broken(whole with { Quantity = null, QuoteQuantity = 10 }));
    }

    [Theory]
    [InlineData(OrderType.Market, false, false, false)]
    [InlineData(OrderType.Limit, true, false, true)]
    [InlineData(OrderType.StopLoss, false, true, false)]
    [InlineData(OrderType.StopLossLimit, true, true, true)]
    [InlineData(OrderType.TakeProfit, false, true, false)]
    [InlineData(OrderType.TakeProfitLimit, true, true, true)]
    [InlineData(OrderType.LimitMaker, true, false, false)]
    public void Each_kind_has_the_fields_of_the_contract(
        OrderType type, bool price, bool stop, bool timeInForce)
    {
        Assert.Equal((price, stop, timeInForce), (type.HasPrice(), type.HasStop(), type.HasTimeInForce()));
    }

    [Fact]
    public void An_order_is_given_in_base_or_in_quote_and_not_in_both() => Assert.Equal(
        ["quantity"], Broken(Whole(OrderType.Market) with { QuoteQuantity = 10 }));

    [Fact]
    public void No_amount_is_zero_or_less()
    {
        Assert.Equal(["quantity"], Broken(Whole(OrderType.Limit) with { Quantity = Quantity.Zero }));
        Assert.Equal(
            ["quoteQuantity"], Broken(Whole(OrderType.Market) with { Quantity = null, QuoteQuantity = 0 }));
        Assert.Equal(
            ["quoteQuantity"], Broken(Whole(OrderType.Market) with { Quantity = null, QuoteQuantity = -1 }));
        Assert.Equal(["trailingDeltaBps"], Broken(Whole(OrderType.StopLoss) with { TrailingDeltaBps = 0 }));
    }

    [Fact]
    public void A_stop_may_trail_in_place_of_standing() => Assert.Empty(
        Broken(Whole(OrderType.TakeProfit) with { StopPrice = null, TrailingDeltaBps = 1 }));

    [Fact]
    public void An_iceberg_shows_something_and_no_more_than_there_is()
    {
        var order = Whole(OrderType.Limit);
        Assert.Empty(Broken(order with { IcebergQuantity = new Quantity(1) }));
        Assert.Equal(["icebergQuantity"], Broken(order with { IcebergQuantity = new Quantity(1.00000001m) }));
        Assert.Equal(["icebergQuantity"], Broken(order with { IcebergQuantity = Quantity.Zero }));
    }

    [Theory]
    [InlineData(TimeInForce.Ioc)]
    [InlineData(TimeInForce.Fok)]
    public void An_iceberg_rests_until_it_is_cancelled(TimeInForce timeInForce) => Assert.Equal(
        ["icebergQuantity"],
        Broken(Whole(OrderType.Limit) with { IcebergQuantity = new Quantity(0.5m), TimeInForce = timeInForce }));

    private static string[] Broken(OrderTicket ticket) => [.. TicketRules.Check(ticket).Select(found => found.Field)];

    private static OrderTicket Whole(OrderType type) => new(Pair, OrderSide.Buy, type)
    {
        Quantity = new Quantity(1),
        Price = type.HasPrice() ? new Price(100) : null,
        StopPrice = type.HasStop() ? new Price(99) : null,
    };
}
