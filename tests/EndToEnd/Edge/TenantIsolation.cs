using TradingPlatform.Contract.Storage;
using TradingPlatform.EndToEnd.Harness;
using TradingPlatform.Testing.DynamoDb;

namespace TradingPlatform.EndToEnd.Edge;

/// <summary>What belongs to another tenant is not there, and what a role may not do it cannot.</summary>
public abstract class TenantIsolation(string? dynamoDb) : PlatformSuite(dynamoDb)
{
    [ContractFact]
    public async Task Another_tenants_things_are_not_found_on_any_route()
    {
        var (owner, stranger) = (await Tenant.JoinAsync(Platform), await Tenant.JoinAsync(Platform));
        var order = (await owner.PlaceAsync("mine", owner.Resting())).Must(201)["id"];
        foreach (var id in new[]
        {
            order, "nonsense", new string('0', 32), "..%2F..", "%0A", "' OR 1=1", new string('a', 2000),
        })
        {
            (await stranger.Admin.GetAsync("/v1/orders/" + id)).MustRefuse(404, "NOT_FOUND");
            (await stranger.Admin.GetAsync($"/v1/orders/{id}/events")).MustRefuse(404, "NOT_FOUND");
            (await stranger.Admin.PatchAsync("/v1/orders/" + id, """{"price":"1"}""")).MustRefuse(404, "NOT_FOUND");
            (await stranger.Admin.DeleteAsync("/v1/orders/" + id)).MustRefuse(404, "NOT_FOUND");
        }

        foreach (var id in new[] { owner.ConfigId, "nonsense", "%0A", new string('a', 2000) })
        {
            (await stranger.Admin.GetAsync("/v1/exchange-configs/" + id)).MustRefuse(404, "NOT_FOUND");
            (await stranger.Admin.DeleteAsync("/v1/exchange-configs/" + id)).MustRefuse(404, "NOT_FOUND");
            (await stranger.Admin.PatchAsync("/v1/exchange-configs/" + id, """{"label":"x"}"""))
                .MustRefuse(404, "NOT_FOUND");
            (await stranger.Admin.PutAsync($"/v1/exchange-configs/{id}/activate", null)).MustRefuse(404, "NOT_FOUND");
            (await stranger.Admin.PutAsync($"/v1/exchange-configs/{id}/deactivate", null))
                .MustRefuse(404, "NOT_FOUND");
            (await stranger.Admin.PostAsync($"/v1/exchange-configs/{id}/validate", null))
                .MustRefuse(404, "NOT_FOUND");
            (await stranger.Admin.PostAsync($"/v1/exchange-configs/{id}/rotate", """{"apiKey":"a","apiSecret":"b"}"""))
                .MustRefuse(404, "NOT_FOUND");
            (await stranger.Admin.GetAsync($"/v1/exchange-configs/{id}/audit")).MustRefuse(404, "NOT_FOUND");
            (await stranger.Admin.GetAsync("/v1/balances?configId=" + id)).MustRefuse(404, "NOT_FOUND");
            (await stranger.Admin.GetAsync("/v1/positions?configId=" + id)).MustRefuse(404, "NOT_FOUND");
        }

        var onTheirs = owner.Resting();
        (await stranger.PlaceAsync("k", onTheirs)).MustRefuse(404, "NOT_FOUND");
        (await stranger.Trader.PostAsync("/v1/orders/test", onTheirs)).MustRefuse(404, "NOT_FOUND");
        (await stranger.Trader.PostAsync("/v1/orders/cancel-all", $$"""{"configId":"{{owner.ConfigId}}"}"""))
            .MustRefuse(404, "NOT_FOUND");
        (await stranger.Trader.PostAsync(
            "/v1/orders/oco",
            $$"""
            {"configId":"{{owner.ConfigId}}","symbol":"BTC-USDT","side":"SELL","quantity":"0.01","price":"62000",
             "stopPrice":"58000"}
            """)).MustRefuse(404, "NOT_FOUND");
        Assert.Equal("0", (await stranger.Trader.PostAsync("/v1/orders/cancel-all", "{}")).Must(200)["requested"]);
        Assert.True(Assert.Single(await owner.AtExchangeAsync()).IsOpen);
    }

    [ContractFact]
    public async Task Another_tenants_lists_are_empty_and_its_cursors_are_refused()
    {
        var (owner, stranger) = (await Tenant.JoinAsync(Platform), await Tenant.JoinAsync(Platform));
        (await owner.PlaceAsync("a", owner.Market("BUY", "0.001"))).Must(201);
        var mine = (await owner.PlaceAsync("b", owner.Resting())).Must(201);
        foreach (var list in new[]
        {
            "/v1/orders", "/v1/fills", "/v1/orders?configId=" + owner.ConfigId, "/v1/fills?orderId=" + mine["id"],
            "/v1/positions",
        })
        {
            Assert.Empty((await stranger.Admin.GetAsync(list)).Must(200).Items);
        }

        var cursor = (await owner.Viewer.GetAsync("/v1/orders?limit=1")).Must(200)["nextCursor"]!;
        (await stranger.Admin.GetAsync("/v1/orders?limit=1&cursor=" + Uri.EscapeDataString(cursor)))
            .MustRefuse(400, "VALIDATION_FAILED");
        Assert.Equal(0, (await stranger.RiskAsync()).GetProperty("openOrders").GetInt32());
    }

    [ContractFact]
    public async Task Without_a_token_and_below_its_role_every_route_is_closed()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var nobody = new ApiClient(Platform.Url);
        var forged = new ApiClient(Platform.Url, tenant.Admin.Token![..^4] + "AAAA");
        foreach (var (method, path, role) in Routes.All)
        {
            var body = method is "GET" or "DELETE" ? null : "{}";
            (await nobody.SendAsync(method, path, body)).MustRefuse(401, "UNAUTHENTICATED");
            (await forged.SendAsync(method, path, body)).MustRefuse(401, "UNAUTHENTICATED");
            if (role is not "viewer")
            {
                (await tenant.Viewer.SendAsync(method, path, body)).MustRefuse(403, "FORBIDDEN");
            }

            if (role is "admin")
            {
                (await tenant.Trader.SendAsync(method, path, body)).MustRefuse(403, "FORBIDDEN");
            }
        }
    }
}

public sealed class TenantIsolationOnSqlite() : TenantIsolation(null);

[NeedsDynamoDb]
[Collection(DynamoDbCollection.Name)]
public sealed class TenantIsolationOnDynamoDb(DynamoDbLocal local) : TenantIsolation(local.Url);
