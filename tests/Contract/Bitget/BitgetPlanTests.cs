using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Contract.Bitget;

public sealed class BitgetPlanTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_waits_wakes_and_is_told_under_the_ids_it_was_placed_with(bool isFutures)
    {
        await using var bed = await BitgetBed.OpenAsync(isFutures);
        var placed = await bed.AcceptedAsync(BitgetBed.Stop);
        Assert.StartsWith("plan-", placed.ExchangeOrderId, StringComparison.Ordinal);
        Assert.Equal(placed.ExchangeOrderId, Assert.Single(
            await bed.Exchange.GetOpenOrdersAsync(BitgetBed.Pair, default)).ExchangeOrderId);

        bed.Books.Pass(45_000m, bed.Server.Now);
        foreach (var reference in (OrderReference[])
            [BitgetBed.Of(placed), new OrderReference(BitgetBed.Pair, placed.ClientOrderId)])
        {
            var found = await bed.Exchange.FindOrderAsync(reference, default);
            Assert.Equal(
                (placed.ClientOrderId, placed.ExchangeOrderId, ReportedStatus.Filled, 0.02m),
                (found!.ClientOrderId, found.ExchangeOrderId, found.Status, found.FilledQuantity.Value));
        }

        var trade = Assert.Single(
            await bed.Exchange.GetOrderTradesAsync(BitgetBed.Pair, placed.ExchangeOrderId, default));
        Assert.Equal(placed.ExchangeOrderId, trade.ExchangeOrderId);
        var history = await bed.Exchange.GetOrderHistoryAsync(
            BitgetBed.Pair, TimeProvider.System.GetUtcNow().AddMinutes(-1), null, default);
        Assert.Equal(placed.ExchangeOrderId, Assert.Single(history.Orders).ExchangeOrderId);
        Assert.Empty((await bed.Exchange.GetOrderHistoryAsync(
            BitgetBed.Pair, default, history.Next, default)).Orders);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_is_cancelled_by_either_id_and_what_a_batch_hides_is_seen(bool isFutures)
    {
        await using var bed = await BitgetBed.OpenAsync(isFutures);
        var one = await bed.AcceptedAsync(BitgetBed.Stop);
        var other = await bed.AcceptedAsync(BitgetBed.Stop);
        Assert.IsType<Cancellation.Done>(await bed.Exchange.CancelAsync(BitgetBed.Of(one), default));
        Assert.IsType<Cancellation.Done>(await bed.Exchange.CancelAsync(
            new OrderReference(BitgetBed.Pair, other.ClientOrderId), default));
        // On futures the answer is a success whose only item failed.
        Assert.IsType<Cancellation.NothingToCancel>(await bed.Exchange.CancelAsync(BitgetBed.Of(one), default));
    }

    [Fact]
    public async Task All_orders_of_a_pair_are_cancelled_those_that_wait_included()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        await bed.AcceptedAsync(BitgetBed.Limit);
        await bed.AcceptedAsync(BitgetBed.Stop);
        Assert.Null(await bed.Exchange.CancelAllAsync(BitgetBed.Pair, default));
        Assert.Empty(await bed.Exchange.GetOpenOrdersAsync(null, default));
    }

    [Theory]
    [InlineData(OrderSide.Sell, OrderType.StopLoss, 45_000, true)]
    [InlineData(OrderSide.Sell, OrderType.StopLoss, 55_000, false)]
    [InlineData(OrderSide.Buy, OrderType.StopLoss, 55_000, true)]
    [InlineData(OrderSide.Buy, OrderType.StopLoss, 45_000, false)]
    [InlineData(OrderSide.Sell, OrderType.TakeProfit, 55_000, true)]
    [InlineData(OrderSide.Buy, OrderType.TakeProfit, 55_000, false)]
    public async Task A_stop_on_the_wrong_side_of_the_market_is_refused(
        OrderSide side, OrderType type, int stop, bool stands)
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        var instrument = await bed.Exchange.FindInstrumentAsync(BitgetBed.Pair, default);
        var quote = await bed.Exchange.GetQuoteAsync(BitgetBed.Pair, default);
        var ticket = BitgetBed.Stop with { Side = side, Type = type, StopPrice = new Price(stop) };
        Assert.Equal(stands ? null : "triggerPrice", InstrumentRules.Check(ticket, instrument!, quote, null)?.Rule);
    }

    [Fact]
    public async Task An_order_is_replaced_and_both_are_told()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        var first = await bed.AcceptedAsync(BitgetBed.Limit);
        var next = BitgetBed.Limit with { Price = new Price(48_000m) };
        var signed = await bed.Exchange.SignReplaceAsync(BitgetBed.Of(first), bed.NewId(), next, default);
        var done = Assert.IsType<Replacement.Done>(await bed.Exchange.ReplaceAsync(signed, default));
        Assert.Equal(
            (ReportedStatus.Cancelled, ReportedStatus.Open, 48_000m),
            (done.Cancelled.Status, done.Placed.Status, done.Placed.Ticket!.Price!.Value.Value));
    }

    [Fact]
    public async Task A_replacement_whose_success_hides_a_failure_leaves_the_first_as_it_stands()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        var first = await bed.AcceptedAsync(BitgetBed.Limit);
        bed.Books.Fill(bed.Books.Orders[0], 0.10m, 49_000m, bed.Server.Now);
        var signed = await bed.Exchange.SignReplaceAsync(
            BitgetBed.Of(first), bed.NewId(), BitgetBed.Limit, default);
        Assert.IsType<Replacement.NotCancelled>(await bed.Exchange.ReplaceAsync(signed, default));
        Assert.Single(bed.Books.Orders);
    }

    [Fact]
    public async Task A_replacement_whose_answer_is_lost_is_unknown()
    {
        await using var bed = await BitgetBed.OpenAsync(false);
        var first = await bed.AcceptedAsync(BitgetBed.Limit);
        bed.Server.Misbehave("/api/v2/spot/trade/cancel-replace-order", (context, act) =>
        {
            act();
            context.Abort();
            return Task.CompletedTask;
        });
        var signed = await bed.Exchange.SignReplaceAsync(
            BitgetBed.Of(first), bed.NewId(), BitgetBed.Limit, default);
        Assert.IsType<Replacement.Unknown>(await bed.Exchange.ReplaceAsync(signed, default));
    }

    [Fact]
    public async Task A_reduce_only_order_says_so_and_a_position_is_read_with_its_sign()
    {
        await using var bed = await BitgetBed.OpenAsync(true);
        await bed.AcceptedAsync(bed.Market(OrderSide.Sell));
        var position = Assert.Single(await bed.Exchange.GetPositionsAsync(default));
        Assert.Equal((-0.02m, 5m, MarginMode.Cross), (position.Quantity, position.Leverage, position.Margin));
        await bed.AcceptedAsync(bed.Market(OrderSide.Buy) with { ReduceOnly = true });
        Assert.True(bed.Books.Orders[^1].ReduceOnly);
        Assert.Empty(await bed.Exchange.GetPositionsAsync(default));
        Assert.Equal(5, (await bed.Exchange.FindInstrumentAsync(BitgetBed.Pair, default))!.Leverage);
    }
}
