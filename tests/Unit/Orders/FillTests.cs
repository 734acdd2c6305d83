using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Orders;

public sealed class FillTests
{
    [Fact]
    public async Task F04_Each_fill_counts_once_whatever_tells_of_it_and_how_often()
    {
        var desk = await new TradingDesk().OpenAsync();
        var order = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(TradingDesk.Buy(0.01m))).Order;
        var client = order.ClientOrderId.Text;
        for (var fill = 0; fill < 4; fill++)
        {
            desk.Exchange.Fill(client, 0.002m);
            for (var times = 0; times < 3; times++)
            {
                await desk.SyncAsync();
                await desk.Settle.HandleAsync(
                    (await desk.StoredAsync())[0], desk.Exchange, TradingDesk.Trader, CancellationToken.None);
            }
        }

        var stored = Assert.Single(await desk.StoredAsync());
        var (fills, _) = await desk.Fills.ListAsync(
            TradingDesk.Trader.Tenant, _ => true, 100, null, CancellationToken.None);
        var position = await desk.Positions.GetAsync(desk.Account, ScriptedExchange.Btc, CancellationToken.None);
        Assert.Equal((OrderStatus.PartiallyFilled, 0.008m), (stored.Status, stored.Filled.Value));
        Assert.Equal(4, fills.Count);
        Assert.Equal(0.008m, position.Quantity);
        Assert.Equal(0.008m * 49_000, position.Cost);
        Assert.Equal(0.002m * 49_000, (await desk.ExposureAsync())[Exposure.Notional]);
        Assert.Equal(0.01m, (await desk.ExposureAsync())[Exposure.Long(ScriptedExchange.Btc.Base)]);
    }

    [Fact]
    public async Task A_fill_after_the_cancel_is_counted()
    {
        var desk = await new TradingDesk().OpenAsync();
        var order = Assert.IsType<Submission.Placed>(await desk.SubmitAsync()).Order;
        desk.Exchange.Fill(order.ClientOrderId.Text, 0.004m);

        var ended = Assert.IsType<CancelOutcome.Ended>(
            await desk.Cancel.HandleAsync(TradingDesk.Trader, order.Id, CancellationToken.None));

        Assert.Equal((OrderStatus.Cancelled, 0.004m), (ended.Order.Status, ended.Order.Filled.Value));
        Assert.Equal(0, (await desk.ExposureAsync())[Exposure.Orders]);
        Assert.Equal(0.004m, (await desk.ExposureAsync())[Exposure.Long(ScriptedExchange.Btc.Base)]);
    }

    [Fact]
    public async Task A_cancel_of_an_order_that_filled_meanwhile_answers_that_it_filled()
    {
        var desk = await new TradingDesk().OpenAsync();
        var order = Assert.IsType<Submission.Placed>(await desk.SubmitAsync()).Order;
        desk.Exchange.Fill(order.ClientOrderId.Text, 0.01m);

        var ended = Assert.IsType<CancelOutcome.Ended>(
            await desk.Cancel.HandleAsync(TradingDesk.Trader, order.Id, CancellationToken.None));
        var again = await desk.Cancel.HandleAsync(TradingDesk.Trader, order.Id, CancellationToken.None);

        Assert.Equal(OrderStatus.Filled, ended.Order.Status);
        Assert.IsType<Refusal.Conflict>(Assert.IsType<CancelOutcome.Refused>(again).Why);
    }

    [Fact]
    public async Task A_fill_that_becomes_known_late_is_in_the_position_though_a_checkpoint_was_past_it()
    {
        var desk = await new TradingDesk().OpenAsync();
        var late = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(TradingDesk.Buy(1, 500))).Order;
        desk.Exchange.Fill(late.ClientOrderId.Text, 1);
        var order = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(TradingDesk.Buy(10, 90))).Order;
        for (var fill = 0; fill < 600; fill++)
        {
            desk.Exchange.Fill(order.ClientOrderId.Text, 0.01m);
        }

        await desk.Settle.HandleAsync(order, desk.Exchange, TradingDesk.Trader, CancellationToken.None);
        desk.Clock.Advance(TimeSpan.FromHours(1));
        var before = await desk.Positions.GetAsync(desk.Account, ScriptedExchange.Btc, CancellationToken.None);
        Assert.Contains(desk.Store.All, item => item.Key.Partition.EndsWith("#POSITIONS", StringComparison.Ordinal));
        await desk.Settle.HandleAsync(late, desk.Exchange, TradingDesk.Trader, CancellationToken.None);
        var after = await desk.Positions.GetAsync(desk.Account, ScriptedExchange.Btc, CancellationToken.None);

        Assert.Equal((6m, 600L), (before.Quantity, before.Fills));
        Assert.Equal((7m, 601L), (after.Quantity, after.Fills));
    }

    [Fact]
    public async Task An_account_that_trades_with_itself_has_the_trade_on_both_orders()
    {
        var desk = await new TradingDesk().OpenAsync();
        var buy = Assert.IsType<Submission.Placed>(await desk.SubmitAsync()).Order;
        var sell = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(
            TradingDesk.Buy() with { Side = OrderSide.Sell })).Order;
        var trade = desk.Exchange.Fill(buy.ClientOrderId.Text, 0.01m).Fills[0];
        var report = desk.Exchange.Orders.Single(o => o.ClientOrderId == sell.ClientOrderId) with
        {
            Status = ReportedStatus.Filled,
            FilledQuantity = trade.Quantity,
            FilledQuote = trade.Quote,
            Fills = [trade with { Side = OrderSide.Sell }],
        };
        await desk.SyncAsync();
        var ledger = new OrderLedger(
            desk.Orders, desk.Risk, desk.Clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<OrderLedger>.Instance);

        var filled = await ledger.RecordAsync(
            sell, new OrderEvent.Reported(report), TradingDesk.Trader, CancellationToken.None);

        Assert.Equal(OrderStatus.Filled, filled.Status);
        var position = await desk.Positions.GetAsync(desk.Account, ScriptedExchange.Btc, CancellationToken.None);
        Assert.Equal(0, position.Quantity);
    }
}
