using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Risk;

/// <summary>Counters are recomputed while orders are recorded; they never come out too low.</summary>
public sealed class RecomputeExposureTests
{
    private static readonly Core.Tenancy.Caller Caller = TradingDesk.Trader;

    public static TheoryData<string, bool> Happenings() => new()
    {
        { "cancelled", false }, { "cancelled", true }, { "partly filled", false }, { "partly filled", true },
        { "filled late", false }, { "filled late", true }, { "reopened", false }, { "reopened", true },
        { "adopted", false }, { "adopted", true },
    };

    /// <summary>
    /// Every order of the two's store calls that matters, the recorder living or dying at one of its own.
    /// </summary>
    [Theory]
    [MemberData(nameof(Happenings))]
    public async Task Whatever_the_interleaving_the_counters_do_not_come_out_too_low_and_the_next_time_sets_them(
        string what, bool dies)
    {
        // Without a context whoever is let go on goes on at once, on this thread.
        SynchronizationContext.SetSynchronizationContext(null);
        // Which steps of the first thirteen are the recorder's; it has four at most.
        foreach (var mask in Enumerable.Range(0, 1 << 13).Where(mask => int.PopCount(mask) == 4))
        {
            // A drift is seen twice before it is corrected; without a pause it is corrected at once, which lets the
            // thirteen steps reach to the correction's end.
            await InterleaveAsync(what, mask, dies ? 1 + (mask % 4) : int.MaxValue, TimeSpan.FromSeconds(2));
            await InterleaveAsync(what, mask, dies ? 1 + (mask % 4) : int.MaxValue, TimeSpan.Zero);
        }
    }

