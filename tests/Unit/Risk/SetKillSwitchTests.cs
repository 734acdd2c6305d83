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

    private static async Task PlaceElsewhereAsync(TradingDesk desk)
    {
        var signed = await desk.Exchange.SignAsync(
            new ClientOrderId("by-hand"), TradingDesk.Buy(), CancellationToken.None);
        Assert.IsType<Placement.Accepted>(await desk.Exchange.PlaceAsync(signed, CancellationToken.None));
    }
}
