using System.Text.Json;
using TradingPlatform.EndToEnd.Harness;

namespace TradingPlatform.EndToEnd.Edge;

/// <summary>What every answer has, whatever it answers.</summary>
public sealed class EdgeTests : IAsyncLifetime
{
    private RunningPlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await RunningPlatform.StartAsync(null);

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task Every_answer_has_a_correlation_id_rate_limits_and_security_headers()
    {
        var tenant = await Tenant.ArriveAsync(_platform.Url, _platform.Venue, "pro");
        foreach (var answer in new[]
        {
            await tenant.Viewer.GetAsync("/v1/orders"), await tenant.Viewer.GetAsync("/v1/orders/none"),
            await tenant.Trader.PostAsync("/v1/orders/test", "{"),
            await tenant.Viewer.DeleteAsync("/v1/risk/kill-switch"),
        })
        {
            Assert.Matches("^[A-Za-z0-9-_]{1,64}$", answer.Headers["X-Correlation-Id"]);
            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.Equal("DENY", answer.Headers["X-Frame-Options"]);
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
            Assert.Contains("default-src 'none'", answer.Headers["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.False(answer.Headers.ContainsKey("Server"));
            Assert.Equal("300", answer.Headers["RateLimit-Limit"]);
            Assert.InRange(int.Parse(answer.Headers["RateLimit-Remaining"]), 290, 299);
            Assert.InRange(int.Parse(answer.Headers["RateLimit-Reset"]), 1, 60);
        }
    }

    [Fact]
    public async Task A_sane_correlation_id_is_kept_down_to_the_audit_trail_and_another_is_replaced()
    {
        var tenant = await Tenant.JoinAsync(_platform);
        var placed = (await tenant.Trader.SendAsync(
            "POST", "/v1/orders", tenant.Resting(), ("Idempotency-Key", "k"), ("X-Correlation-Id", "my-own_1")))
            .Must(201);
        Assert.Equal("my-own_1", placed.Headers["X-Correlation-Id"]);
        var events = (await tenant.Viewer.GetAsync($"/v1/orders/{placed["id"]}/events")).Must(200).Items;
        Assert.Equal("my-own_1", events[0].GetProperty("correlationId").GetString());
        var replaced = await tenant.Trader.SendAsync(
            "GET", "/v1/orders", null, ("X-Correlation-Id", "no spaces; here" + new string('x', 80)));
        Assert.Matches("^[A-Za-z0-9-_]{1,64}$", replaced.Headers["X-Correlation-Id"]);
    }

    [Fact]
    public async Task The_free_tiers_sixty_first_request_of_a_minute_is_refused_and_says_when_to_come_again()
    {
        var tenant = await Tenant.ArriveAsync(_platform.Url, _platform.Venue, "free");
        for (var i = 0; i < 60; i++)
        {
            (await tenant.Viewer.GetAsync("/v1/orders")).Must(200);
        }

        var refused = (await tenant.Trader.GetAsync("/v1/orders")).MustRefuse(429, "RATE_LIMIT_EXCEEDED");
        Assert.InRange(int.Parse(refused.Headers["Retry-After"]), 1, 60);
        Assert.Equal(("60", "0"), (refused.Headers["RateLimit-Limit"], refused.Headers["RateLimit-Remaining"]));
        Assert.True(refused.Json.GetProperty("retryable").GetBoolean());
        // Another tenant is not held up by it.
        var other = await Tenant.ArriveAsync(_platform.Url, _platform.Venue, "free");
        (await other.Viewer.GetAsync("/v1/orders")).Must(200);
    }

    [Fact]
    public async Task The_free_tiers_eleventh_order_of_a_minute_is_refused_and_not_sent()
    {
        var tenant = await Tenant.JoinAsync(_platform, "free");
        for (var i = 0; i < 10; i++)
        {
            (await tenant.PlaceAsync($"k{i}", tenant.Resting())).Must(201);
        }

        (await tenant.PlaceAsync("k10", tenant.Resting())).MustRefuse(429, "RATE_LIMIT_EXCEEDED");
        Assert.Equal(10, (await tenant.AtExchangeAsync()).Count);
        (await tenant.Viewer.GetAsync("/v1/orders")).Must(200);
    }

    [Fact]
    public async Task Health_and_the_api_document_need_no_token_and_the_document_describes_every_route()
    {
        var anyone = new ApiClient(_platform.Url);
        Assert.Equal("ok", (await anyone.GetAsync("/healthz")).Must(200)["status"]);
        var paths = (await anyone.GetAsync("/openapi/v1.json")).Must(200).Json.GetProperty("paths");
        foreach (var (method, path, _) in Routes.All)
        {
            Assert.True(paths.TryGetProperty(Routes.Template(path), out var item), $"{path} is not described");
            var name = method.ToLowerInvariant();
            Assert.True(item.TryGetProperty(name, out var operation), $"{method} {path} is not described");
            Assert.False(string.IsNullOrWhiteSpace(operation.GetProperty("summary").GetString()));
            Assert.NotEmpty(operation.GetProperty("responses").EnumerateObject());
            if (method is ("POST" or "PUT" or "PATCH") && !Routes.TakesNoBody(path))
            {
                Assert.True(operation.TryGetProperty("requestBody", out _), $"{method} {path} shows no body");
            }

            AssertParameters(path, operation);
        }
    }

    private static void AssertParameters(string path, JsonElement operation)
    {
        if (Routes.Template(path).Contains("{id}", StringComparison.Ordinal))
        {
            Assert.Contains(
                operation.GetProperty("parameters").EnumerateArray(),
                parameter => parameter.GetProperty("name").GetString() == "id");
        }
    }
}
