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
                AssertRefused(answer, $"{method} {path} {body[..Math.Min(40, body.Length)]}");
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
                AssertRefused(
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
    public async Task An_order_with_a_field_that_is_wrong_names_it()
    {
        var good = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["configId"] = $"\"{_tenant.ConfigId}\"", ["symbol"] = "\"BTC-USDT\"", ["side"] = "\"BUY\"",
            ["type"] = "\"LIMIT\"", ["quantity"] = "\"0.001\"", ["price"] = "\"30000\"",
        };
        string[] amounts =
        [
            "\"NaN\"", "\"Infinity\"", "\"-1\"", "-1", "0", "\"0\"", "\"abc\"", "\"\"", "true", "{}", "[]", "1e400",
            "\"1e400\"", "99999999999999999999999999999999", "\"0.00000000000000000000000000000000001\"", "\"1,5\"",
            "\"\u0661\"",
        ];
        foreach (var field in new[] { "quantity", "price", "quoteQuantity", "stopPrice", "icebergQuantity" })
        {
            foreach (var amount in amounts)
            {
                await NamesAsync(good, field, amount);
            }
        }

        foreach (var field in new[] { "symbol", "side", "type", "timeInForce" })
        {
            foreach (var word in new[] { "\"NOPE\"", "1", "99", "\"buy\"", "\"\"", "{}", "[]", "\"BUY\\u0000\"" })
            {
                await NamesAsync(good, field, word);
            }
        }

        foreach (var missing in new[] { "symbol", "side", "type", "quantity", "price" })
        {
            await NamesAsync(good, missing, null);
        }

        foreach (var trail in new[] { "\"x\"", "-5", "0", "1.5", "99999999999" })
        {
            await NamesAsync(good, "trailingDeltaBps", trail);
        }

        Assert.Empty(await _tenant.AtExchangeAsync());
        Assert.Empty(await _tenant.AllOrdersAsync());
    }

    [Fact]
    public async Task A_number_that_only_just_fits_overflows_nothing()
    {
        await _tenant.SetLimitsAsync(Tenant.NoLimits);
        foreach (var amount in new[]
        {
            "79228162514264337593543950335", "7922816251426433759354395033.5", "0.0000000000000000000000000001",
        })
        {
            foreach (var order in new[]
            {
                _tenant.Limit("BUY", amount, "30000"), _tenant.Limit("BUY", "0.001", amount),
                _tenant.Limit("BUY", amount, amount), _tenant.Market("BUY", amount), _tenant.Market("SELL", amount),
                _tenant.Market("BUY", "1").Replace("\"quantity\":\"1\"", $"\"quoteQuantity\":\"{amount}\"", StringComparison.Ordinal),
                _tenant.Limit("BUY", "0.001", "30000", more: $",\"icebergQuantity\":\"{amount}\""),
                _tenant.Limit("BUY", amount, "30000", more: ",\"icebergQuantity\":\"0.0000000000000000000000000001\""),
                _tenant.Limit("SELL", "0.001", "30000", more: $",\"stopPrice\":\"{amount}\"")
                    .Replace("LIMIT", "STOP_LOSS_LIMIT", StringComparison.Ordinal),
            })
            {
                AssertRefused(await _tenant.PlaceAsync("k", order), order);
                AssertRefused(await _tenant.Trader.PostAsync("/v1/orders/test", order), "test " + order);
            }

            AssertRefused(
                await _tenant.Trader.PostAsync(
                    "/v1/orders/oco",
                    $$"""
                    {"configId":"{{_tenant.ConfigId}}","symbol":"BTC-USDT","side":"SELL","quantity":"{{amount}}",
                     "price":"{{amount}}","stopPrice":"{{amount}}"}
                    """),
                "oco " + amount);
        }

        Assert.Empty(await _tenant.AtExchangeAsync());
    }

    [Fact]
    public async Task Keys_cursors_limits_filters_and_paths_that_are_wrong_are_refused()
    {
        foreach (var key in new[] { "", " ", "a b", new string('x', 65), "a/b", "a,b" })
        {
            AssertRefused(await _tenant.PlaceAsync(key, _tenant.Resting()), "key " + key);
        }

        AssertRefused(await _tenant.Trader.PostAsync("/v1/orders", _tenant.Resting()), "no key");
        foreach (var query in new[]
        {
            "limit=0", "limit=201", "limit=-1", "limit=x", "limit=", "limit=1&limit=2", "cursor=x", "cursor=",
            "cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "cursor=%00", "status=NOPE",
        })
        {
            AssertRefused(await _tenant.Viewer.GetAsync("/v1/orders?" + query), query);
        }

        AssertRefused(await _tenant.Viewer.GetAsync("/v1/fills?cursor=x"), "fills");
        AssertRefused(await _tenant.Viewer.GetAsync("/v1/exchange-configs?limit=999"), "configs");
        AssertRefused(await _tenant.Viewer.GetAsync("/v1/nothing"), "no such path");
        AssertRefused(await _tenant.Admin.SendAsync("PUT", "/v1/orders", "{}"), "no such method");
        AssertRefused(await _tenant.Admin.PutAsync("/v1/risk/limits", """{"maxDrawdown":2}"""), "limits");
        AssertRefused(await _tenant.Admin.PutAsync("/v1/risk/limits", """{"maxOpenOrders":-1}"""), "limits");
        AssertRefused(await _tenant.Admin.PutAsync("/v1/risk/limits", """{"symbolWhitelist":[null]}"""), "limits");
        AssertRefused(await _tenant.Trader.PutAsync("/v1/risk/kill-switch", """{"reason":""}"""), "reason");
        AssertRefused(await _tenant.Trader.PostAsync("/v1/orders/bulk", """{"orders":[]}"""), "bulk");
        AssertRefused(await _tenant.Trader.PostAsync("/v1/orders/bulk", """{"orders":[null]}"""), "bulk");
        AssertRefused(
            await _tenant.Trader.PostAsync(
                "/v1/exchange-configs", """{"exchange":"BINANCE","label":"\u0000"}"""), "label");
        Assert.Empty(await _tenant.AtExchangeAsync());
    }

    private static IEnumerable<(string Method, string Path, string Role)> WithBody() =>
        Routes.All.Where(route => route.Method is "POST" or "PUT" or "PATCH");

    private Task<Answer> SendAsync(string method, string path, string body) =>
        _tenant.Admin.SendAsync(method, path, body, ("Idempotency-Key", "k"));

    private async Task NamesAsync(Dictionary<string, string> good, string field, string? value)
    {
        var members = new Dictionary<string, string>(good, StringComparer.Ordinal);
        members.Remove(field);
        if (value is not null)
        {
            members[field] = value;
        }

        var body = "{" + string.Join(',', members.Select(member => $"\"{member.Key}\":{member.Value}")) + "}";
        var answer = await _tenant.PlaceAsync("k", body);
        Assert.True(answer.Status == 400, $"{body} was answered {answer.Status}: {answer.Text}");
        answer.MustRefuse(400, "VALIDATION_FAILED");
        Assert.True(
            answer.Json.GetProperty("errors").TryGetProperty(field, out _), $"{body} does not name {field}: {answer.Text}");
    }

    private static void AssertRefused(Answer answer, string what)
    {
        Assert.True(answer.Status is >= 400 and < 500, $"{what} was answered {answer.Status}: {answer.Text}");
        Shapes.Problem(answer);
        Assert.False(string.IsNullOrEmpty(answer["code"]));
    }
}
