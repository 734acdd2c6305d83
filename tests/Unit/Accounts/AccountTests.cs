using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Unit.Accounts;

public sealed class AccountTests
{
    private static readonly ExchangeError NotAccepted = new(ExchangeErrorKind.CredentialsInvalid, "-2015", "No.");

    [Fact]
    public async Task A_label_is_unique_within_its_tenant_also_when_it_is_changed()
    {
        var desk = await KeyDesk.OpenAsync();
        Assert.IsType<Linking.LabelTaken>(await desk.LinkAsync("Main"));
        Assert.IsType<Linking.Linked>(await desk.LinkAsync("Second"));
        Assert.IsType<AccountAnswer.LabelTaken>(await RenameAsync(desk, "Second"));
        Assert.IsType<AccountAnswer.Done>(await RenameAsync(desk, "Other"));
        Assert.IsType<Linking.LabelTaken>(await desk.LinkAsync("Other"));
        Assert.IsType<AccountAnswer.Done>(await RenameAsync(desk, "Third"));
        Assert.IsType<Linking.Linked>(await desk.LinkAsync("Other"));
    }

    [Fact]
    public async Task F19_A_key_whose_permissions_the_exchange_will_not_tell_is_refused_for_production()
    {
        var desk = new KeyDesk();
        desk.Trading.Exchange.Permissions = null;
        Assert.IsType<Linking.KeyRefused>(await desk.LinkAsync("Real", TradingMode.Production));
        Assert.IsType<Linking.Linked>(await desk.LinkAsync("Test", TradingMode.Sandbox));
        Assert.Single(desk.Trading.Vault.Secrets);
    }

