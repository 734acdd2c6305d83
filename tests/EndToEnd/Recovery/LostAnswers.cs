using System.Diagnostics;
using TradingPlatform.Contract.Storage;
using TradingPlatform.EndToEnd.Harness;
using TradingPlatform.Testing.DynamoDb;

namespace TradingPlatform.EndToEnd.Recovery;

/// <summary>FAILURES.md F01, F02: a lost answer is no failure, and nothing is ever sent again for it.</summary>
public abstract class LostAnswers(string? dynamoDb) : PlatformSuite(dynamoDb)
{
    public static string[] Executed { get; } = ["drop-after", "status-504-after", "error-1007-after", "html-after"];

    [ContractFact]
    public async Task F01_An_order_whose_answer_is_lost_becomes_what_the_exchange_says()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        foreach (var kind in Executed)
        {
            var before = (await tenant.AtExchangeAsync()).Count;
            await Venue.FailAsync("order.place", kind);
            var placed = (await tenant.PlaceAsync("rest-" + kind, tenant.Resting())).Must(201, 202);
            var settled = await RunningPlatform.UntilAsync(
                () => tenant.OrderAsync(placed["id"]!), now => now["status"] == "OPEN", kind + " is settled");
            Shapes.Order(settled.Json);
            var atExchange = await tenant.AtExchangeAsync();
            Assert.Equal(before + 1, atExchange.Count);
            var there = Assert.Single(atExchange, order => order.ClientOrderId == settled["clientOrderId"]);
            Assert.Equal(there.OrderId, settled["exchangeOrderId"]);
        }

