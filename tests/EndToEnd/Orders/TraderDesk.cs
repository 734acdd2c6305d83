using TradingPlatform.Contract.Storage;
using TradingPlatform.EndToEnd.Harness;
using TradingPlatform.Testing.DynamoDb;

namespace TradingPlatform.EndToEnd.Orders;

/// <summary>Many orders in one call, lists of them, and what is kept of those that the exchange refused.</summary>
public abstract class TraderDesk(string? dynamoDb) : PlatformSuite(dynamoDb)
{
    [ContractFact]
    public async Task Bulk_answers_each_order_by_itself_in_the_order_of_the_request()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var answers = (await tenant.Trader.PostAsync("/v1/orders/bulk", $$"""
            {"orders":[
             {"idempotencyKey":"a",{{Rest(tenant.ConfigId, "30000")}}},
             {"idempotencyKey":"b",{{Rest(tenant.ConfigId, "30000.001")}}},
             {"idempotencyKey":null,{{Rest(tenant.ConfigId, "30000")}}},
             {"idempotencyKey":"d",{{Rest("none", "30000")}}}
            ]}
            """)).Must(200).Json.EnumerateArray().ToList();
        Assert.Equal([201, 422, 400, 404], answers.Select(answer => answer.GetProperty("status").GetInt32()));
        Shapes.Order(answers[0].GetProperty("order"));
        Assert.Equal("INSTRUMENT_RULE", answers[1].GetProperty("problem").GetProperty("code").GetString());
        Assert.Single(await tenant.AtExchangeAsync());

