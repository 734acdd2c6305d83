using System.Globalization;
using TradingPlatform.Contract.Storage;
using TradingPlatform.EndToEnd.Harness;
using TradingPlatform.Testing.DynamoDb;

namespace TradingPlatform.EndToEnd.Orders;

/// <summary>Many orders at once: none is doubled, none is lost, no limit is passed.</summary>
public abstract class ManyOrders(string? dynamoDb) : PlatformSuite(dynamoDb)
{
    [ContractFact]
    public async Task Two_hundred_calls_with_one_key_place_one_order()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var answers = await AtOnceAsync(Many / 5, _ => tenant.PlaceAsync("the-one", tenant.Resting()));
        Assert.All(answers, answer => answer.Must(200, 201));
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(
            answers.Where(answer => answer.Status == 200),
            answer => Assert.Equal("true", answer.Headers["Idempotent-Replayed"]));
        Assert.Single(answers.Select(answer => answer["id"]).Distinct());
        Assert.Single(await tenant.AtExchangeAsync());
        Assert.Single(await tenant.AllOrdersAsync());
        Assert.Equal(1, (await tenant.RiskAsync()).GetProperty("openOrders").GetInt32());
        Assert.Equal(30, Shapes.Amount(await tenant.RiskAsync(), "openNotional"));
    }

    [ContractFact]
    public async Task A_key_of_another_body_is_refused_and_a_key_of_another_tenant_is_another_key()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var other = await Tenant.JoinAsync(Platform);
        var first = (await tenant.PlaceAsync("k", tenant.Resting())).Must(201);
        (await tenant.PlaceAsync("k", tenant.Resting("0.002"))).MustRefuse(422, "IDEMPOTENCY_KEY_REUSED");
        Assert.NotEqual(first["id"], (await other.PlaceAsync("k", other.Resting())).Must(201)["id"]);
    }

    [ContractFact]
    public async Task A_thousand_orders_at_once_are_all_accepted_and_the_counters_are_their_sum()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        await tenant.SetLimitsAsync("""{"maxOpenOrders":100000,"maxPositionNotional":"1000000","maxLeverage":"10"}""");
        var answers = await AtOnceAsync(Many, i => tenant.PlaceAsync(Key(i), tenant.Resting()));
        Assert.All(answers, answer => Assert.Equal("OPEN", answer.Must(201)["status"]));
        var atExchange = await tenant.AtExchangeAsync();
        Assert.Equal(Many, atExchange.Count(order => order.IsOpen));
        Assert.Equal(Many, atExchange.Select(order => order.ClientOrderId).Distinct().Count());
        var known = (await tenant.AllOrdersAsync()).Select(order => order.GetProperty("id").GetString()).ToHashSet();
        Assert.Equal(Many, known.Count);
        Assert.All(answers, answer => Assert.Contains(answer["id"], known));
        var risk = await tenant.RiskAsync();
        Assert.Equal(Many, risk.GetProperty("openOrders").GetInt32());
        Assert.Equal(Many * 30m, Shapes.Amount(risk, "openNotional"));
    }

    [ContractFact]
    public async Task A_limit_on_worth_holds_under_a_hundred_orders_that_together_break_it()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        await tenant.SetLimitsAsync("""{"maxPositionNotional":"1000"}""");
        var answers = await AtOnceAsync(100, i => tenant.PlaceAsync(Key(i), tenant.Resting()));
        // Thirty-three orders of 30 USDT fit into 1,000 USDT, the next does not.
        Assert.Equal(33, answers.Count(answer => answer.Status == 201));
        Assert.All(
            answers.Where(answer => answer.Status != 201),
            answer => Assert.Equal("maxPositionNotional", Rule(answer.MustRefuse(422, "RISK_REJECTED"))));
        Assert.Equal(33, (await tenant.AtExchangeAsync()).Count);
        Assert.Equal(990, Shapes.Amount(await tenant.RiskAsync(), "openNotional"));
        Assert.Equal(33, (await tenant.AllOrdersAsync()).Count);
    }

    [ContractFact]
    public async Task A_limit_on_the_number_of_orders_holds_and_what_it_refused_leaves_its_key_unused()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        await tenant.SetLimitsAsync("""{"maxOpenOrders":7}""");
        var answers = await AtOnceAsync(100, i => tenant.PlaceAsync(Key(i), tenant.Resting()));
        Assert.Equal(7, answers.Count(answer => answer.Status == 201));
        Assert.Equal(7, (await tenant.AtExchangeAsync()).Count);
        await tenant.SetLimitsAsync("""{"maxOpenOrders":100}""");
        var refused = Enumerable.Range(0, 100).First(i => answers[i].Status != 201);
        (await tenant.PlaceAsync(Key(refused), tenant.Resting())).Must(201);
        Assert.Equal(8, (await tenant.RiskAsync()).GetProperty("openOrders").GetInt32());
    }

    private static string Key(int i) => "key-" + i.ToString(CultureInfo.InvariantCulture);

    private static string? Rule(Answer answer) =>
        answer.Json.GetProperty("violations")[0].GetProperty("rule").GetString();

    private static Task<Answer[]> AtOnceAsync(int count, Func<int, Task<Answer>> call) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => call(i))));
}

public sealed class ManyOrdersOnSqlite() : ManyOrders(null);

[NeedsDynamoDb]
[Collection(DynamoDbCollection.Name)]
public sealed class ManyOrdersOnDynamoDb(DynamoDbLocal local) : ManyOrders(local.Url);
