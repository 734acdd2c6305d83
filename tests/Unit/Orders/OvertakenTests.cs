using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Orders;

/// <summary>Two look after one order at once, and neither may undo what the other knows.</summary>
public sealed class OvertakenTests
{
    [Fact]
    public async Task F01_An_order_that_its_sender_submits_while_a_sync_ends_it_as_unsent_is_not_booked_as_dead()
    {
        var desk = await new TradingDesk().OpenAsync();
        var order = await desk.StorePendingAsync("k");
        desk.Clock.Advance(TimeSpan.FromSeconds(30));
        desk.Store.BeforeWrite = () =>
        {
            desk.Store.BeforeWrite = null;
            var sending = new Sending(desk.Clock.GetUtcNow(), desk.Clock.GetUtcNow() + desk.Exchange.Fence);
            Assert.NotNull(desk.Ledger.TryRecordAsync(
                [order], new OrderEvent.Submitted(sending), TradingDesk.Trader, CancellationToken.None)
                .GetAwaiter().GetResult());
        };

        await desk.Sync.HandleAsync(desk.Account, TradingDesk.Trader, null, CancellationToken.None);

        Assert.Equal(OrderStatus.Submitted, Assert.Single(await desk.StoredAsync()).Status);
    }

    [Fact]
    public async Task A_repeat_does_not_answer_with_an_order_that_is_then_taken_back()
    {
        var desk = await new TradingDesk().OpenAsync();
        var order = await desk.StorePendingAsync("k");
        desk.Clock.OnWait = () =>
        {
            desk.Clock.OnWait = null;
            Assert.True(desk.Orders.TryWithdrawAsync([order], CancellationToken.None).GetAwaiter().GetResult());
        };

        var placed = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(key: "k"));

        Assert.Equal((order.Id, OrderStatus.Open), (placed.Order.Id, placed.Order.Status));
        Assert.Single(desk.Exchange.Arrived);
    }

    [Fact]
    public async Task Who_holds_an_order_that_was_taken_back_does_not_overwrite_the_one_placed_anew_under_its_key()
    {
        // Found by the simulation, seed 45.
        var desk = await new TradingDesk().OpenAsync();
        var held = await SubmittedAsync("k");
        Assert.True(await desk.Orders.TryWithdrawAsync([held], CancellationToken.None));
        desk.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var anew = await SubmittedAsync("k");

        Assert.Null(await desk.Ledger.TryRecordAsync(
            [held], new OrderEvent.AnswerLost("nobody answered"), TradingDesk.Trader, CancellationToken.None));

        Assert.Equal((held.Id, held.Version), (anew.Id, anew.Version));
        Assert.Equal(anew.Sent, Assert.Single(await desk.StoredAsync()).Sent);

        async Task<Order> SubmittedAsync(string key)
        {
            var sending = new Sending(desk.Clock.GetUtcNow(), desk.Clock.GetUtcNow() + desk.Exchange.Fence);
            return Assert.Single((await desk.Ledger.TryRecordAsync(
                [await desk.StorePendingAsync(key)], new OrderEvent.Submitted(sending), TradingDesk.Trader,
                CancellationToken.None))!);
        }
    }

    [Fact]
    public async Task F02_A_look_that_began_before_the_fence_and_ended_after_it_proves_nothing()
    {
        var desk = await new TradingDesk().OpenAsync();
        desk.Exchange.Fates.Enqueue(Fate.LostBeforeArrival);
        var order = Assert.IsType<Submission.Placed>(await desk.SubmitAsync()).Order;
        desk.Exchange.OnFind = () =>
        {
            desk.Exchange.OnFind = null;
            desk.Clock.Advance(order.Sent!.AcceptableUntil - desk.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        };

        await desk.SyncAsync();
        Assert.Equal(OrderStatus.Unknown, Assert.Single(await desk.StoredAsync()).Status);
        await desk.SyncAsync();

        Assert.Equal(OrderStatus.Rejected, Assert.Single(await desk.StoredAsync()).Status);
    }

    [Fact]
    public async Task F14_A_request_that_is_outside_of_the_window_again_is_not_sent_a_third_time()
    {
        var desk = await new TradingDesk().OpenAsync();
        desk.Exchange.Fates.Enqueue(Fate.ClockSkew);
        desk.Exchange.Fates.Enqueue(Fate.ClockSkew);

        var refused = Assert.IsType<Submission.Refused>(await desk.SubmitAsync());

        Assert.Equal(ExchangeErrorKind.ClockSkew, Assert.IsType<Refusal.Unavailable>(refused.Why).Error.Kind);
        Assert.Equal(2, desk.Exchange.Arrived.Count);
        Assert.Empty(await desk.StoredAsync());
        Assert.All((await desk.ExposureAsync()).Counters, counter => Assert.Equal(0, counter.Value));
    }

    [Fact]
    public async Task A_refusal_does_not_end_an_order_that_has_traded()
    {
        var desk = await new TradingDesk().OpenAsync();
        var order = Assert.IsType<Submission.Placed>(await desk.SubmitAsync()).Order;
        var trade = desk.Exchange.Fill(order.ClientOrderId.Text, 0.004m).Fills[0];
        var traded = OrderLifecycle.Next(
            order with { Status = OrderStatus.Unknown, Reported = null }, new OrderEvent.Traded([trade]));

        var refused = OrderLifecycle.Next(traded, new OrderEvent.Refused(RejectReason.NotPlaced("late")));

        Assert.Same(traded, refused);
    }

    [Fact]
    public async Task An_account_whose_key_cannot_be_opened_refuses_its_orders_as_one_whose_key_is_not_accepted()
    {
        var desk = await new TradingDesk().OpenAsync();
        desk.Connections.Forget(TradingDesk.Trader.Tenant, desk.Account.Id);
        desk.Vault.IsUnreadable = true;

        var refused = Assert.IsType<Submission.Refused>(await desk.SubmitAsync());

        Assert.Equal(
            ExchangeErrorKind.CredentialsInvalid, Assert.IsType<Refusal.Unavailable>(refused.Why).Error.Kind);
    }
}