    [Fact]
    public async Task Counters_that_agree_cost_no_write_and_a_pending_order_is_no_drift()
    {
        var desk = await new TradingDesk().OpenAsync();
        await desk.SubmitAsync();
        await desk.StorePendingAsync("pending");
        var writes = desk.Store.Writes;

        Assert.Equal(Recomputation.Agreed, await RecomputeAsync(desk));
        Assert.Equal(writes, desk.Store.Writes);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-0.5)]
    public async Task A_drift_is_corrected_with_an_event_and_the_second_time_changes_nothing(double drift)
    {
        var desk = await new TradingDesk().OpenAsync();
        await desk.SubmitAsync();
        var right = await desk.ExposureAsync();
        await desk.Risk.AddAsync(
            Caller.Tenant, Item.NoCounters.Add(Exposure.Orders, (decimal)drift).Add("killed", 0), [],
            CancellationToken.None);

        Assert.Equal(Recomputation.Corrected, await RecomputeAsync(desk));

        var now = await desk.ExposureAsync();
        Assert.All(right.Counters, counter => Assert.Equal(counter.Value, now[counter.Key]));
        Assert.Equal(1, now[Exposure.Epoch]);
        var told = Assert.Single(desk.Store.All, item => item.Document.Contains("\"ExposureCorrected\""));
        Assert.True(told.Outbound);
        Assert.Contains("\"orders\"", told.Document, StringComparison.Ordinal);
        var writes = desk.Store.Writes;
        Assert.Equal(Recomputation.Agreed, await RecomputeAsync(desk));
        Assert.Equal(writes, desk.Store.Writes);
    }

    [Fact]
    public async Task A_drift_that_is_gone_at_the_second_look_is_left_alone()
    {
        var desk = await new TradingDesk().OpenAsync();
        await desk.SubmitAsync();
        await desk.Risk.AddAsync(
            Caller.Tenant, Item.NoCounters.Add(Exposure.Orders, 1), [], CancellationToken.None);
        desk.Clock.OnWait = () => desk.Risk.AddAsync(
            Caller.Tenant, Item.NoCounters.Add(Exposure.Orders, -1), [], CancellationToken.None)
            .GetAwaiter().GetResult();

        Assert.Equal(Recomputation.Agreed, await RecomputeAsync(desk));
        Assert.Equal(0, (await desk.ExposureAsync())[Exposure.Epoch]);
    }

    [Fact]
    public async Task Counters_that_never_stand_still_are_raised_by_what_they_surely_lack_and_never_lowered()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var desk = await new TradingDesk().OpenAsync();
        await desk.SubmitAsync();
        await desk.Risk.AddAsync(
            Caller.Tenant, Item.NoCounters.Add(Exposure.Orders, -1).Add(Exposure.Notional, 7), [],
            CancellationToken.None);
        var before = await desk.ExposureAsync();
        var store = new SteppedStore(desk.Store);
        var recompute = Recompute(desk, store);
        var ending = recompute.HandleAsync(Caller, TimeSpan.FromSeconds(2), CancellationToken.None);
        while (store.Waits)
        {
            await desk.Risk.AddAsync(
                Caller.Tenant, Item.NoCounters.Add("closing:other", 0), [], CancellationToken.None);
            store.Step();
        }

        Assert.Equal(Recomputation.Restless, await ending);
        var after = await desk.ExposureAsync();
        Assert.Equal(1, after[Exposure.Orders]);
        Assert.Equal(before[Exposure.Notional], after[Exposure.Notional]);
    }

    [Fact]
    public async Task A_fill_that_comes_after_the_orders_end_is_counted_even_where_the_process_dies_in_between()
    {
        for (var write = 1; write <= 3; write++)
        {
            foreach (var happened in (bool[])[false, true])
            {
                var desk = await new TradingDesk().OpenAsync();
                var order = await EndedAsync(desk);
                (desk.Store.FailAfter, desk.Store.FailAt) = (happened, desk.Store.Writes + write);
                try
                {
                    await desk.Ledger.RecordAsync(order, LateFill(order), Caller, CancellationToken.None);
                }
                catch (IOException)
                {
                    // The process died.
                }

                desk.Store.Revive();
                await AssertNotTooLowAsync(desk, exact: false, $"{write} {happened}");
            }
        }
    }

    private static async Task InterleaveAsync(string what, int mask, int deadAt, TimeSpan pause)
    {
        var desk = await new TradingDesk().OpenAsync();
        var record = await PrepareAsync(desk, what);
        // A counter that is too high, so that there is something to correct.
        await desk.Risk.AddAsync(
            Caller.Tenant, Item.NoCounters.Add(Exposure.Notional, 1_000), [], CancellationToken.None);
        var (recording, recomputing) = (new SteppedStore(desk.Store), new SteppedStore(desk.Store));
        var tasks = new Task[]
        {
            record(recording),
            Recompute(desk, recomputing).HandleAsync(Caller, pause, CancellationToken.None),
        };
        for (var (step, taken) = (0, 0); recording.Waits || recomputing.Waits; step++)
        {
            var isRecorders = recomputing.Waits is false || (recording.Waits && (mask >> Math.Min(step, 31) & 1) == 1);
            if (isRecorders)
            {
                recording.IsDead = ++taken >= deadAt;
            }

            (isRecorders ? recording : recomputing).Step();
        }

        await tasks[1];
        Assert.True(tasks[0].IsCompletedSuccessfully || deadAt < int.MaxValue);
        await AssertNotTooLowAsync(desk, exact: false, $"{what} {mask:x} {deadAt} {pause}");
        await desk.Recompute.HandleAsync(Caller, TimeSpan.FromSeconds(2), CancellationToken.None);
        await AssertNotTooLowAsync(desk, exact: true, $"{what} {mask:x} {deadAt} {pause}");
    }

    private static async Task AssertNotTooLowAsync(TradingDesk desk, bool exact, string where)
    {
        var stored = await desk.ExposureAsync();
        var truth = await new CountExposure(desk.Orders, desk.Accounts, desk.Positions)
            .GetAsync(Caller.Tenant, CancellationToken.None);
        foreach (var name in stored.Counters.Keys.Union(truth.Least.Counters.Keys).Where(Exposure.IsCounted))
        {
            Assert.True(stored[name] >= truth.Least[name], $"{where}: {name} is {stored[name]}");
            Assert.True(!exact || stored[name] == truth.Least[name], $"{where}: {name} is not {truth.Least[name]}");
        }
    }

    private static async Task<Func<SteppedStore, Task>> PrepareAsync(TradingDesk desk, string what)
    {
        if (what is "adopted")
        {
            return await StrangerAsync(desk);
        }

        var (order, happened) = await PrepareOrderAsync(desk, what);
        return store => Ledger(desk, store).RecordAsync(order, happened, Caller, CancellationToken.None);
    }

    private static OrderLedger Ledger(TradingDesk desk, IItemStore store) => new(
        new OrderRepository(store), new RiskRepository(store), desk.Clock, NullLogger<OrderLedger>.Instance);

    private static async Task<Func<SteppedStore, Task>> StrangerAsync(TradingDesk desk)
    {
        var signed = await desk.Exchange.SignAsync(
            new ClientOrderId("by-hand"), TradingDesk.Buy(), CancellationToken.None);
        var placed = Assert.IsType<Placement.Accepted>(await desk.Exchange.PlaceAsync(signed, CancellationToken.None));
        var orphan = Orphan.Unknown(desk.Account, placed.Report, null, "by hand", desk.Exchange.Now);
        return store => new AdoptOrder(
            store, new OrderRepository(store), new FillRepository(store), Ledger(desk, store),
            new RiskRepository(store), desk.Connections, desk.Clock)
            .HandleAsync(orphan, desk.Account, Caller, CancellationToken.None);
    }

    private static async Task<(Order Order, OrderEvent Happened)> PrepareOrderAsync(TradingDesk desk, string what)
    {
        switch (what)
        {
            case "filled late":
                var ended = await EndedAsync(desk);
                return (ended, LateFill(ended));
            case "reopened":
                var rejected = await desk.Ledger.RecordAsync(
                    await SubmittedAsync(desk), new OrderEvent.Refused(RejectReason.NotPlaced("wrong")), Caller,
                    CancellationToken.None);
                return (rejected, new OrderEvent.Reported(Report(rejected, ReportedStatus.Open)));
            default:
                var placed = Assert.IsType<Submission.Placed>(await desk.SubmitAsync()).Order;
                var status = what == "cancelled" ? ReportedStatus.Cancelled : ReportedStatus.PartiallyFilled;
                var trade = LateFill(placed).Fills[0];
                return (placed, new OrderEvent.Reported(Report(placed, status) with
                {
                    FilledQuantity = what == "cancelled" ? Quantity.Zero : trade.Quantity,
                    FilledQuote = what == "cancelled" ? 0 : trade.Quote,
                    Fills = what == "cancelled" ? [] : [trade],
                }));
        }
    }

    private static async Task<Order> SubmittedAsync(TradingDesk desk)
    {
        desk.Exchange.Fates.Enqueue(Fate.LostBeforeArrival);
        return Assert.IsType<Submission.Placed>(await desk.SubmitAsync()).Order;
    }

    private static async Task<Order> EndedAsync(TradingDesk desk)
    {
        var placed = Assert.IsType<Submission.Placed>(await desk.SubmitAsync()).Order;
        return await desk.Ledger.RecordAsync(
            placed, new OrderEvent.Reported(Report(placed, ReportedStatus.Cancelled)), Caller, CancellationToken.None);
    }

    private static OrderReport Report(Order order, ReportedStatus status) => new(
        order.ClientOrderId, order.ExchangeOrderId ?? "77", order.Ticket.Symbol, status, Quantity.Zero, 0, [],
        order.CreatedAt);

    private static OrderEvent.Traded LateFill(Order order) => new(
    [
        new ReportedFill(
            "900", order.ExchangeOrderId ?? "77", new Price(49_000), new Quantity(0.004m), 196, Asset.Usdt, 0.1m,
            OrderSide.Buy, true, order.CreatedAt),
    ]);

    private static Task<Recomputation> RecomputeAsync(TradingDesk desk) =>
        desk.Recompute.HandleAsync(Caller, TimeSpan.FromSeconds(2), CancellationToken.None);

    private static RecomputeExposure Recompute(TradingDesk desk, IItemStore store) => new(
        new RiskRepository(store),
        new CountExposure(
            new OrderRepository(store), new AccountRepository(store),
            new PositionReader(store, new FillRepository(store), desk.Clock)),
        desk.Clock);
}
