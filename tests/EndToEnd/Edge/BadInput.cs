using TradingPlatform.EndToEnd.Harness;

namespace TradingPlatform.EndToEnd.Edge;

/// <summary>Whatever is sent, the answer is a problem of the caller's, and nothing reaches the exchange.</summary>
public sealed class BadInput : IAsyncLifetime
{
    private RunningPlatform _platform = null!;
    private Tenant _tenant = null!;

    public async Task InitializeAsync()
    {
        _platform = await RunningPlatform.StartAsync(null);
        _tenant = await Tenant.JoinAsync(_platform);
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task A_body_that_is_no_object_of_the_contract_is_a_bad_request_on_every_route()
    {
        string[] bodies =
        [
            "", " ", "{", "}", "null", "[]", "[{}]", "\"text\"", "1", "true", "{\"a\":}", "{} {}", "{,}", "\u0000",
            "{\"configId\":", new string('[', 5000), new string('{', 200), "{\"side\":\"BUY\"\u0001}",
            "{" + string.Concat(Enumerable.Repeat("\"a\":{", 300)) + new string('}', 301), "\uFEFF\uFEFF{}",
        ];
        foreach (var (method, path, _) in WithBody())
        {
            foreach (var body in bodies)
            {
                if (body.Length == 0 && path.EndsWith("cancel-all", StringComparison.Ordinal))
                {
                    continue;
                }

                var answer = await SendAsync(method, path, body);
                Shapes.Refused(answer, $"{method} {path} {body[..Math.Min(40, body.Length)]}");
            }
        }

        Assert.Empty(await _tenant.AtExchangeAsync());
    }

    [Fact]
    public async Task A_body_of_another_kind_or_over_256_KiB_is_refused_on_every_route()
    {
        foreach (var (method, path, _) in WithBody())
        {
            foreach (var type in new[] { "text/plain", "application/xml", "application/json; charset=utf-16" })
            {
                Shapes.Refused(
                    await _tenant.Admin.SendAsync(
                        method, path, "{}", ("Content-Type", type), ("Idempotency-Key", "k")),
                    $"{method} {path} {type}");
            }

            var large = "{\"label\":\"" + new string('x', 300 * 1024) + "\"}";
            var answer = await SendAsync(method, path, large);
            Assert.Equal(413, answer.Status);
            Shapes.Problem(answer);
        }
    }

    [Fact]
    public async Task Keys_cursors_limits_filters_and_paths_that_are_wrong_are_refused()
    {
        foreach (var key in new[] { "", " ", "a b", new string('x', 65), "a/b", "a,b" })
        {
            Shapes.Refused(await _tenant.PlaceAsync(key, _tenant.Resting()), "key " + key);
        }

        Shapes.Refused(await _tenant.Trader.PostAsync("/v1/orders", _tenant.Resting()), "no key");
        foreach (var query in new[]
        {
            "limit=0", "limit=201", "limit=-1", "limit=x", "limit=", "limit=1&limit=2", "cursor=x", "cursor=",
            "cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "cursor=%00", "status=NOPE",
        })
        {
            Shapes.Refused(await _tenant.Viewer.GetAsync("/v1/orders?" + query), query);
        }

        Shapes.Refused(await _tenant.Viewer.GetAsync("/v1/fills?cursor=x"), "fills");
        Shapes.Refused(await _tenant.Viewer.GetAsync("/v1/exchange-configs?limit=999"), "configs");
        Shapes.Refused(await _tenant.Viewer.GetAsync("/v1/nothing"), "no such path");
        Shapes.Refused(await _tenant.Admin.SendAsync("PUT", "/v1/orders", "{}"), "no such method");
        Shapes.Refused(await _tenant.Admin.PutAsync("/v1/risk/limits", """{"maxDrawdown":2}"""), "limits");
        Shapes.Refused(await _tenant.Admin.PutAsync("/v1/risk/limits", """{"maxOpenOrders":-1}"""), "limits");
        Shapes.Refused(await _tenant.Admin.PutAsync("/v1/risk/limits", """{"symbolWhitelist":[null]}"""), "limits");
        Shapes.Refused(await _tenant.Trader.PutAsync("/v1/risk/kill-switch", """{"reason":""}"""), "reason");
        Shapes.Refused(await _tenant.Trader.PostAsync("/v1/orders/bulk", """{"orders":[]}"""), "bulk");
        Shapes.Refused(await _tenant.Trader.PostAsync("/v1/orders/bulk", """{"orders":[null]}"""), "bulk");
        Shapes.Refused(
            await _tenant.Trader.PostAsync(
                "/v1/exchange-configs", """{"exchange":"BINANCE","label":"\u0000"}"""), "label");
        Assert.Empty(await _tenant.AtExchangeAsync());
    }

    private static IEnumerable<(string Method, string Path, string Role)> WithBody() =>
        Routes.All.Where(route => route.Method is "POST" or "PUT" or "PATCH");

    private Task<Answer> SendAsync(string method, string path, string body) =>
        _tenant.Admin.SendAsync(method, path, body, ("Idempotency-Key", "k"));
}
