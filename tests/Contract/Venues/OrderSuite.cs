using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Contract.Venues;

/// <summary>What an order goes through over REST alone, and what is read beside it.</summary>
public abstract class OrderSuite : VenueSuite
{
    [Fact]
    public async Task A_limit_order_rests_fills_in_parts_and_is_cancelled()
    {
        var id = NewId();
        var placed = Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit, id)).Report;
        Assert.Equal((id, ReportedStatus.Open), (placed.ClientOrderId, placed.Status));

        Venue.Books.Fill(id.Text, 0.004m);
        var part = await Exchange.FindOrderAsync(new OrderReference(Pair, id), default);
        Assert.Equal(
            (ReportedStatus.PartiallyFilled, 0.004m, 0.004m * 29000.10m),
            (part!.Status, part.FilledQuantity.Value, part.FilledQuote));
        Assert.Equal(Limit, part.Ticket);

        var cancelled = Assert.IsType<Cancellation.Done>(
            await Exchange.CancelAsync(new OrderReference(Pair, id, placed.ExchangeOrderId), default)).Report;
        Assert.Equal((ReportedStatus.Cancelled, 0.004m), (cancelled.Status, cancelled.FilledQuantity.Value));
        Assert.IsType<Cancellation.NothingToCancel>(
            await Exchange.CancelAsync(new OrderReference(Pair, id, placed.ExchangeOrderId), default));
    }

    [Fact]
    public async Task A_market_order_is_filled_at_once_and_its_trades_carry_its_fee()
    {
        var id = NewId();
        await PlaceAsync(Market, id);

        var report = await Exchange.FindOrderAsync(new OrderReference(Pair, id), default);
        Assert.Equal((ReportedStatus.Filled, 0.5m, 15000m),
            (report!.Status, report.FilledQuantity.Value, report.FilledQuote));
        var fill = Assert.Single(await Exchange.GetOrderTradesAsync(Pair, report.ExchangeOrderId, default));
        var trade = Assert.Single(Venue.Books.Trades);
        Assert.Equal(
            (Venue.TradeId(trade), 30000m, 0.5m, 15000m, "USDT", 60m, OrderSide.Sell, false),
            (fill.TradeId, fill.Price.Value, fill.Quantity.Value, fill.Quote, fill.FeeAsset.Text, fill.FeeAmount,
                fill.Side, fill.Maker));
    }

    [Theory]
    [InlineData(OrderSide.Sell, OrderType.StopLossLimit, false)]
    [InlineData(OrderSide.Buy, OrderType.StopLossLimit, true)]
    [InlineData(OrderSide.Sell, OrderType.TakeProfitLimit, true)]
    [InlineData(OrderSide.Buy, OrderType.TakeProfitLimit, false)]
    public async Task A_stop_waits_for_the_price_from_its_own_side(OrderSide side, OrderType type, bool upward)
    {
        var (id, ticket) = (NewId(), Stop with { Side = side, Type = type });
        var placed = Assert.IsType<Placement.Accepted>(await PlaceAsync(ticket, id)).Report;

        var order = Assert.Single(Venue.Books.Orders);
        Assert.Equal((upward, 27500m, 27000m), (order.StopsUpward, order.StopPrice, order.Price));
        var open = Assert.Single(await Exchange.GetOpenOrdersAsync(Pair, default));
        Assert.Equal((placed.ExchangeOrderId, id), (open.ExchangeOrderId, open.ClientOrderId));
        Assert.Equal(ticket, open.Ticket);
    }

    [Fact]
    public async Task What_cannot_rest_has_expired_and_was_not_cancelled()
    {
        var id = NewId();
        await PlaceAsync(Limit with { TimeInForce = TimeInForce.Ioc }, id);
        Assert.True(Assert.Single(Venue.Books.Orders).IsCancelled);
        if (await Exchange.FindOrderAsync(new OrderReference(Pair, id), default) is { } report)
        {
            Assert.Equal(ReportedStatus.Expired, report.Status);
        }
    }

    [Fact]
    public async Task A_post_only_order_says_so_and_a_quote_amount_is_sent_as_one()
    {
        await PlaceAsync(Limit with { Type = OrderType.LimitMaker, TimeInForce = null }, NewId());
        await PlaceAsync(new OrderTicket(Pair, OrderSide.Buy, OrderType.Market) { QuoteQuantity = 100.50m }, NewId());

        Assert.Equal([(true, null), (false, 100.50m)],
            Venue.Books.Orders.Select(order => (order.PostOnly, order.Funds)));
    }

    [Fact]
    public async Task Trades_are_followed_to_the_end_and_go_on_from_a_cursor()
    {
        var id = NewId();
        var placed = Assert.IsType<Placement.Accepted>(
            await PlaceAsync(Limit with { Quantity = new Quantity(3) }, id)).Report;
        for (var trade = 0; trade < 230; trade++)
        {
            Venue.Books.Fill(id.Text, 0.01m);
        }

        var all = await Exchange.GetOrderTradesAsync(Pair, placed.ExchangeOrderId, default);
        Assert.Equal(Venue.Books.Trades.Select(Venue.TradeId), all.Select(fill => fill.TradeId));
        Assert.Equal(2.3m, all.Sum(fill => fill.Quantity.Value));

        var page = await Exchange.GetTradesAsync(Pair, DateTimeOffset.UnixEpoch, null, default);
        Assert.Equal(230, page.Fills.Length);
        var later = Venue.Books.Fill(id.Text, 0.01m);
        var next = await Exchange.GetTradesAsync(Pair, DateTimeOffset.UnixEpoch, page.Next, default);
        Assert.Contains(next.Fills, fill => fill.TradeId == Venue.TradeId(later));
        Assert.True(next.Fills.Length < 10);
    }

    [Fact]
    public async Task Every_open_order_of_a_pair_is_cancelled_at_once()
    {
        for (var order = 0; order < 60; order++)
        {
            await PlaceAsync(Limit, NewId());
        }

        Assert.Equal(60, (await Exchange.GetOpenOrdersAsync(Pair, default)).Length);
        Assert.Null(await Exchange.CancelAllAsync(Pair, default));
        Assert.Empty(await Exchange.GetOpenOrdersAsync(Pair, default));
        Assert.DoesNotContain(Venue.Books.Orders, order => order.IsOpen);
    }

    [Fact]
    public async Task Balances_of_one_coin_are_added_up_and_rules_and_prices_are_read()
    {
        var account = await Exchange.GetAccountAsync(default);
        Assert.Equal([("BTC", 1.0m, 0.5m), ("USDT", 10005m, 0m)],
            account.Balances.Select(balance => (balance.Asset.Text, balance.Free, balance.Locked)));

        var instrument = await Exchange.FindInstrumentAsync(Pair, default);
        var quote = await Exchange.GetQuoteAsync(Pair, default);
        Assert.Equal((29999m, 30001m), (quote.Bid.Value, quote.Ask.Value));
        Assert.Null(InstrumentRules.Check(Limit, instrument!, quote, null));
        Assert.Equal("BASE_INCREMENT", InstrumentRules.Check(
            Limit with { Quantity = new Quantity(0.000000015m) }, instrument!, quote, null)!.Rule);
        Assert.Null(await Exchange.FindInstrumentAsync(Symbol.Parse("DOGE-USDT"), default));
        Assert.Equal(0.004m, (await Exchange.GetFeesAsync(Pair, default)).Maker);
    }
}
