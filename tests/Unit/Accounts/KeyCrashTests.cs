using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Accounts;

/// <summary>
/// The store and the vault fail at one write after another, before it happened and after; then the process starts
/// anew. There is no account without its key, no key without its account, and nothing is half done.
/// </summary>
public sealed class KeyCrashTests
{
    private const int MoreThanThereAre = 40;

    public static TheoryData<bool> BeforeAndAfter => [false, true];

    [Theory]
    [MemberData(nameof(BeforeAndAfter))]
    public Task Linking_fails_at_each_write(bool after) => AtEachWriteAsync(
        after, desk => desk.LinkAsync("Second"), async desk => Assert.True(await desk.CanTradeAsync()));

    [Theory]
    [MemberData(nameof(BeforeAndAfter))]
    public Task Rotating_fails_at_each_write(bool after) => AtEachWriteAsync(
        after, desk => desk.RotateAsync("second"),
        async desk =>
        {
            var account = await desk.AccountAsync();
            var sealedNow = desk.Trading.Vault.Secrets[KeyDesk.SecretPath()];
            Assert.Equal(sealedNow.Version, account.KeyVersion);
            // The trail says which of the two it is.
            var changed = (await desk.EventsAsync()).Contains(AccountEvents.KeyChanged);
            Assert.Equal(changed ? "key-second" : "key", desk.SealedKey());
            Assert.True(await desk.CanTradeAsync());
        });

    [Theory]
    [MemberData(nameof(BeforeAndAfter))]
    public Task Unlinking_fails_at_each_write(bool after) => AtEachWriteAsync(
        after, desk => desk.UnlinkAsync(),
        async desk =>
        {
            // Either nothing had begun, and it trades; or what had begun was brought to its end.
            var begun = (await desk.EventsAsync()).Contains(AccountEvents.UnlinkBegun);
            Assert.Equal(!begun, await desk.CanTradeAsync());
            Assert.Equal(begun ? Unlinking.NotFound : Unlinking.HasOpenOrders, await desk.UnlinkAsync());
            Assert.Equal(!begun, desk.Trading.Vault.Secrets.ContainsKey(KeyDesk.SecretPath()));
        });

    [Theory]
    [MemberData(nameof(BeforeAndAfter))]
    public Task Sweeping_fails_at_each_write(bool after) => AtEachWriteAsync(
        after,
        async desk =>
        {
            var orphan = SecretName.ForExchange(
                KeyDesk.Trader.Tenant, Core.Exchanges.ExchangeId.Binance, AccountId.Parse("gone"));
            await desk.Trading.Vault.SealAsync(
                orphan, KeyDocument.Write(KeyDesk.Key("gone")), "v", CancellationToken.None);
            await desk.Orphans.HandleAsync(TimeSpan.FromMinutes(15), CancellationToken.None);
            desk.Trading.Clock.Advance(TimeSpan.FromMinutes(15));
            return await desk.Orphans.HandleAsync(TimeSpan.FromMinutes(15), CancellationToken.None);
        },
        async desk => Assert.True(await desk.CanTradeAsync()));

    private static async Task AtEachWriteAsync<T>(
        bool after, Func<KeyDesk, Task<T>> act, Func<KeyDesk, Task> judge)
    {
        for (var step = 1; step < MoreThanThereAre; step++)
        {
            var store = new MemoryItemStore();
            var desk = await KeyDesk.OpenAsync(store);
            (store.FailAt, store.FailAfter) = (store.Writes + step, after);
            try
            {
                await act(desk);
                // All its writes are behind it.
                Assert.True(step > 1);
                return;
            }
            catch (IOException)
            {
                // The process is dead; what follows is the next one.
            }

            await desk.RestartAsync();
            await AssertWholeAsync(desk);
            await judge(desk);
        }

        Assert.Fail("It never came to its end.");
    }

    private static async Task AssertWholeAsync(KeyDesk desk)
    {
        var accounts = await desk.AccountsAsync();
        Assert.Equal(
            accounts.Select(account => account.Secret.Path).Order(StringComparer.Ordinal),
            desk.Trading.Vault.Secrets.Keys.Order(StringComparer.Ordinal));
        Assert.All(accounts, account => Assert.True(account is { Changing: null, ClosingSince: null }));
    }
}
