using TradingPlatform.Core.Credentials;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Accounts;

public sealed class ShortLivedTests
{
    private readonly AutoClock _clock = new();
    private int _fetched;

    [Fact]
    public async Task Many_who_want_one_thing_at_once_share_one_fetch()
    {
        var cache = Cache();
        var held = new TaskCompletionSource<string>();
        var all = Enumerable.Range(0, 200).Select(_ => cache.GetAsync(
            1,
            () =>
            {
                _fetched++;
                return held.Task;
            },
            CancellationToken.None)).ToList();
        held.SetResult("v");
        Assert.All(await Task.WhenAll(all), value => Assert.Equal("v", value));
        Assert.Equal(1, _fetched);
    }

    [Fact]
    public async Task A_thing_is_fetched_anew_after_its_time_and_after_it_was_forgotten()
    {
        var cache = Cache();
        await GetAsync(cache, 1);
        await GetAsync(cache, 1);
        Assert.Equal(1, _fetched);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await GetAsync(cache, 1);
        cache.Forget(1);
        await GetAsync(cache, 1);
        Assert.Equal(3, _fetched);
    }

    [Fact]
    public async Task Nothing_is_kept_past_its_time_whatever_is_asked_for_next()
    {
        var cache = Cache();
        await GetAsync(cache, 1);
        await GetAsync(cache, 2);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await GetAsync(cache, 3);
        Assert.Equal(1, cache.Count);
        _clock.Advance(TimeSpan.FromMinutes(5));
        cache.DropExpired();
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public async Task No_more_are_kept_than_the_bound_and_the_oldest_goes_first()
    {
        var cache = Cache();
        for (var i = 0; i < 10; i++)
        {
            await GetAsync(cache, i);
        }

        Assert.Equal(3, cache.Count);
        await GetAsync(cache, 9);
        Assert.Equal(10, _fetched);
    }

    [Fact]
    public async Task A_fetch_that_failed_is_not_kept()
    {
        var cache = Cache();
        await Assert.ThrowsAsync<IOException>(() => cache.GetAsync(
            1, () => Task.FromException<string>(new IOException()), CancellationToken.None));
        Assert.Equal("1", await GetAsync(cache, 1));
    }

    [Fact]
    public async Task What_was_let_go_of_can_be_collected()
    {
        var cache = Cache();
        var reference = await KeepAsync(cache);
        cache.Forget(1);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(reference.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> KeepAsync(ShortLived<int, string> cache)
    {
        var text = new string('k', 64);
        var reference = new WeakReference(text);
        await cache.GetAsync(1, () => Task.FromResult(text), CancellationToken.None);
        return reference;
    }

    private ShortLived<int, string> Cache() => new(3, TimeSpan.FromMinutes(5), _clock);

    private Task<string> GetAsync(ShortLived<int, string> cache, int key) => cache.GetAsync(
        key,
        () =>
        {
            _fetched++;
            return Task.FromResult(key.ToString(System.Globalization.CultureInfo.InvariantCulture));
        },
        CancellationToken.None);
}
