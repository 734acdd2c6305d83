using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Unit.Accounts;

public sealed class RemindOfKeysTests
{
    [Fact]
    public async Task F19_A_keys_end_is_told_of_14_7_and_1_days_ahead_each_once()
    {
        var desk = await EndingInAsync(20);
        var told = new List<string>();
        for (var day = 0; day <= 20; day++)
        {
            await RemindAsync(desk, twice: true);
            told = await DaysAsync(desk, AccountEvents.KeyExpiring);
            var due = day switch { < 6 => 0, < 13 => 1, < 19 => 2, _ => 3 };
            Assert.Equal(due, told.Count);
            desk.Trading.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(["14", "7", "1"], told);
    }

    [Fact]
    public async Task F19_A_new_key_begins_anew()
    {
        var desk = await EndingInAsync(3);
        await RemindAsync(desk);
        desk.Trading.Exchange.Permissions = desk.Trading.Exchange.Permissions! with
        {
            ExpiresAt = desk.Trading.Clock.GetUtcNow() + TimeSpan.FromDays(90),
        };
        await desk.RotateAsync("second");
        await RemindAsync(desk);
        Assert.Equal(["7"], await DaysAsync(desk, AccountEvents.KeyExpiring));
        Assert.NotNull((await desk.AccountAsync()).KeyExpiresAt);
    }

    [Fact]
    public async Task An_old_key_is_reminded_of_at_the_age_its_tenant_set_and_again_each_week()
    {
        var desk = await KeyDesk.OpenAsync();
        await desk.Policies.HandleAsync(KeyDesk.Trader, new KeyPolicy(30), CancellationToken.None);
        var told = new List<int>();
        for (var day = 0; day < 50; day++)
        {
            await RemindAsync(desk, twice: true);
            told.Add((await DaysAsync(desk, AccountEvents.KeyAgeing)).Count);
            desk.Trading.Clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal([0, 1, 1, 2, 3], [told[29], told[30], told[36], told[37], told[49]]);
    }

    [Fact]
    public async Task A_tenant_that_wants_no_reminder_gets_none()
    {
        var desk = await KeyDesk.OpenAsync();
        Assert.Equal(90, (await desk.Policies.GetAsync(KeyDesk.Trader.Tenant, CancellationToken.None)).MaxKeyAgeDays);
        await desk.Policies.HandleAsync(KeyDesk.Trader, new KeyPolicy(null), CancellationToken.None);
        desk.Trading.Clock.Advance(TimeSpan.FromDays(1000));
        await RemindAsync(desk);
        Assert.Empty(await DaysAsync(desk, AccountEvents.KeyAgeing));
    }

    private static async Task<KeyDesk> EndingInAsync(int days)
    {
        var desk = await KeyDesk.OpenAsync();
        desk.Trading.Exchange.Permissions = new KeyPermissions(
            true, true, false, false, desk.Trading.Clock.GetUtcNow() + TimeSpan.FromDays(days));
        await desk.Validate.HandleAsync(KeyDesk.Trader, KeyDesk.Main, CancellationToken.None);
        return desk;
    }

    private static async Task RemindAsync(KeyDesk desk, bool twice = false)
    {
        await desk.Remind.HandleAsync(await desk.AccountAsync(), KeyDesk.Trader, CancellationToken.None);
        if (twice)
        {
            var writes = desk.Trading.Store.Writes;
            await desk.Remind.HandleAsync(await desk.AccountAsync(), KeyDesk.Trader, CancellationToken.None);
            Assert.Equal(writes, desk.Trading.Store.Writes);
        }
    }

    private static async Task<List<string>> DaysAsync(KeyDesk desk, string type) =>
        [.. (await desk.Trading.Trail.ListAsync(
            KeyDesk.Trader.Tenant, KeyDesk.Main, 1000, null, CancellationToken.None)).Events.Reverse()
            .Where(e => e.Type == type).Select(e => e.Details["days"])];
}
