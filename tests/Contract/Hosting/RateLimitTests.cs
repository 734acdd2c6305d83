using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.RateLimits;

namespace TradingPlatform.Contract.Hosting;

public sealed class RateLimitTests : IAsyncLifetime
{
    private SampleHost _host = null!;

    public async Task InitializeAsync() => _host = await SampleHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(Tier.Free, 60)]
    [InlineData(Tier.Pro, 300)]
    [InlineData(Tier.Enterprise, 1000)]
    public async Task A_tier_has_its_requests_a_minute(Tier tier, int limit)
    {
        var token = _host.Token(Role.Viewer, tier);
        for (var left = limit - 1; left >= 0; left--)
        {
            var answer = await _host.GetAsync("/v1/who", token);
            Assert.Equal((200, $"{left}"), (answer.Status, answer.Headers["RateLimit-Remaining"]));
        }

        var refused = await _host.GetAsync("/v1/who", token);
        Assert.Equal((429, "RATE_LIMIT_EXCEEDED"), (refused.Status, refused.Code));
        Assert.True(refused.Json.GetProperty("retryable").GetBoolean());
        Assert.Equal($"{limit}", refused.Headers["RateLimit-Limit"]);
        _host.Clock.Advance(TimeSpan.FromSeconds(int.Parse(refused.Headers["Retry-After"])));
        Assert.Equal(200, (await _host.GetAsync("/v1/who", token)).Status);
    }

    [Theory]
    [InlineData(Tier.Free, 10)]
    [InlineData(Tier.Pro, 100)]
    [InlineData(Tier.Enterprise, 500)]
    public async Task A_tier_has_its_orders_a_minute_and_other_requests_still_pass(Tier tier, int limit)
    {
        var token = _host.Token(Role.Trader, tier);
        for (var i = 0; i < limit; i++)
        {
            Assert.Equal(204, (await _host.SendAsync(HttpMethod.Post, "/v1/orders", token)).Status);
        }

        var refused = await _host.SendAsync(HttpMethod.Post, "/v1/orders", token);
        Assert.Equal((429, $"{limit}"), (refused.Status, refused.Headers["RateLimit-Limit"]));
        Assert.Equal(200, (await _host.GetAsync("/v1/who", token)).Status);
    }

    [Fact]
    public async Task A_bulk_request_counts_each_of_its_orders()
    {
        var token = _host.Token(Role.Trader, Tier.Free);
        Assert.Equal(204, (await _host.SendAsync(HttpMethod.Post, "/v1/bulk/8", token)).Status);
        Assert.Equal(429, (await _host.SendAsync(HttpMethod.Post, "/v1/bulk/3", token)).Status);
        var last = await _host.SendAsync(HttpMethod.Post, "/v1/bulk/2", token);
        Assert.Equal(204, last.Status);
        Assert.Equal(("0", "10"), (last.Headers["RateLimit-Remaining"], last.Headers["RateLimit-Limit"]));
    }

    [Fact]
    public async Task The_tier_without_limits_has_none()
    {
        var token = _host.Token(Role.Trader, Tier.Unlimited);
        for (var i = 0; i < 70; i++)
        {
            Assert.Equal(204, (await _host.SendAsync(HttpMethod.Post, "/v1/orders", token)).Status);
        }
    }

    [Fact]
    public async Task A_store_that_fails_lets_requests_pass_and_is_logged()
    {
        var items = new CountersInMemory(_host.Clock) { IsDown = true };
        await using var host = await SampleHost.StartAsync(
            services => services.AddSingleton<IRateLimitStore>(new RateLimitsInItemStore(items)));
        var answer = await host.GetAsync("/v1/who", host.Token(Role.Viewer, Tier.Free));
        Assert.Equal(200, answer.Status);
        Assert.Contains(host.Logs.Lines, line => line.Contains("\"eventId\":1003", StringComparison.Ordinal));
        items.IsDown = false;
        answer = await host.GetAsync("/v1/who", host.Token(Role.Viewer, Tier.Free));
        Assert.Equal("59", answer.Headers["RateLimit-Remaining"]);
    }
}
