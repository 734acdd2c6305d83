using TradingPlatform.EndToEnd.Harness;

namespace TradingPlatform.EndToEnd.Edge;

/// <summary>An order that cannot be one is refused by the name of its field, whatever stands in it.</summary>
public sealed class BadOrders : IAsyncLifetime
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
                _tenant.Market("BUY", "1").Replace(
                    "\"quantity\":\"1\"", $"\"quoteQuantity\":\"{amount}\"", StringComparison.Ordinal),
                _tenant.Limit("BUY", "0.001", "30000", more: $",\"icebergQuantity\":\"{amount}\""),
                _tenant.Limit("BUY", amount, "30000", more: ",\"icebergQuantity\":\"0.0000000000000000000000000001\""),
                _tenant.Limit("SELL", "0.001", "30000", more: $",\"stopPrice\":\"{amount}\"")
                    .Replace("LIMIT", "STOP_LOSS_LIMIT", StringComparison.Ordinal),
            })
            {
                Shapes.Refused(await _tenant.PlaceAsync("k", order), order);
                Shapes.Refused(await _tenant.Trader.PostAsync("/v1/orders/test", order), "test " + order);
            }

            Shapes.Refused(
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
            answer.Json.GetProperty("errors").TryGetProperty(field, out _),
            $"{body} does not name {field}: {answer.Text}");
    }
}