        await tenant.OpenAsync(Executed.Length);
    }

    [ContractFact]
    public async Task F02_A_market_order_that_filled_while_its_answer_was_lost_is_not_bought_twice()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        foreach (var kind in Executed)
        {
            await Venue.FailAsync("order.place", kind);
            var order = tenant.Market("BUY", "0.002");
            var placed = (await tenant.PlaceAsync("buy-" + kind, order)).Must(201, 202);
            (await tenant.PlaceAsync("buy-" + kind, order)).Must(200);
            var settled = await RunningPlatform.UntilAsync(
                () => tenant.OrderAsync(placed["id"]!), now => now["status"] == "FILLED", kind + " is settled");
            Assert.Equal(0.002m, Shapes.Amount(settled.Json, "filledQuantity"));
        }

        Assert.Equal(Executed.Length, (await tenant.AtExchangeAsync()).Count);
        var trades = await Venue.TradesAsync(tenant.Key);
        var fills = (await tenant.Viewer.GetAsync("/v1/fills?limit=200")).Must(200).Items;
        Assert.Equal(trades.Count, fills.Count);
        Assert.Equal(0.002m * Executed.Length, fills.Sum(fill => Shapes.Amount(fill, "quantity")));
    }

    [ContractFact]
    public async Task F01_While_the_exchange_is_silent_the_order_stays_unknown_and_its_reservation_stays()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        (await tenant.PlaceAsync("warm", tenant.Resting())).Must(201);
        await Venue.FailAsync("order.place", "drop-after");
        await Venue.FailAsync("order.query", "status-503-before", count: 100_000);
        var placed = (await tenant.PlaceAsync("silent", tenant.Resting())).Must(202);
        Assert.Equal("UNKNOWN", placed["status"]);
        Assert.Equal(2, (await tenant.RiskAsync()).GetProperty("openOrders").GetInt32());
        var replayed = (await tenant.PlaceAsync("silent", tenant.Resting())).Must(200);
        Assert.Equal((placed["id"], "true"), (replayed["id"], replayed.Headers["Idempotent-Replayed"]));
        Assert.Equal(2, (await tenant.AtExchangeAsync()).Count);

        await Venue.StopFailingAsync();
        await RunningPlatform.UntilAsync(
            () => tenant.OrderAsync(placed["id"]!), now => now["status"] == "OPEN", "it is settled");
        Assert.Equal(2, (await tenant.AtExchangeAsync()).Count);
    }

    [ContractFact]
    public async Task F02_A_request_that_never_arrived_is_believed_lost_only_after_the_fence_also_over_a_restart()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        (await tenant.PlaceAsync("warm", tenant.Resting())).Must(201);
        await Venue.FailAsync("order.place", "drop-before");
        var sent = Stopwatch.StartNew();
        var placed = (await tenant.PlaceAsync("lost", tenant.Resting())).Must(202);
        await Platform.RestartAsync();
        tenant = await tenant.FollowAsync(Platform.Url);
        Assert.Equal("UNKNOWN", (await tenant.OrderAsync(placed["id"]!))["status"]);
        Assert.Equal(2, (await tenant.RiskAsync()).GetProperty("openOrders").GetInt32());

        var ended = await RunningPlatform.UntilAsync(
            () => tenant.OrderAsync(placed["id"]!), now => now["status"] != "UNKNOWN", "it is settled");
        Assert.Equal("REJECTED", ended["status"]);
        Assert.Equal("NOT_PLACED", ended.Json.GetProperty("rejectReason").GetProperty("code").GetString());
        // FACTS.md E5: a receive window of three seconds, ten of the exchange's own, and five for its queries.
        Assert.InRange(sent.Elapsed, TimeSpan.FromSeconds(17.5), TimeSpan.FromSeconds(18 + 30));
        Assert.Single(await tenant.AtExchangeAsync());
        await tenant.OpenAsync(1);
    }

    [ContractFact]
    public async Task F13_An_order_that_the_exchange_did_not_take_for_now_leaves_nothing_behind_and_its_key_unused()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        (await tenant.PlaceAsync("warm", tenant.Resting())).Must(201);
        await Venue.FailAsync("order.place", "429");
        var refused = (await tenant.PlaceAsync("again", tenant.Resting())).MustRefuse(503, "EXCHANGE_UNAVAILABLE");
        Assert.True(refused.Json.GetProperty("retryable").GetBoolean());
        Assert.True(refused.Headers.ContainsKey("Retry-After"));
        await tenant.OpenAsync(1);
        Assert.Single(await tenant.AllOrdersAsync());
        var placed = await RunningPlatform.UntilAsync(
            () => tenant.PlaceAsync("again", tenant.Resting()), answer => answer.Status != 503, "it is taken later");
        placed.Must(201);
        Assert.Equal(2, (await tenant.AtExchangeAsync()).Count);
    }

    [ContractFact]
    public async Task A_cancel_whose_answer_is_lost_is_looked_up_and_never_guessed()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        foreach (var kind in Executed)
        {
            var order = (await tenant.PlaceAsync("rest-" + kind, tenant.Resting())).Must(201);
            await Venue.FailAsync("order.cancel", kind);
            var cancelled = (await tenant.Trader.DeleteAsync("/v1/orders/" + order["id"])).Must(200);
            Assert.Equal("CANCELLED", cancelled["status"]);
        }

        Assert.DoesNotContain(await tenant.AtExchangeAsync(), order => order.IsOpen);
    }

    [ContractFact]
    public async Task An_amendment_whose_answer_is_lost_becomes_what_the_exchange_says()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        foreach (var kind in Executed)
        {
            var first = (await tenant.PlaceAsync("rest-" + kind, tenant.Resting())).Must(201);
            await Venue.FailAsync("order.replace", kind);
            var second = (await tenant.Trader.PatchAsync(
                "/v1/orders/" + first["id"], """{"price":"31000"}""")).Must(200, 202);
            await RunningPlatform.UntilAsync(
                () => tenant.OrderAsync(second["id"]!), now => now["status"] == "OPEN", kind + ": the second is open");
            await RunningPlatform.UntilAsync(
                () => tenant.OrderAsync(first["id"]!), now => now["status"] == "CANCELLED", kind + ": the first ended");
        }

        var open = (await tenant.AtExchangeAsync()).Count(order => order.IsOpen);
        Assert.Equal(Executed.Length, open);
        await tenant.OpenAsync(open);
    }
}

public sealed class LostAnswersOnSqlite() : LostAnswers(null);

[NeedsDynamoDb]
[Collection(DynamoDbCollection.Name)]
public sealed class LostAnswersOnDynamoDb(DynamoDbLocal local) : LostAnswers(local.Url);
