using TradingPlatform.Contract.Storage;
using TradingPlatform.EndToEnd.Harness;
using TradingPlatform.Testing.DynamoDb;

namespace TradingPlatform.EndToEnd.Orders;

/// <summary>What a trader does in a day, call by call, and what the contract says comes back.</summary>
public abstract class TraderDay(string? dynamoDb) : PlatformSuite(dynamoDb)
{
    [ContractFact]
    public async Task A_paper_account_is_linked_without_a_key_buys_and_is_unlinked()
    {
        var tenant = await Tenant.ArriveAsync(Platform.Url, Venue);
        var linked = (await tenant.Trader.PostAsync(
            "/v1/exchanges", """{"exchange":"BINANCE","label":"Play"}""")).Must(201);
        Shapes.Account(linked.Json);
        Assert.Equal(("PAPER", "ACTIVE"), (linked["mode"], linked["status"]));
        var path = "/v1/exchange-configs/" + linked["id"];
        Assert.Equal(linked["id"], (await tenant.Viewer.GetAsync(path)).Must(200)["id"]);
        Shapes.Account(Assert.Single((await tenant.Viewer.GetAsync("/v1/exchange-configs")).Must(200).Items));

        var bought = (await tenant.PlaceAsync(
            "first",
            $$"""
            {"configId":"{{linked["id"]}}","symbol":"BTC-USDT","side":"BUY","type":"MARKET","quoteQuantity":600}
            """)).Must(201);
        Shapes.Order(bought.Json);
        Assert.Equal("FILLED", bought["status"]);
        Assert.InRange(Shapes.Amount(bought.Json, "filledQuote"), 599, 600);

        (await tenant.Trader.DeleteAsync(path)).Must(204);
        (await tenant.Viewer.GetAsync(path)).MustRefuse(404, "NOT_FOUND");
        Assert.Empty((await tenant.Viewer.GetAsync("/v1/exchange-configs")).Must(200).Items);
    }

    [ContractFact]
    public async Task A_market_order_fills_and_shows_in_fills_events_positions_balances_and_risk()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var order = (await tenant.PlaceAsync("buy", tenant.Market("BUY", "0.01"))).Must(201);
        Shapes.Order(order.Json);
        Assert.Equal(("FILLED", "0.01"), (order["status"], order["filledQuantity"]?.TrimEnd('0')));

        var fills = (await tenant.Viewer.GetAsync("/v1/fills?orderId=" + order["id"])).Must(200).Items;
        Assert.All(fills, fill => Shapes.Fill(fill));
        Assert.Equal(0.01m, fills.Sum(fill => Shapes.Amount(fill, "quantity")));
        Assert.Equal(Shapes.Amount(order.Json, "filledQuote"), fills.Sum(fill => Shapes.Amount(fill, "quote")));
        Assert.Empty((await tenant.Viewer.GetAsync("/v1/fills?symbol=ETH-USDT")).Must(200).Items);

        var events = (await tenant.Viewer.GetAsync($"/v1/orders/{order["id"]}/events")).Must(200).Items;
        Assert.All(events, e => Shapes.Event(e));
        Assert.Equal("OrderStored", events[0].GetProperty("type").GetString());
        Assert.Equal(events.OrderBy(e => e.GetProperty("at").GetString(), StringComparer.Ordinal), events);
        Assert.Contains(events, e => e.GetProperty("type").GetString() == "FillRecorded");
        Assert.All(events, e => Assert.Equal(tenant.Name + "-trader", e.GetProperty("by").GetString()));

