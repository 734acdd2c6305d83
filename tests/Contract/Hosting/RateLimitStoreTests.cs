using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.RateLimits;

namespace TradingPlatform.Contract.Hosting;

public sealed class RateLimitsInMemoryTests : RateLimitStoreTests
{
    internal override IRateLimitStore Open() => new RateLimitsInMemory();
}

public sealed class RateLimitsInItemStoreTests : RateLimitStoreTests
{
    private readonly CountersInMemory _items;

    public RateLimitsInItemStoreTests() => _items = new CountersInMemory(Clock);

    internal override IRateLimitStore Open() => new RateLimitsInItemStore(_items);

    [Fact]
    public async Task Two_instances_count_together()
    {
        var other = Open();
        for (var i = 0; i < 5; i++)
        {
            Assert.True((await TakeAsync(10)).Taken);
            Assert.True((await TakeAsync(10, from: other)).Taken);
        }

        Assert.False((await TakeAsync(10)).Taken);
        Assert.False((await TakeAsync(10, from: other)).Taken);
    }

    [Fact]
    public async Task What_is_written_ends_by_itself()
    {
        await TakeAsync(10);
        Assert.All(_items.Items, item => Assert.NotNull(item.ExpiresAt));
        Assert.All(_items.Items, item => Assert.StartsWith("TENANT#t1#", item.Key.Partition, StringComparison.Ordinal));
    }
}

/// <summary>What both ways of counting must do.</summary>
public abstract class RateLimitStoreTests
{
    private static readonly TenantId Tenant = TenantId.Parse("t1");
    private IRateLimitStore? _store;

    internal SteppedClock Clock { get; } = new(new DateTimeOffset(2026, 1, 8, 10, 30, 0, TimeSpan.Zero));

    internal abstract IRateLimitStore Open();

    [Fact]
    public async Task A_new_tenant_has_the_whole_limit_and_not_one_more()
    {
        for (var left = 9; left >= 0; left--)
        {
            var use = await TakeAsync(10);
            Assert.Equal((true, 10, left), (use.Taken, use.Limit, use.Remaining));
        }

        Assert.False((await TakeAsync(10)).Taken);
    }

    [Fact]
    public async Task What_is_refused_is_not_counted()
    {
        await TakeAsync(10, amount: 10);
        for (var i = 0; i < 100; i++)
        {
            Assert.False((await TakeAsync(10)).Taken);
        }

        Clock.Advance(TimeSpan.FromSeconds(120));
        Assert.True((await TakeAsync(10, amount: 10)).Taken);
    }

    [Fact]
    public async Task An_amount_passes_whole_or_not_at_all()
    {
        Assert.True((await TakeAsync(10, amount: 7)).Taken);
        Assert.False((await TakeAsync(10, amount: 4)).Taken);
        Assert.True((await TakeAsync(10, amount: 3)).Taken);
    }

    [Fact]
    public async Task Tenants_and_kinds_are_counted_apart()
    {
        await TakeAsync(10, amount: 10);
        Assert.True((await TakeAsync(10, what: RateLimited.Requests)).Taken);
        Assert.True((await TakeAsync(10, tenant: TenantId.Parse("t2"))).Taken);
    }

    [Fact]
    public async Task What_was_used_fades_over_the_minute_after()
    {
        await TakeAsync(60, amount: 60);
        Clock.Advance(TimeSpan.FromSeconds(90));
        for (var i = 0; i < 30; i++)
        {
            Assert.True((await TakeAsync(60)).Taken);
        }

        Assert.False((await TakeAsync(60)).Taken);
    }

    [Fact]
    public async Task The_attempt_passes_after_the_wait_it_was_told_and_not_before()
    {
        foreach (var (first, then) in new[] { (10, 1), (10, 10), (4, 7), (9, 2), (1, 10) })
        {
            Clock.Advance(TimeSpan.FromSeconds(240));
            Assert.True((await TakeAsync(10, first)).Taken);
            Clock.Advance(TimeSpan.FromMilliseconds(12_345));
            var refused = await TakeAsync(10, then);
            Assert.False(refused.Taken);
            Clock.Advance(refused.Reset - TimeSpan.FromMilliseconds(1));
            Assert.False((await TakeAsync(10, then)).Taken);
            Clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True((await TakeAsync(10, then)).Taken);
        }
    }

    [Fact]
    public async Task More_than_the_limit_at_once_never_passes_and_is_told_to_wait_a_minute()
    {
        var use = await TakeAsync(10, amount: 11);
        Assert.Equal((false, 10, TimeSpan.FromMinutes(1)), (use.Taken, use.Remaining, use.Reset));
    }

    [Fact]
    public async Task A_hundred_at_once_do_not_pass_the_limit_together()
    {
        _store = Open();
        var uses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => TakeAsync(60))));
        Assert.Equal(60, uses.Count(use => use.Taken));
    }

    internal async Task<RateLimitUse> TakeAsync(
        int limit,
        int amount = 1,
        RateLimited what = RateLimited.Orders,
        TenantId? tenant = null,
        IRateLimitStore? from = null) =>
        await (from ?? (_store ??= Open())).TakeAsync(
            tenant ?? Tenant, what, amount, limit, Clock.GetUtcNow(), CancellationToken.None);
}
