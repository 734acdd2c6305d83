using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Reconciliation;

public sealed class ReconcileAccountTests
{
    [Fact]
    public async Task Orders_that_agree_cost_no_write_but_those_that_take_and_free_the_books()
    {
        var desk = await ReconcileDesk.OpenAsync();
        for (var i = 0; i < 20; i++)
        {
            await desk.Desk.SubmitAsync();
        }

        await desk.RunAsync();
        var (image, writes) = (desk.Image(), desk.Store.Writes);
        var run = await desk.RunAsync();

        Assert.Equal((20, 20, 0, 0), (run.Total, run.Matched, run.Updated, run.Orphaned));
        Assert.Equal(image, desk.Image());
        Assert.Equal(2, desk.Store.Writes - writes);
    }

    [Fact]
    public async Task F05_Trades_that_nobody_told_of_are_found_page_by_page_and_once()
    {
        var desk = await ReconcileDesk.OpenAsync();
        desk.Exchange.TradesAPage = 2;
        var order = await PlaceAsync(desk);
        await desk.RunAsync();
        for (var i = 0; i < 7; i++)
        {
            desk.Desk.Clock.Advance(TimeSpan.FromSeconds(1));
            desk.Exchange.Fill(order.ClientOrderId.Text, 0.001m);
        }

        var run = await desk.RunAsync();
        Assert.Empty(run.Mismatches);
        Assert.Equal(0.007m, (await FindAsync(desk, order)).TradedQuantity.Value);
        var image = desk.Image();
        await desk.RunAsync();
        Assert.Equal(image, desk.Image());
    }

    [Fact]
    public async Task F10_A_run_that_dies_at_any_write_is_taken_up_by_the_next_and_nothing_is_ever_placed()
    {
        for (var write = 1; write <= 30; write++)
        {
            foreach (var happened in (bool[])[false, true])
            {
                var desk = await DifferentAsync();
                var arrived = desk.Exchange.Arrived.Count;
                desk.Store.FailAfter = happened;
                desk.Store.FailAt = desk.Store.Writes + write;
                await desk.RunAsync();
                desk.Store.Revive();
                desk.Desk.Clock.Advance(BooksLease.Length + TimeSpan.FromSeconds(1));

                await desk.RunAsync();
                var image = desk.Image();
                var last = await desk.RunAsync();

                Assert.Null(last.Error);
                Assert.Equal(image, desk.Image());
                Assert.Equal(arrived, desk.Exchange.Arrived.Count);
                await AssertMendedAsync(desk);
            }
        }
    }

    [Fact]
    public async Task Two_runs_at_once_are_one()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var desk = await DifferentAsync();
        var stepped = new SteppedStore(desk.Store);
        var first = desk.RunAsync(stepped);
        for (var step = 0; step < 2 && await WaitsAsync(stepped, first); step++)
        {
            stepped.Step();
        }

        Assert.True(await WaitsAsync(stepped, first));

