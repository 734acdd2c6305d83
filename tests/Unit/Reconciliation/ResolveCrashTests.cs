using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Core.Risk;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Reconciliation;

/// <summary>
/// The store fails at one write of a person's decision after another, before it happened and after. Asked again, or
/// left to the next run, it comes to the same end; and until then the counters are never too low.
/// </summary>
public sealed class ResolveCrashTests
{
    private const int MoreThanThereAre = 40;

    public static TheoryData<int, bool, bool> Decisions()
    {
        var decisions = new TheoryData<int, bool, bool>();
        foreach (var how in (Resolution[])[Resolution.Adopt, Resolution.Cancel, Resolution.Close, Resolution.Ignore])
        {
            foreach (var happened in (bool[])[false, true])
            {
                decisions.Add((int)how, happened, false);
                decisions.Add((int)how, happened, true);
            }
        }

        return decisions;
    }

    [Theory]
    [MemberData(nameof(Decisions))]
    public async Task A_decision_that_dies_at_any_write_is_carried_out_once(int decision, bool happened, bool missing)
    {
        var how = (Resolution)decision;
        if (how is Resolution.Close != missing && how is not Resolution.Ignore)
        {
            // Makes no sense of this kind, and is refused: nothing is written.
            var other = await OrphanedAsync(missing);
            var writes = other.Store.Writes;
            Assert.IsType<Resolving.Refused>(await ResolveAsync(other, how));
            Assert.Equal(writes, other.Store.Writes);
            return;
        }

        var steps = 0;
        for (var step = 1; step < MoreThanThereAre; step++)
        {
            var desk = await OrphanedAsync(missing);
            (desk.Store.FailAfter, desk.Store.FailAt) = (happened, desk.Store.Writes + step);
            try
            {
                await ResolveAsync(desk, how);
            }
            catch (IOException)
            {
                // The process died; whoever asked does not know how it ended.
            }

            var died = desk.Store.Dead;
            desk.Store.Revive();
            await AssertCountersAsync(desk, exact: false);
            Assert.IsType<Resolving.Done>(await ResolveAsync(desk, how));
            await AssertEndAsync(desk, how);
            if (!died)
            {
                break;
            }

            steps = step;
        }

        Assert.InRange(steps, 1, MoreThanThereAre - 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pair_that_stays_restricted_after_a_crash_is_free_again_after_the_next_run(bool happened)
    {
        for (var step = 1; step <= 2; step++)
        {
            var desk = await OrphanedAsync(missing: true);
            (desk.Store.FailAfter, desk.Store.FailAt) = (happened, desk.Store.Writes + step);
            await Assert.ThrowsAsync<IOException>(() => ResolveAsync(desk, Resolution.Ignore));
            desk.Store.Revive();

            await desk.RunAsync();

            var isResolved = !Assert.Single(await desk.OrphansAsync()).IsOpen;
            Assert.Equal(
                isResolved ? TradingState.Active : TradingState.ReduceOnly,
                await StateAsync(desk));
        }
    }

    private static async Task<TradingState> StateAsync(ReconcileDesk desk)
    {
        var account = await desk.AccountAsync();
        return account.TradingAt(account.WatchedAt, ScriptedExchange.Btc).State;
    }

    // A stranger's order that works, or one of ours that the exchange has forgotten.
    private static async Task<ReconcileDesk> OrphanedAsync(bool missing)
    {
        var desk = await ReconcileDesk.OpenAsync();
        if (missing)
        {
            var ours = Assert.IsType<Submission.Placed>(await desk.Desk.SubmitAsync()).Order;
            desk.Exchange.Forget(ours.ClientOrderId.Text);
        }
        else
        {
            var stranger = await desk.Exchange.SignAsync(
                new ClientOrderId("by-hand"), TradingDesk.Buy(0.02m), CancellationToken.None);
            Assert.IsType<Placement.Accepted>(await desk.Exchange.PlaceAsync(stranger, CancellationToken.None));
        }

        Assert.Equal(1, (await desk.RunAsync()).Orphaned);
        return desk;
    }

    // Each time as a process that knows nothing of the one before.
    private static async Task<Resolving> ResolveAsync(ReconcileDesk desk, Resolution how)
    {
        var d = desk.Desk;
        var ledger = new OrderLedger(d.Orders, d.Risk, d.Clock, NullLogger<OrderLedger>.Instance);
        var adopt = new AdoptOrder(desk.Store, d.Orders, d.Fills, ledger, d.Risk, d.Connections, d.Clock);
        var resolve = new ResolveOrphan(
            new OrphanRepository(desk.Store, d.Clock), d.Orders, d.Accounts, d.Connections, ledger, adopt,
            new MoveTradingState(d.Accounts, d.Clock), d.Clock);
        return await resolve.HandleAsync(
            TradingDesk.Trader, Assert.Single(await desk.OrphansAsync()).Id, how, "by hand", CancellationToken.None);
    }

    private static async Task AssertEndAsync(ReconcileDesk desk, Resolution how)
    {
        Assert.Equal(how, Assert.Single(await desk.OrphansAsync()).Resolved?.How);
        Assert.Equal(TradingState.Active, await StateAsync(desk));
        var orders = await desk.Desk.StoredAsync();
        switch (how)
        {
            case Resolution.Adopt:
                Assert.Equal(OrderStatus.Open, Assert.Single(orders).Status);
                break;
            case Resolution.Cancel:
                Assert.Equal(ReportedStatus.Cancelled, Assert.Single(desk.Exchange.Orders).Status);
                Assert.Empty(orders);
                break;
            case Resolution.Close:
                Assert.Equal(OrderStatus.Expired, Assert.Single(orders).Status);
                break;
        }

        await desk.Desk.Recompute.HandleAsync(TradingDesk.Trader, TimeSpan.FromSeconds(2), CancellationToken.None);
        await AssertCountersAsync(desk, exact: true);
        // What is decided is not found again, and stays as it is.
        var image = desk.Image();
        var run = await desk.RunAsync();
        Assert.Null(run.Error);
        if (how is not Resolution.Ignore)
        {
            Assert.Equal(0, run.Orphaned);
        }

        Assert.Equal(image, desk.Image());
    }

    private static async Task AssertCountersAsync(ReconcileDesk desk, bool exact)
    {
        var stored = await desk.Desk.ExposureAsync();
        var truth = (await new CountExposure(desk.Desk.Orders, desk.Desk.Accounts, desk.Desk.Positions)
            .GetAsync(TradingDesk.Trader.Tenant, CancellationToken.None)).Least;
        foreach (var name in stored.Counters.Keys.Union(truth.Counters.Keys).Where(Exposure.IsCounted))
        {
            Assert.True(stored[name] >= truth[name], $"{name} is {stored[name]}, below {truth[name]}");
            Assert.True(!exact || stored[name] == truth[name], $"{name} is {stored[name]}, not {truth[name]}");
        }
    }
}