        static string Rest(string account, string price) =>
            $"\"configId\":\"{account}\",\"symbol\":\"BTC-USDT\",\"side\":\"BUY\",\"type\":\"LIMIT\","
            + $"\"quantity\":\"0.001\",\"price\":\"{price}\"";
    }

    [ContractFact]
    public async Task A_test_order_runs_every_check_and_sends_nothing()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        (await tenant.Trader.PostAsync("/v1/orders/test", tenant.Resting())).Must(200);
        (await tenant.Trader.PostAsync("/v1/orders/test", tenant.Limit("BUY", "1", "50000")))
            .MustRefuse(422, "RISK_REJECTED");
        Assert.Empty(await tenant.AtExchangeAsync());
        Assert.Empty(await tenant.AllOrdersAsync());
    }

    [ContractFact]
    public async Task Lists_are_newest_first_in_pages_and_filtered()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var placed = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            placed.Add((await tenant.PlaceAsync($"k{i}", tenant.Resting())).Must(201)["id"]!);
        }

        var first = (await tenant.Viewer.GetAsync("/v1/orders?limit=3")).Must(200);
        var second = (await tenant.Viewer.GetAsync(
            "/v1/orders?limit=3&cursor=" + Uri.EscapeDataString(first["nextCursor"]!))).Must(200);
        Assert.Null(second["nextCursor"]);
        Assert.Equal(
            Enumerable.Reverse(placed),
            first.Items.Concat(second.Items).Select(order => Shapes.Order(order).GetProperty("id").GetString()));

        (await tenant.Trader.DeleteAsync("/v1/orders/" + placed[2])).Must(200);
        Assert.Equal(placed[2], Assert.Single(await ListAsync("status=CANCELLED")));
        Assert.Equal(4, (await ListAsync("status=OPEN&symbol=BTC-USDT&configId=" + tenant.ConfigId)).Count);
        Assert.Empty(await ListAsync("symbol=ETH-USDT"));
        Assert.Empty(await ListAsync("configId=someoneelses"));

        async Task<IReadOnlyList<string>> ListAsync(string query) =>
            [.. (await tenant.Viewer.GetAsync("/v1/orders?" + query)).Must(200).Items
                .Select(order => order.GetProperty("id").GetString()!)];
    }

    [ContractFact]
    public async Task Cancel_all_cancels_the_orders_of_one_pair_and_then_the_rest()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        (await tenant.PlaceAsync("a", tenant.Resting())).Must(201);
        (await tenant.PlaceAsync("b", tenant.Resting())).Must(201);
        (await tenant.PlaceAsync("c", tenant.Limit("BUY", "0.01", "2000", "ETH-USDT"))).Must(201);
        var pair = (await tenant.Trader.PostAsync(
            "/v1/orders/cancel-all", """{"configId":null,"symbol":"BTC-USDT"}""")).Must(200);
        Assert.Equal(("2", "2"), (pair["requested"], pair["cancelled"]));
        var rest = (await tenant.Trader.PostAsync("/v1/orders/cancel-all", "{}")).Must(200);
        Assert.Equal(("1", "1"), (rest["requested"], rest["cancelled"]));
        Assert.DoesNotContain(await tenant.AtExchangeAsync(), order => order.IsOpen);
    }

    [ContractFact]
    public async Task Limits_that_are_set_are_shown_and_a_new_tenants_are_those_of_the_contract()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var limits = Shapes.Limits((await tenant.Viewer.GetAsync("/v1/risk/limits")).Must(200).Json);
        Assert.Equal(1000, Shapes.Amount(limits, "maxOrderNotional"));
        Assert.Equal(0.02m, Shapes.Amount(limits, "maxRiskPerTrade"));
        Assert.Equal(200, limits.GetProperty("maxOpenOrders").GetInt32());
        Assert.Equal(0, limits.GetProperty("symbolWhitelist").GetArrayLength());
        await tenant.SetLimitsAsync(
            """{"symbolWhitelist":["BTC-USDT"],"maxOrderNotional":"12.50","maxOpenOrders":3}""");
        var changed = (await tenant.Viewer.GetAsync("/v1/risk/limits")).Must(200);
        Assert.Equal(12.5m, Shapes.Amount(changed.Json, "maxOrderNotional"));
        Assert.Null(changed["maxDailyLoss"]);
        Assert.Equal("BTC-USDT", changed.Json.GetProperty("symbolWhitelist")[0].GetString());
    }

    [ContractFact]
    public async Task An_account_with_open_orders_cannot_be_unlinked()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var order = (await tenant.PlaceAsync("rest", tenant.Resting())).Must(201);
        var path = "/v1/exchange-configs/" + tenant.ConfigId;
        (await tenant.Trader.DeleteAsync(path)).MustRefuse(409, "CONFLICT");
        (await tenant.Trader.DeleteAsync("/v1/orders/" + order["id"])).Must(200);
        (await tenant.Trader.DeleteAsync(path)).Must(204);
    }

    [ContractFact]
    public async Task What_the_exchange_refuses_is_stored_as_rejected_and_its_key_answers_the_same_again()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        await tenant.SetLimitsAsync(Tenant.NoLimits);
        var order = tenant.Limit("BUY", "10", "59000");
        var refused = (await tenant.PlaceAsync("big", order)).MustRefuse(422, "INSUFFICIENT_BALANCE");
        Assert.NotNull(refused["exchangeCode"]);
        var again = (await tenant.PlaceAsync("big", order)).MustRefuse(422, "INSUFFICIENT_BALANCE");
        Assert.Equal(refused["orderId"], again["orderId"]);
        var stored = await tenant.OrderAsync(refused["orderId"]!);
        Assert.Equal("REJECTED", Shapes.Order(stored.Json).GetProperty("status").GetString());
        Assert.Equal(
            "INSUFFICIENT_BALANCE", stored.Json.GetProperty("rejectReason").GetProperty("code").GetString());
        Assert.Equal(0, (await tenant.RiskAsync()).GetProperty("openOrders").GetInt32());
    }
}

public sealed class TraderDeskOnSqlite() : TraderDesk(null);

[NeedsDynamoDb]
[Collection(DynamoDbCollection.Name)]
public sealed class TraderDeskOnDynamoDb(DynamoDbLocal local) : TraderDesk(local.Url);
