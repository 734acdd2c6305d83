using System.Globalization;
using TradingPlatform.Contract.Storage;
using TradingPlatform.EndToEnd.Harness;
using TradingPlatform.Testing.DynamoDb;

namespace TradingPlatform.EndToEnd.Risk;

/// <summary>FAILURES.md F09: once the switch is on nothing leaves, and what is open ends.</summary>
public abstract class KillSwitch(string? dynamoDb) : PlatformSuite(dynamoDb)
{
    private const string Kill = """{"reason":"enough","cancelOpenOrders":true}""";

    [ContractFact]
    public async Task F09_Set_during_a_thousand_submits_it_lets_nothing_pass_and_leaves_nothing_open()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        await tenant.SetLimitsAsync("""{"maxOpenOrders":100000}""");
        // An order that the platform knows nothing of, placed by hand with the same key.
        (await Venue.PlaceAsync(
            tenant.Key, "symbol=ETHUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.1&price=2000")).Must(200);
        var answered = 0;
        var aThirdIsDone = new TaskCompletionSource();
        var submits = Enumerable.Range(0, Many).Select(i => Task.Run(async () =>
        {
            var answer = await tenant.PlaceAsync(i.ToString(CultureInfo.InvariantCulture), tenant.Resting());
            if (Interlocked.Increment(ref answered) == Many / 3)
            {
                aThirdIsDone.SetResult();
            }

            return answer;
        })).ToList();
        await aThirdIsDone.Task;
        var killed = (await tenant.Trader.PutAsync("/v1/risk/kill-switch", Kill)).Must(200);
        var noneLater = DateTimeOffset.UtcNow + TimeSpan.FromMilliseconds(250);
        var answers = await Task.WhenAll(submits);

        Assert.All(answers, answer => answer.Must(201, 202, 409, 503));
        Assert.Contains(answers, answer => answer.Status == 201);
        Assert.Contains(answers, answer => answer.Status == 409 && answer["code"] == "KILL_SWITCH_ACTIVE");
        Assert.Equal(("True", "enough"), (killed["active"], killed["reason"]));
        var open = await RunningPlatform.UntilAsync(
            async () => (await tenant.AtExchangeAsync()).Count(order => order.IsOpen), left => left == 0,
            "the exchange shows none");
        Assert.Equal(0, open);
        Assert.DoesNotContain(await tenant.AtExchangeAsync(), order => order.Time > noneLater);
        await tenant.OpenAsync(0);
        Assert.Equal(0, Shapes.Amount(await tenant.RiskAsync(), "openNotional"));
        var known = (await tenant.AllOrdersAsync()).ToDictionary(
            order => order.GetProperty("clientOrderId").GetString()!, order => order.GetProperty("status").GetString());
        Assert.All(
            (await tenant.AtExchangeAsync()).Where(order => order.Symbol == "BTCUSDT"),
            order => Assert.Equal("CANCELLED", known[order.ClientOrderId]));
    }

    [ContractFact]
    public async Task F09_It_survives_a_restart_lets_cancels_through_and_only_an_admin_releases_it()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var resting = (await tenant.PlaceAsync("rest", tenant.Resting())).Must(201);
        (await tenant.Viewer.PutAsync("/v1/risk/kill-switch", Kill)).MustRefuse(403, "FORBIDDEN");
        (await tenant.Trader.PutAsync("/v1/risk/kill-switch", """{"reason":"pause"}""")).Must(200);
        await Platform.RestartAsync();
        tenant = await tenant.FollowAsync(Platform.Url);
        var shown = (await tenant.Viewer.GetAsync("/v1/risk/kill-switch")).Must(200);
        Assert.Equal(
            ("True", "pause", tenant.Name + "-trader"), (shown["active"], shown["reason"], shown["by"]));
        Assert.True((await tenant.RiskAsync()).GetProperty("killSwitch").GetProperty("active").GetBoolean());

        var before = (await tenant.AtExchangeAsync()).Count;
        (await tenant.PlaceAsync("new", tenant.Resting())).MustRefuse(409, "KILL_SWITCH_ACTIVE");
        (await tenant.Trader.PatchAsync("/v1/orders/" + resting["id"], """{"price":"31000"}"""))
            .MustRefuse(409, "KILL_SWITCH_ACTIVE");
        Assert.Equal("409", (await tenant.Trader.PostAsync(
            "/v1/orders/bulk",
            $$"""{"orders":[{"idempotencyKey":"x",{{tenant.Resting().TrimStart()[1..]}}]}""")).Must(200)
            .Json[0].GetProperty("status").GetRawText());
        (await tenant.Trader.PostAsync(
            "/v1/orders/oco",
            $$"""
            {"configId":"{{tenant.ConfigId}}","symbol":"BTC-USDT","side":"SELL","quantity":"0.01",
             "price":"62000","stopPrice":"58000"}
            """)).MustRefuse(409, "KILL_SWITCH_ACTIVE");
        Assert.Equal(before, (await tenant.AtExchangeAsync()).Count);
        Assert.Equal("CANCELLED", (await tenant.Trader.DeleteAsync("/v1/orders/" + resting["id"])).Must(200)["status"]);

        (await tenant.Trader.DeleteAsync("/v1/risk/kill-switch")).MustRefuse(403, "FORBIDDEN");
        Assert.Equal("False", (await tenant.Admin.DeleteAsync("/v1/risk/kill-switch")).Must(200)["active"]);
        (await tenant.PlaceAsync("new", tenant.Resting())).Must(201);
    }

    [ContractFact]
    public async Task One_tenants_switch_is_not_anothers()
    {
        var (one, other) = (await Tenant.JoinAsync(Platform), await Tenant.JoinAsync(Platform));
        (await one.Trader.PutAsync("/v1/risk/kill-switch", Kill)).Must(200);
        (await other.PlaceAsync("k", other.Resting())).Must(201);
        (await one.PlaceAsync("k", one.Resting())).MustRefuse(409, "KILL_SWITCH_ACTIVE");
    }
}

public sealed class KillSwitchOnSqlite() : KillSwitch(null);

[NeedsDynamoDb]
[Collection(DynamoDbCollection.Name)]
public sealed class KillSwitchOnDynamoDb(DynamoDbLocal local) : KillSwitch(local.Url);