    [Fact]
    public async Task F19_A_key_that_may_withdraw_is_refused_unless_its_tenant_allows_it_and_later_too()
    {
        var desk = await KeyDesk.OpenAsync();
        desk.Trading.Exchange.Permissions = new KeyPermissions(true, true, true, false, null);
        Assert.IsType<Linking.KeyRefused>(await desk.LinkAsync("No"));
        var linked = Assert.IsType<Linking.Linked>(await desk.LinkAsync("Yes", mayWithdraw: true)).Account;
        Assert.Contains("withdraw", linked.Permissions);
        // A key that was given more rights since is found out by the next validation.
        Assert.IsType<AccountAnswer.KeyRefused>(await ValidateAsync(desk));
        Assert.Equal(AccountStatus.Invalid, (await desk.AccountAsync()).Status);
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_any_more_stops_trading_until_it_is_again()
    {
        var desk = await KeyDesk.OpenAsync();
        desk.Trading.Exchange.KeyError = NotAccepted;
        Assert.IsType<AccountAnswer.KeyRefused>(await ValidateAsync(desk));
        Assert.IsType<Refusal.KeyInvalid>(
            Assert.IsType<Submission.Refused>(await desk.Trading.SubmitAsync()).Why);
        Assert.Contains(desk.Trading.Store.All, item => item.Outbound && item.Document.Contains(
            AccountEvents.KeyInvalid, StringComparison.Ordinal));
        desk.Trading.Exchange.KeyError = null;
        Assert.IsType<AccountAnswer.Done>(await ValidateAsync(desk));
        Assert.True(await desk.CanTradeAsync());
    }

    [Fact]
    public async Task An_exchange_that_does_not_answer_says_nothing_of_the_key()
    {
        var desk = await KeyDesk.OpenAsync();
        desk.Trading.Exchange.KeyError = new ExchangeError(ExchangeErrorKind.Unavailable, "HTTP 503", "Down.");
        Assert.IsType<AccountAnswer.Unavailable>(await ValidateAsync(desk));
        Assert.Equal(AccountStatus.Active, (await desk.AccountAsync()).Status);
    }

    [Fact]
    public async Task A_verdict_on_a_key_that_was_replaced_meanwhile_does_not_stop_the_new_one()
    {
        var desk = await KeyDesk.OpenAsync();
        desk.Trading.Exchange.OnAccount = () =>
        {
            desk.Trading.Exchange.OnAccount = null;
            Assert.IsType<AccountAnswer.Done>(desk.RotateAsync("second").Result);
            desk.Trading.Exchange.KeyError = NotAccepted;
        };
        Assert.IsType<AccountAnswer.KeyRefused>(await ValidateAsync(desk));
        Assert.Equal(AccountStatus.Active, (await desk.AccountAsync()).Status);
    }

    [Fact]
    public async Task An_account_that_is_unlinked_while_its_key_is_asked_about_is_not_there()
    {
        var desk = await KeyDesk.OpenAsync();
        desk.Trading.Exchange.OnAccount = () =>
        {
            desk.Trading.Exchange.OnAccount = null;
            Assert.Equal(Unlinking.Done, desk.UnlinkAsync().Result);
            desk.Trading.Exchange.KeyError = NotAccepted;
        };
        Assert.IsType<AccountAnswer.NotFound>(await ValidateAsync(desk));
    }

    [Fact]
    public async Task An_account_is_switched_off_and_comes_back_only_with_a_key_that_is_accepted()
    {
        var desk = await KeyDesk.OpenAsync();
        await desk.Switch.DeactivateAsync(KeyDesk.Trader, KeyDesk.Main, CancellationToken.None);
        Assert.False(await desk.CanTradeAsync());
        desk.Trading.Exchange.KeyError = NotAccepted;
        Assert.IsType<AccountAnswer.KeyRefused>(
            await desk.Switch.ActivateAsync(KeyDesk.Trader, KeyDesk.Main, CancellationToken.None));
        Assert.Equal(AccountStatus.Inactive, (await desk.AccountAsync()).Status);
        desk.Trading.Exchange.KeyError = null;
        await desk.Switch.ActivateAsync(KeyDesk.Trader, KeyDesk.Main, CancellationToken.None);
        Assert.True(await desk.CanTradeAsync());
        var version = (await desk.AccountAsync()).Version;
        await desk.Switch.ActivateAsync(KeyDesk.Trader, KeyDesk.Main, CancellationToken.None);
        Assert.Equal(version, (await desk.AccountAsync()).Version);
    }

    [Fact]
    public async Task Every_reading_of_a_key_is_on_record_before_the_key_leaves_the_vault()
    {
        var desk = await KeyDesk.OpenAsync();
        var opened = desk.Trading.Vault.Opened;
        await ValidateAsync(desk);
        Assert.Equal(opened + 1, desk.Trading.Vault.Opened);
        var reading = (await desk.Trading.Trail.ListAsync(
            KeyDesk.Trader.Tenant, KeyDesk.Main, 1000, null, CancellationToken.None)).Events
            .First(e => e.Type == AccountEvents.KeyRead && e.Details["purpose"] == "validate");
        Assert.Equal(("platform:Tests", "c1"), (reading.By, reading.CorrelationId));
        Assert.Equal("Tests", reading.Details[AccountEvents.Function]);
        desk.Trading.Store.FailAt = desk.Trading.Store.Writes + 1;
        await Assert.ThrowsAsync<IOException>(() => ValidateAsync(desk));
        Assert.Equal(opened + 1, desk.Trading.Vault.Opened);
    }

    [Fact]
    public async Task The_changes_of_an_account_are_one_chain_and_stay_when_it_goes()
    {
        var desk = await KeyDesk.OpenAsync();
        await RenameAsync(desk, "Other");
        await desk.RotateAsync("second");
        await desk.UnlinkAsync();
        var changes = (await desk.Trading.Trail.ListAsync(
            KeyDesk.Trader.Tenant, KeyDesk.Main, 1000, null, CancellationToken.None)).Events.Reverse()
            .Where(e => e.Type != AccountEvents.KeyRead).ToList();
        Assert.True(AuditEvent.IsWhole(changes, changes[^1].End));
        Assert.Equal(AccountEvents.Unlinked, changes[^1].Type);
    }

    private static Task<AccountAnswer> RenameAsync(KeyDesk desk, string label) =>
        desk.Rename.HandleAsync(KeyDesk.Trader, KeyDesk.Main, label, CancellationToken.None);

    private static Task<AccountAnswer> ValidateAsync(KeyDesk desk) =>
        desk.Validate.HandleAsync(KeyDesk.Trader, KeyDesk.Main, CancellationToken.None);
}
