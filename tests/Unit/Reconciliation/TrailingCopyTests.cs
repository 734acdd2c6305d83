using TradingPlatform.Core.Orders;

namespace TradingPlatform.Unit.Reconciliation;

/// <summary>What one copy of an exchange's books shows by being behind is no difference (ADR 0036).</summary>
public sealed class TrailingCopyTests
{
    [Fact]
    public async Task An_order_that_has_ended_and_is_shown_as_open_for_some_seconds_more_is_no_orphan()
    {
        var desk = await ReconcileDesk.OpenAsync();
        var order = Assert.IsType<Submission.Placed>(await desk.Desk.SubmitAsync()).Order;
        var shown = Assert.Single(desk.Exchange.Orders);
        await desk.Desk.Ledger.RecordAsync(
            order,
            new OrderEvent.Reported(shown with { Status = Core.Exchanges.ReportedStatus.Cancelled }),
            desk.NextCaller(), CancellationToken.None);
        var caughtUp = desk.Desk.Clock.GetUtcNow() + TimeSpan.FromSeconds(5);
        desk.Exchange.OnFind = () =>
        {
            if (desk.Desk.Clock.GetUtcNow() > caughtUp)
            {
                _ = desk.Exchange.CancelAsync(order.Reference, CancellationToken.None);
            }
        };

        var run = await desk.RunAsync();

        Assert.Equal((null, 0), (run.Error, run.Orphaned));
        Assert.Empty(await desk.OrphansAsync());
    }

    [Fact]
    public async Task A_trade_of_about_the_moment_of_the_baseline_is_no_mismatch_whichever_clock_is_ahead()
    {
        foreach (var ahead in (double[])[-30, -1, 0, 1, 30])
        {
            var desk = await ReconcileDesk.OpenAsync();
            desk.Desk.Clock.Advance(TimeSpan.FromMinutes(1));
            await desk.RunAsync();
            // The exchange's clock is off by as much when it dates the trade.
            desk.Desk.Clock.Advance(TimeSpan.FromSeconds(ahead));
            var order = Assert.IsType<Submission.Placed>(await desk.Desk.SubmitAsync()).Order;
            desk.Exchange.Fill(order.ClientOrderId.Text, 0.01m);
            desk.Desk.Clock.Advance(TimeSpan.FromSeconds(60 - ahead));

            Assert.Empty((await desk.RunAsync()).Mismatches);
            Assert.Empty((await desk.RunAsync()).Mismatches);
        }
    }
}
