using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Risk;

public sealed class SetKillSwitchTests
{
    [Fact]
    public async Task F09_Setting_it_again_does_not_drop_the_cancels_that_the_first_setting_has_still_to_make()
    {
        var desk = await new TradingDesk().OpenAsync();
        var caller = TradingDesk.Trader;
        await PlaceElsewhereAsync(desk);
        desk.Exchange.HidesOpenOrders = true;
        await desk.KillSwitch.SetAsync(caller, "one", true, CancellationToken.None);
        await desk.KillSwitch.SetAsync(caller, "two", false, CancellationToken.None);
        desk.Exchange.HidesOpenOrders = false;

        Assert.True(await desk.KillSwitch.ContinueAsync(caller, CancellationToken.None));

        Assert.Equal(ReportedStatus.Cancelled, Assert.Single(desk.Exchange.Orders).Status);
    }

    [Fact]
    public async Task F09_Orders_of_an_account_that_its_tenant_has_switched_off_are_cancelled_too()
    {
        var desk = await new TradingDesk().OpenAsync();
        await PlaceElsewhereAsync(desk);
        Assert.True(await desk.Accounts.TryReplaceAsync(
            desk.Audit.Record(
                desk.Account with { Status = AccountStatus.Inactive }, AccountEvents.Deactivated, TradingDesk.Trader),
            CancellationToken.None));

        await desk.KillSwitch.SetAsync(TradingDesk.Trader, "test", true, CancellationToken.None);

        Assert.Equal(ReportedStatus.Cancelled, Assert.Single(desk.Exchange.Orders).Status);
    }

    [Fact]
    public async Task F09_An_order_whose_cancel_breaks_holds_up_no_other()
    {
        var desk = await new TradingDesk().OpenAsync();
        for (var i = 0; i < 40; i++)
        {
            await desk.SubmitAsync();
        }

        var broken = desk.Exchange.Orders[7].ClientOrderId;
        desk.Exchange.OnCancel = order => Break(order.ClientOrderId == broken);

        await desk.KillSwitch.SetAsync(TradingDesk.Trader, "test", true, CancellationToken.None);

        Assert.Equal(broken, Assert.Single(
            desk.Exchange.Orders, order => order.Status is not ReportedStatus.Cancelled).ClientOrderId);
        desk.Exchange.OnCancel = null;
        Assert.True(await desk.KillSwitch.ContinueAsync(TradingDesk.Trader, CancellationToken.None));
        Assert.All(desk.Exchange.Orders, order => Assert.Equal(ReportedStatus.Cancelled, order.Status));
    }

    [Fact]
    public async Task Of_many_cancels_each_that_broke_is_told_and_the_others_are_made()
    {
        var desk = await new TradingDesk().OpenAsync();
        for (var i = 0; i < 20; i++)
        {
            await desk.SubmitAsync();
        }

        var broken = desk.Exchange.Orders[3].ClientOrderId;
        desk.Exchange.OnCancel = order => Break(order.ClientOrderId == broken);

        var result = await desk.CancelAll.HandleAsync(TradingDesk.Trader, null, null, CancellationToken.None);

        Assert.Equal((20, 19), (result.Requested, result.Cancelled));
        var (id, why) = Assert.Single(result.Failed);
        Assert.Equal(broken, id.ToClientOrderId());
        Assert.IsType<Refusal.Unavailable>(why);
    }

    private static void Break(bool really)
    {
        if (really)
        {
            throw new InvalidOperationException("A store that cannot be reached, say.");
        }
    }

    private static async Task PlaceElsewhereAsync(TradingDesk desk)
    {
        var signed = await desk.Exchange.SignAsync(
            new ClientOrderId("by-hand"), TradingDesk.Buy(), CancellationToken.None);
        Assert.IsType<Placement.Accepted>(await desk.Exchange.PlaceAsync(signed, CancellationToken.None));
    }
}