        var position = Shapes.Position(Assert.Single(
            (await tenant.Viewer.GetAsync("/v1/positions?configId=" + tenant.ConfigId)).Must(200).Items));
        Assert.Equal(0.01m - 0.00001m, Shapes.Amount(position, "quantity"));
        var balances = (await tenant.Viewer.GetAsync("/v1/balances?configId=" + tenant.ConfigId)).Must(200);
        Assert.All(balances.Items, balance => Shapes.Balance(balance));
        Assert.NotNull(balances["asOf"]);
        var coins = balances.Items.Single(balance => balance.GetProperty("asset").GetString() == "BTC");
        Assert.Equal(1.00999m, Shapes.Amount(coins, "total"));
        var risk = await tenant.RiskAsync();
        Assert.Equal(0, risk.GetProperty("openOrders").GetInt32());
        Assert.InRange(Shapes.Amount(risk, "positionNotional"), 590, 610);
        Assert.InRange(Shapes.Amount(risk, "equity"), 159_000, 161_000);
    }

    [ContractFact]
    public async Task A_limit_order_rests_fills_in_part_when_the_price_comes_and_is_cancelled()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var order = (await tenant.PlaceAsync("rest", tenant.Limit("BUY", "5", "149", "SOL-USDT"))).Must(201);
        Assert.Equal("OPEN", order["status"]);
        Assert.Equal(1, (await tenant.RiskAsync()).GetProperty("openOrders").GetInt32());

        await Venue.MovePriceAsync("SOLUSDT", 148.50m);
        var part = await RunningPlatform.UntilAsync(
            () => tenant.OrderAsync(order["id"]!), now => now["status"] == "PARTIALLY_FILLED", "a part of it fills");
        Shapes.Order(part.Json);
        var filled = Shapes.Amount(part.Json, "filledQuantity");
        Assert.InRange(filled, 0.001m, 4.999m);

        var cancelled = (await tenant.Trader.DeleteAsync("/v1/orders/" + order["id"])).Must(200);
        Assert.Equal(("CANCELLED", filled), (cancelled["status"], Shapes.Amount(cancelled.Json, "filledQuantity")));
        Assert.Equal("CANCELLED", (await tenant.Trader.DeleteAsync("/v1/orders/" + order["id"])).Must(200)["status"]);
        var risk = await tenant.RiskAsync();
        Assert.Equal(0, risk.GetProperty("openOrders").GetInt32());
        Assert.Equal(0, Shapes.Amount(risk, "openNotional"));
        Assert.Equal("CANCELED", Assert.Single(await tenant.AtExchangeAsync()).Status);
    }

    [ContractFact]
    public async Task A_filled_order_cannot_be_cancelled()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var order = (await tenant.PlaceAsync("buy", tenant.Market("BUY", "0.01"))).Must(201);
        (await tenant.Trader.DeleteAsync("/v1/orders/" + order["id"])).MustRefuse(409, "CONFLICT");
        (await tenant.Trader.PatchAsync("/v1/orders/" + order["id"], """{"price":"50000"}"""))
            .MustRefuse(409, "CONFLICT");
    }

    [ContractFact]
    public async Task An_amendment_replaces_the_order_and_keeps_a_link_to_it()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var first = (await tenant.PlaceAsync("rest", tenant.Limit("BUY", "0.01", "50000"))).Must(201);
        var second = (await tenant.Trader.PatchAsync(
            "/v1/orders/" + first["id"], """{"price":"51000","quantity":0.011}""")).Must(200);
        Shapes.Order(second.Json);
        Assert.Equal("OPEN", second["status"]);
        Assert.Equal(51_000, Shapes.Amount(second.Json, "price"));
        Assert.Equal(first["id"], second["replaces"]);
        var before = await tenant.OrderAsync(first["id"]!);
        Assert.Equal(("CANCELLED", second["id"]), (before["status"], before["replacedBy"]));
        Assert.Equal(1, (await tenant.RiskAsync()).GetProperty("openOrders").GetInt32());
        Assert.Equal(561, Shapes.Amount(await tenant.RiskAsync(), "openNotional"));
        var atExchange = await tenant.AtExchangeAsync();
        Assert.Equal(second["clientOrderId"], Assert.Single(atExchange, order => order.IsOpen).ClientOrderId);
    }

    [ContractFact]
    public async Task A_pair_is_placed_linked_and_one_leg_cancels_the_other()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var pair = (await tenant.Trader.PostAsync(
            "/v1/orders/oco",
            $$"""
            {"configId":"{{tenant.ConfigId}}","symbol":"BTC-USDT","side":"SELL","quantity":"0.01",
             "price":"62000","stopPrice":"58000","stopLimitPrice":"57900"}
            """)).Must(201);
        var orders = pair.Json.GetProperty("orders").EnumerateArray().ToList();
        Assert.Equal(2, orders.Count);
        Assert.All(
            orders, order => Assert.Equal(pair["groupId"], Shapes.Order(order).GetProperty("groupId").GetString()));
        Assert.Equal(2, (await tenant.AtExchangeAsync()).Count(order => order.IsOpen));

        var (limit, stop) = (orders[0].GetProperty("id").GetString()!, orders[1].GetProperty("id").GetString()!);
        Assert.Equal("CANCELLED", (await tenant.Trader.DeleteAsync("/v1/orders/" + limit)).Must(200)["status"]);
        await RunningPlatform.UntilAsync(
            () => tenant.OrderAsync(stop), now => now["status"] is "CANCELLED" or "EXPIRED", "the other leg ends");
        await tenant.OpenAsync(0);
    }
}

public sealed class TraderDayOnSqlite() : TraderDay(null);

[NeedsDynamoDb]
[Collection(DynamoDbCollection.Name)]
public sealed class TraderDayOnDynamoDb(DynamoDbLocal local) : TraderDay(local.Url);
