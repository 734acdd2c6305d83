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
            $$"""{"configId":"{{linked["id"]}}","symbol":"BTC-USDT","side":"BUY","type":"MARKET","quoteQuantity":600}"""))
            .Must(201);
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
        Assert.All(orders, order => Assert.Equal(pair["groupId"], Shapes.Order(order).GetProperty("groupId").GetString()));
        Assert.Equal(2, (await tenant.AtExchangeAsync()).Count(order => order.IsOpen));

        var (limit, stop) = (orders[0].GetProperty("id").GetString()!, orders[1].GetProperty("id").GetString()!);
        Assert.Equal("CANCELLED", (await tenant.Trader.DeleteAsync("/v1/orders/" + limit)).Must(200)["status"]);
        await RunningPlatform.UntilAsync(
            () => tenant.OrderAsync(stop), now => now["status"] is "CANCELLED" or "EXPIRED", "the other leg ends");
        await tenant.OpenAsync(0);
    }

    [ContractFact]
    public async Task Bulk_answers_each_order_by_itself_in_the_order_of_the_request()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var answers = (await tenant.Trader.PostAsync("/v1/orders/bulk", $$"""
            {"orders":[
             {"idempotencyKey":"a","configId":"{{tenant.ConfigId}}","symbol":"BTC-USDT","side":"BUY","type":"LIMIT","quantity":"0.001","price":"30000"},
             {"idempotencyKey":"b","configId":"{{tenant.ConfigId}}","symbol":"BTC-USDT","side":"BUY","type":"LIMIT","quantity":"0.001","price":"30000.001"},
             {"configId":"{{tenant.ConfigId}}","symbol":"BTC-USDT","side":"BUY","type":"LIMIT","quantity":"0.001","price":"30000"},
             {"idempotencyKey":"d","configId":"none","symbol":"BTC-USDT","side":"BUY","type":"LIMIT","quantity":"0.001","price":"30000"}
            ]}
            """)).Must(200).Json.EnumerateArray().ToList();
        Assert.Equal([201, 422, 400, 404], answers.Select(answer => answer.GetProperty("status").GetInt32()));
        Shapes.Order(answers[0].GetProperty("order"));
        Assert.Equal("INSTRUMENT_RULE", answers[1].GetProperty("problem").GetProperty("code").GetString());
        Assert.Single(await tenant.AtExchangeAsync());
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
        await tenant.SetLimitsAsync("""{"symbolWhitelist":["BTC-USDT"],"maxOrderNotional":"12.50","maxOpenOrders":3}""");
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

public sealed class TraderDayOnSqlite() : TraderDay(null);

[NeedsDynamoDb]
[Collection(DynamoDbCollection.Name)]
public sealed class TraderDayOnDynamoDb(DynamoDbLocal local) : TraderDay(local.Url);
