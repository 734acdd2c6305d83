using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Unit.Accounts;

public sealed class RotateKeyTests
{
    private static readonly ExchangeError NotAccepted = new(ExchangeErrorKind.CredentialsInvalid, "-2015", "No.");

    [Fact]
    public async Task A_new_key_takes_the_old_ones_place_once_the_exchange_has_accepted_it()
    {
        var desk = await KeyDesk.OpenAsync();
        var done = Assert.IsType<AccountAnswer.Done>(await desk.RotateAsync("second"));
        Assert.Equal("key-second", desk.SealedKey());
        Assert.Equal("cond", done.Account.KeyHint);
        Assert.Equal(desk.Trading.Vault.Secrets[KeyDesk.SecretPath()].Version, done.Account.KeyVersion);
        Assert.Null(done.Account.Changing);
        Assert.Equal(
            [AccountEvents.Linked, AccountEvents.KeyChangeBegun, AccountEvents.KeyChanged], await desk.EventsAsync());
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_changes_nothing()
    {
        var desk = await KeyDesk.OpenAsync();
        var before = await desk.AccountAsync();
        desk.Trading.Exchange.KeyError = NotAccepted;
        Assert.IsType<AccountAnswer.KeyRefused>(await desk.RotateAsync("second"));
        desk.Trading.Exchange.KeyError = NotAccepted with { Kind = ExchangeErrorKind.Unavailable };
        Assert.IsType<AccountAnswer.Unavailable>(await desk.RotateAsync("second"));
        desk.Trading.Exchange.KeyError = null;
        desk.Trading.Exchange.Permissions = new KeyPermissions(true, true, true, true, null);
        Assert.IsType<AccountAnswer.KeyRefused>(await desk.RotateAsync("second"));
        Assert.Equal(before.Version, (await desk.AccountAsync()).Version);
        Assert.Equal("key", desk.SealedKey());
    }

    [Fact]
    public async Task A_key_of_another_account_at_the_exchange_is_refused()
    {
        var desk = await KeyDesk.OpenAsync();
        Assert.IsType<AccountAnswer.Done>(
            await desk.Validate.HandleAsync(KeyDesk.Trader, KeyDesk.Main, CancellationToken.None));
        desk.Trading.Exchange.Uid = "8";
        Assert.IsType<AccountAnswer.KeyRefused>(await desk.RotateAsync("second"));
        Assert.Equal("key", desk.SealedKey());
    }

    [Fact]
    public async Task A_second_rotation_is_refused_while_one_is_under_way()
    {
        var desk = await KeyDesk.OpenAsync();
        AccountAnswer? second = null;
        desk.Trading.Vault.OnSeal = () =>
        {
            desk.Trading.Vault.OnSeal = null;
            second = desk.RotateAsync("third").Result;
        };
        Assert.IsType<AccountAnswer.Done>(await desk.RotateAsync("second"));
        Assert.IsType<AccountAnswer.Busy>(second);
        Assert.Equal("key-second", desk.SealedKey());
    }

    [Fact]
    public async Task A_rotation_repairs_an_account_whose_key_was_refused()
    {
        var desk = await KeyDesk.OpenAsync();
        desk.Trading.Exchange.KeyError = NotAccepted;
        await desk.Validate.HandleAsync(KeyDesk.Trader, KeyDesk.Main, CancellationToken.None);
        Assert.Equal(AccountStatus.Invalid, (await desk.AccountAsync()).Status);
        desk.Trading.Exchange.KeyError = null;
        await desk.RotateAsync("second");
        Assert.Equal(AccountStatus.Active, (await desk.AccountAsync()).Status);
    }

    [Fact]
    public async Task The_old_key_is_kept_for_its_grace_and_then_destroyed()
    {
        var desk = await KeyDesk.OpenAsync();
        await desk.RotateAsync("second");
        desk.Trading.Clock.Advance(KeyDesk.Grace - TimeSpan.FromSeconds(1));
        await TakeUpAsync(desk);
        Assert.Single(desk.Trading.Vault.Previous);
        desk.Trading.Clock.Advance(TimeSpan.FromSeconds(1));
        await TakeUpAsync(desk);
        Assert.Empty(desk.Trading.Vault.Previous);
        Assert.Equal(AccountEvents.OldKeyDestroyed, (await desk.EventsAsync())[^1]);
        var writes = desk.Trading.Store.Writes;
        await TakeUpAsync(desk);
        Assert.Equal(writes, desk.Trading.Store.Writes);
    }

    [Fact]
    public async Task An_account_that_was_unlinked_while_its_key_was_sealed_leaves_no_key_behind()
    {
        var desk = await KeyDesk.OpenAsync();
        desk.Trading.Vault.OnSeal = () =>
        {
            desk.Trading.Vault.OnSeal = null;
            Assert.Equal(Unlinking.Done, desk.UnlinkAsync().Result);
        };
        Assert.IsType<AccountAnswer.NotFound>(await desk.RotateAsync("second"));
        Assert.Empty(desk.Trading.Vault.Secrets);
    }

    [Fact]
    public async Task A_paper_account_gets_another_key_of_its_own()
    {
        var desk = new KeyDesk();
        var linked = Assert.IsType<Linking.Linked>(await desk.LinkAsync("Paper", TradingMode.Paper)).Account;
        var answer = await desk.Rotate.HandleAsync(KeyDesk.Trader, linked.Id, null, CancellationToken.None);
        Assert.IsType<AccountAnswer.Done>(answer);
        Assert.Equal(
            "key-paper-2",
            KeyDocument.Read(desk.Trading.Vault.Secrets[linked.Secret.Path].Value).Key.Reveal());
    }

    private static async Task TakeUpAsync(KeyDesk desk) => await desk.TakeUp.HandleAsync(
        await desk.AccountAsync(), KeyDesk.Trader, TimeSpan.FromMinutes(2), CancellationToken.None);
}