        Assert.Equal(RunError.Busy, (await desk.RunAsync()).Error?.Code);
        Assert.False(first.IsCompleted);
    }

    [Fact]
    public async Task A_holder_that_stalled_past_its_hold_writes_nothing()
    {
        // Stalled before each of its calls to the store in turn, while another run takes over and mends all.
        var stalls = 0;
        for (var at = 3; at < 200; at++)
        {
            SynchronizationContext.SetSynchronizationContext(null);
            var desk = await DifferentAsync();
            var stepped = new SteppedStore(desk.Store);
            var stalled = desk.RunAsync(stepped);
            for (var step = 1; step < at && await WaitsAsync(stepped, stalled); step++)
            {
                stepped.Step();
            }

            if (!await WaitsAsync(stepped, stalled))
            {
                break;
            }

            desk.Desk.Clock.Advance(BooksLease.Length + TimeSpan.FromSeconds(1));
            Assert.Null((await desk.RunAsync()).Error);
            var image = desk.Image(withCounters: false);
            stalls++;
            while (await WaitsAsync(stepped, stalled))
            {
                stepped.Step();
            }

            await stalled;
            // But for counters: what an order that it stored before it stalled gives back is given back after.
            Assert.Equal(image, desk.Image(withCounters: false));
            await AssertMendedAsync(desk);
        }

        Assert.True(stalls > 10, $"It was stalled {stalls} times only.");
    }

    [Fact]
    public async Task F12_A_balance_that_moved_without_a_trade_restricts_the_account_until_a_cycle_proves_it()
    {
        var desk = await ReconcileDesk.OpenAsync();
        await desk.RunAsync();
        desk.Exchange.Usdt -= 1_000;

        var found = Assert.Single((await desk.RunAsync()).Mismatches);
        Assert.Equal(("USDT", 1_000m), (found.Asset, found.Expected - found.Actual));
        Assert.Equal(TradingState.ReduceOnly, (await desk.AccountAsync()).Trading.State);
        Assert.Empty((await desk.RunAsync()).Mismatches);
        Assert.Equal(TradingState.ReduceOnly, (await desk.AccountAsync()).Trading.State);

        desk.Desk.Clock.Advance(TimeSpan.FromMinutes(5));
        await desk.RunAsync();
        Assert.Equal(TradingState.Active, (await desk.AccountAsync()).Trading.State);
    }

    [Fact]
    public async Task F12_A_futures_position_that_moved_without_a_trade_restricts_the_account_until_a_cycle_proves_it()
    {
        var desk = await ReconcileDesk.OpenAsync(ExchangeId.BitgetFutures);
        desk.Exchange.Untold = 0.3m;
        var order = await PlaceAsync(desk);
        Assert.Null((await desk.RunAsync()).Error);
        desk.Desk.Clock.Advance(TimeSpan.FromSeconds(1));
        desk.Exchange.Fill(order.ClientOrderId.Text, 0.01m);
        Assert.Empty((await desk.RunAsync()).Mismatches);

        desk.Exchange.Untold = -0.2m;
        var found = Assert.Single((await desk.RunAsync()).Mismatches);
        Assert.Equal(("BTC-USDT", 0.31m, -0.19m), (found.Asset, found.Expected, found.Actual));
        Assert.Equal(TradingState.ReduceOnly, (await desk.AccountAsync()).Trading.State);

        desk.Desk.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty((await desk.RunAsync()).Mismatches);
        Assert.Equal(TradingState.Active, (await desk.AccountAsync()).Trading.State);
    }

    [Fact]
    public async Task What_is_within_the_tolerance_is_no_mismatch_and_restricts_nothing()
    {
        var desk = await ReconcileDesk.OpenAsync();
        await desk.RunAsync();
        desk.Exchange.Usdt -= 0.5m;

        Assert.Empty((await desk.RunAsync()).Mismatches);
        Assert.Equal(TradingState.Active, (await desk.AccountAsync()).Trading.State);
    }

    [Fact]
    public async Task An_order_that_one_listing_lacks_and_a_query_shows_is_no_orphan()
    {
        var desk = await ReconcileDesk.OpenAsync();
        var order = await PlaceAsync(desk);
        await desk.Exchange.CancelAsync(order.Reference, CancellationToken.None);

        var run = await desk.RunAsync();

        Assert.Equal((1, 0), (run.Updated, run.Orphaned));
        Assert.Equal(OrderStatus.Cancelled, (await FindAsync(desk, order)).Status);
        Assert.Empty(await desk.OrphansAsync());
    }

    [Fact]
    public async Task An_order_that_we_take_for_rejected_and_the_exchange_lists_lives_again_and_is_counted_once()
    {
        var desk = await ReconcileDesk.OpenAsync();
        desk.Exchange.Fates.Enqueue(Fate.RestsAnswerLost);
        desk.Exchange.OnPlace = () => desk.Exchange.Trouble =
            new ExchangeError(ExchangeErrorKind.Unavailable, "HTTP 503", "Down.");
        var order = await PlaceAsync(desk);
        await desk.Desk.Ledger.RecordAsync(
            order, new OrderEvent.Refused(RejectReason.NotPlaced("wrongly")), TradingDesk.Trader,
            CancellationToken.None);
        desk.Exchange.Trouble = null;

        var run = await desk.RunAsync();

        Assert.Equal((1, 0, 1, 0), (run.Total, run.Matched, run.Updated, run.Orphaned));
        Assert.Equal(OrderStatus.Open, (await FindAsync(desk, order)).Status);
    }

    [Fact]
    public async Task An_order_that_comes_back_while_it_is_proven_missing_is_no_orphan_and_one_that_does_not_is()
    {
        var desk = await ReconcileDesk.OpenAsync();
        var order = await PlaceAsync(desk);
        desk.Exchange.Forget(order.ClientOrderId.Text);

        Assert.Equal(1, (await desk.RunAsync()).Orphaned);
        var orphan = Assert.Single(await desk.OrphansAsync());
        Assert.Equal((OrphanKind.MissingAtExchange, true), (orphan.Kind, orphan.IsOpen));
        Assert.Equal(
            TradingState.ReduceOnly,
            (await desk.AccountAsync()).TradingAt(desk.Desk.Clock.GetUtcNow(), ScriptedExchange.Btc).State);
        // Opened once, whatever the number of runs.
        await desk.RunAsync();
        Assert.Equal(1, Assert.Single(await desk.OrphansAsync()).Version);
    }

    [Fact]
    public async Task Orders_in_doubt_and_orders_that_were_never_sent_are_settled()
    {
        var desk = await ReconcileDesk.OpenAsync();
        desk.Exchange.Fates.Enqueue(Fate.LostBeforeArrival);
        var lost = await PlaceAsync(desk);
        var pending = await desk.Desk.StorePendingAsync("pending");
        desk.Desk.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, (await desk.RunAsync()).Updated);
        Assert.Equal(OrderStatus.Rejected, (await FindAsync(desk, lost)).Status);
        Assert.Equal(OrderStatus.Rejected, (await FindAsync(desk, pending)).Status);
    }

    [Fact]
    public async Task An_exchange_that_does_not_answer_is_told_of_and_leaves_the_books_free()
    {
        var desk = await ReconcileDesk.OpenAsync();
        await PlaceAsync(desk);
        desk.Exchange.HidesOpenOrders = true;
        Assert.Equal("Unavailable", (await desk.RunAsync()).Error?.Code);
        desk.Exchange.HidesOpenOrders = false;
        Assert.Null((await desk.RunAsync()).Error);
    }

    // True once it waits for a step, false once it has ended: one of them comes.
    private static async Task<bool> WaitsAsync(SteppedStore stepped, Task actor)
    {
        while (!stepped.Waits && !actor.IsCompleted)
        {
            await Task.Yield();
        }

        return stepped.Waits;
    }

    // A fill that nobody told of, a cancel likewise, and a trade by somebody else.
    private static async Task<ReconcileDesk> DifferentAsync()
    {
        var desk = await ReconcileDesk.OpenAsync();
        var (filled, cancelled) = (await PlaceAsync(desk), await PlaceAsync(desk));
        await desk.RunAsync();
        desk.Desk.Clock.Advance(TimeSpan.FromSeconds(1));
        desk.Exchange.Fill(filled.ClientOrderId.Text, 0.01m);
        await desk.Exchange.CancelAsync(cancelled.Reference, CancellationToken.None);
        var stranger = await desk.Exchange.SignAsync(
            new ClientOrderId("by-hand"), TradingDesk.Buy(0.02m), CancellationToken.None);
        desk.Exchange.Otherwise = Fate.Fills;
        Assert.IsType<Placement.Accepted>(await desk.Exchange.PlaceAsync(stranger, CancellationToken.None));
        return desk;
    }

    private static async Task AssertMendedAsync(ReconcileDesk desk)
    {
        var orders = await desk.Desk.StoredAsync();
        Assert.Equal(
            [OrderStatus.Filled, OrderStatus.Cancelled], orders.Select(order => order.Status).Order());
        var position = await desk.Desk.Positions.GetAsync(
            desk.Desk.Account, ScriptedExchange.Btc, CancellationToken.None);
        Assert.Equal(0.03m, position.Quantity);
        Assert.True(Assert.Single(await desk.OrphansAsync()).HasTraded);
        Assert.Equal(
            TradingState.ReduceOnly,
            (await desk.AccountAsync()).TradingAt(desk.Desk.Clock.GetUtcNow(), ScriptedExchange.Btc).State);
    }

    private static async Task<Order> PlaceAsync(ReconcileDesk desk) =>
        Assert.IsType<Submission.Placed>(await desk.Desk.SubmitAsync()).Order;

    private static async Task<Order> FindAsync(ReconcileDesk desk, Order order) =>
        (await desk.Desk.Orders.FindAsync(order.Tenant, order.Id, CancellationToken.None))!;
}
