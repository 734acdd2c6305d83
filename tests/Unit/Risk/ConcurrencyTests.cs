using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Risk;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task A_hundred_orders_at_once_never_pass_the_number_of_open_orders()
    {
        var desk = await new TradingDesk().OpenAsync(new RiskLimits
        {
            MaxOpenOrders = 7, MaxPositionNotional = null, MaxPositionShare = null,
        });

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => desk.SubmitAsync())));

        Assert.Equal(7, desk.Exchange.Orders.Count);
        Assert.Equal(7, (await desk.ExposureAsync())[Exposure.Orders]);
        Assert.Equal(7, (await desk.StoredAsync()).Count);
    }

    [Fact]
    public async Task A_hundred_orders_at_once_never_pass_the_worth_of_a_position()
    {
        var desk = await new TradingDesk().OpenAsync(new RiskLimits
        {
            MaxOpenOrders = null, MaxPositionNotional = 5_000, MaxPositionShare = null,
        });

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => desk.SubmitAsync())));

        // 0.01 at 49,000 is worth 490.
        Assert.Equal(10, desk.Exchange.Orders.Count);
        Assert.Equal(0.1m, (await desk.ExposureAsync())[Exposure.Long(ScriptedExchange.Btc.Base)]);
    }

    [Fact]
    public async Task F09_The_kill_switch_set_during_a_thousand_submits_lets_nothing_pass_and_leaves_nothing_open()
    {
        var desk = await new TradingDesk().OpenAsync();
        var submits = Enumerable.Range(0, 1_000).Select(_ => Task.Run(() => desk.SubmitAsync())).ToList();
        await Task.WhenAny(submits);

        await desk.KillSwitch.SetAsync(TradingDesk.Trader, "test", true, CancellationToken.None);
        var results = await Task.WhenAll(submits);
        await desk.KillSwitch.ContinueAsync(TradingDesk.Trader, CancellationToken.None);
        var arrived = desk.Exchange.Arrived.Count;
        var after = await desk.SubmitAsync();

        Assert.IsType<Refusal.Killed>(Assert.IsType<Submission.Refused>(after).Why);
        Assert.Equal(arrived, desk.Exchange.Arrived.Count);
        Assert.Equal(arrived, results.Count(result => result is Submission.Placed));
        Assert.DoesNotContain(
            desk.Exchange.Orders, order => order.Status is Core.Exchanges.ReportedStatus.Open);
        Assert.Equal(0, (await desk.ExposureAsync())[Exposure.Orders]);
    }

    [Fact]
    public async Task F09_A_gate_that_cannot_be_read_lets_nothing_pass()
    {
        var desk = await new TradingDesk().OpenAsync();
        desk.Store.FailAt = desk.Store.Writes + 3;

        await Assert.ThrowsAsync<IOException>(() => desk.SubmitAsync());

        Assert.Empty(desk.Exchange.Arrived);
    }

    [Fact]
    public async Task Setting_and_releasing_the_switch_twice_is_as_once()
    {
        var desk = await new TradingDesk().OpenAsync();
        var caller = TradingDesk.Trader;
        await desk.KillSwitch.SetAsync(caller, "one", false, CancellationToken.None);
        await desk.KillSwitch.SetAsync(caller, "two", false, CancellationToken.None);
        Assert.Equal((true, "two"), Facts(await desk.KillSwitch.GetAsync(caller.Tenant, CancellationToken.None)));

        await desk.KillSwitch.ReleaseAsync(caller, CancellationToken.None);
        await desk.KillSwitch.ReleaseAsync(caller, CancellationToken.None);

        Assert.False((await desk.KillSwitch.GetAsync(caller.Tenant, CancellationToken.None)).Active);
        Assert.IsType<Submission.Placed>(await desk.SubmitAsync());
    }

    private static (bool Active, string? Reason) Facts(KillSwitch killSwitch) => (killSwitch.Active, killSwitch.Reason);
}
