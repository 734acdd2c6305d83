using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Contract.Storage;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.EndToEnd.Harness;
using TradingPlatform.Testing.DynamoDb;

namespace TradingPlatform.EndToEnd.Reconciliation;

/// <summary>
/// What differs between the platform and its exchange, each made by hand, is found and mended in one run, and the run
/// after changes nothing.
/// </summary>
public abstract class HandMadeDifferences(string? dynamoDb) : IAsyncLifetime
{
    private RunningPlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await RunningPlatform.StartAsync(dynamoDb, isIdle: true);

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [ContractFact]
    public async Task F11_An_order_placed_elsewhere_is_never_taken_for_ours_and_is_adopted_cancelled_or_ignored_by_decision()
    {
        var tenant = await JoinAsync();
        // Two of one pair, side and price, within the same second: ours, and another bot's.
        var ours = (await tenant.PlaceAsync("ours", tenant.Resting())).Must(201);
        foreach (var bot in new[] { "bot-1", "bot-2", "bot-3" })
        {
            (await _platform.Venue.PlaceAsync(
                tenant.Key,
                "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=30000&newClientOrderId=" + bot))
                .Must(200);
        }

        var run = await RunAsync(tenant);
        AssertCounts(run, total: 4, matched: 1, updated: 0, orphaned: 3, fills: 0);
        var orphans = (await tenant.Viewer.GetAsync("/v1/reconciliation/orphans")).Must(200).Items;
        Assert.Equal(3, orphans.Count);
        Assert.All(orphans, orphan =>
        {
            Assert.Equal("UNKNOWN_TO_PLATFORM", orphan.GetProperty("kind").GetString());
            Assert.Equal("OPEN", orphan.GetProperty("status").GetString());
            Assert.Equal(JsonValueKind.Null, orphan.GetProperty("orderId").ValueKind);
        });
        await AssertNothingChangesAsync(tenant);

        var ids = orphans.Select(orphan => orphan.GetProperty("id").GetString()!).ToList();
        (await ResolveAsync(tenant, ids[0], "CLOSE")).MustRefuse(409, "CONFLICT");
        (await ResolveAsync(tenant, ids[0], "ENDED")).MustRefuse(400, "VALIDATION_FAILED");
        Assert.Equal("RESOLVED", (await ResolveAsync(tenant, ids[0], "CANCEL")).Must(200)["status"]);
        Assert.Equal("RESOLVED", (await ResolveAsync(tenant, ids[0], "CANCEL")).Must(200)["status"]);
        (await ResolveAsync(tenant, ids[0], "IGNORE")).MustRefuse(409, "CONFLICT");
        (await ResolveAsync(tenant, ids[1], "IGNORE")).Must(200);
        (await ResolveAsync(tenant, ids[2], "ADOPT")).Must(200);
        var adopted = Assert.Single(await tenant.AllOrdersAsync(), order => order.GetProperty("id").GetString() != ours["id"]);
        Assert.Equal("OPEN", adopted.GetProperty("status").GetString());
        await tenant.OpenAsync(2);
        await AssertNothingChangesAsync(tenant);
        (await tenant.Trader.DeleteAsync("/v1/orders/" + adopted.GetProperty("id").GetString())).Must(200);
        Assert.Equal(2, (await tenant.AtExchangeAsync()).Count(order => order.IsOpen));
        await tenant.OpenAsync(1);
    }

    [ContractFact]
    public async Task F12_A_trade_made_elsewhere_is_an_external_fill_and_its_pair_only_reduces_until_somebody_knows()
    {
        var tenant = await JoinAsync();
        await RunAsync(tenant);
        (await _platform.Venue.PlaceAsync(tenant.Key, "symbol=ETHUSDT&side=BUY&type=MARKET&quantity=0.5")).Must(200);

        var run = await RunAsync(tenant);
        Assert.Equal(1, run.GetProperty("orphaned").GetInt32());
        Assert.True(run.GetProperty("fillsAdded").GetInt32() >= 1);
        Assert.Empty(run.GetProperty("balanceMismatches").EnumerateArray());
        var fills = (await tenant.Viewer.GetAsync("/v1/fills")).Must(200).Items;
        Assert.All(fills, fill => Assert.True(Shapes.Fill(fill).GetProperty("external").GetBoolean()));
        Assert.Equal(0.5m, fills.Sum(fill => Shapes.Amount(fill, "quantity")));
        await AssertNothingChangesAsync(tenant);

        var buy = tenant.Market("BUY", "0.01", "ETH-USDT");
        (await tenant.PlaceAsync("b1", buy)).MustRefuse(409, "TRADING_RESTRICTED");
        (await tenant.PlaceAsync("s1", tenant.Market("SELL", "0.01", "ETH-USDT"))).Must(201);
        (await tenant.PlaceAsync("b2", tenant.Market("BUY", "0.001"))).Must(201);
        var orphan = Assert.Single((await tenant.Viewer.GetAsync("/v1/reconciliation/orphans")).Must(200).Items);
        (await ResolveAsync(tenant, orphan.GetProperty("id").GetString()!, "IGNORE", "by hand")).Must(200);
        (await tenant.PlaceAsync("b3", buy)).Must(201);
        await RunAsync(tenant);
        await AssertNothingChangesAsync(tenant);
    }

    [ContractFact]
    public async Task F05_Fills_that_nobody_told_of_and_a_wrong_status_are_found_and_mended()
    {
        var tenant = await JoinAsync();
        var filled = (await tenant.PlaceAsync("a", tenant.Limit("BUY", "0.01", "59000"))).Must(201);
        var cancelled = (await tenant.PlaceAsync("b", tenant.Resting())).Must(201);
        await _platform.Venue.MovePriceAsync("BTCUSDT", 58_000);
        // Booked as never placed, by hand, while it works at the exchange.
        await RewriteAsync(tenant, cancelled["id"]!, order => order with
        {
            Status = OrderStatus.Rejected, Reported = null, RejectReason = RejectReason.NotPlaced("wrong"),
        });

        var run = await RunAsync(tenant);
        AssertCounts(run, total: 2, matched: 0, updated: 2, orphaned: 0, fills: null);
        Assert.Equal("FILLED", (await tenant.OrderAsync(filled["id"]!))["status"]);
        Assert.Equal("OPEN", (await tenant.OrderAsync(cancelled["id"]!))["status"]);
        var fills = (await tenant.Viewer.GetAsync("/v1/fills?orderId=" + filled["id"])).Must(200).Items;
        Assert.Equal(0.01m, fills.Sum(fill => Shapes.Amount(fill, "quantity")));
        var events = (await tenant.Viewer.GetAsync($"/v1/orders/{filled["id"]}/events")).Must(200).Items;
        Assert.Equal("platform:reconciliation", events[^1].GetProperty("by").GetString());
        Assert.Equal(run.GetProperty("runId").GetString(), events[^1].GetProperty("correlationId").GetString());
        await AssertNothingChangesAsync(tenant);
    }

    [ContractFact]
    public async Task An_order_that_the_exchange_proves_not_to_have_is_told_of_and_closed_by_decision()
    {
        var tenant = await JoinAsync();
        var order = (await tenant.PlaceAsync("a", tenant.Resting())).Must(201);
        (await tenant.Trader.DeleteAsync("/v1/orders/" + order["id"])).Must(200);
        var ghost = await CopyAsync(tenant, order["id"]!);

        var run = await RunAsync(tenant);
        AssertCounts(run, total: 1, matched: 0, updated: 0, orphaned: 1, fills: 0);
        var orphan = Assert.Single((await tenant.Viewer.GetAsync("/v1/reconciliation/orphans")).Must(200).Items);
        Assert.Equal(
            ("MISSING_AT_EXCHANGE", ghost),
            (orphan.GetProperty("kind").GetString(), orphan.GetProperty("orderId").GetString()));
        await AssertNothingChangesAsync(tenant);

        var id = orphan.GetProperty("id").GetString()!;
        (await ResolveAsync(tenant, id, "ADOPT")).MustRefuse(409, "CONFLICT");
        (await ResolveAsync(tenant, id, "CANCEL")).MustRefuse(409, "CONFLICT");
        (await tenant.PlaceAsync("b", tenant.Resting())).MustRefuse(409, "TRADING_RESTRICTED");
        (await ResolveAsync(tenant, id, "CLOSE", "never there")).Must(200);
        Assert.Equal("EXPIRED", (await tenant.OrderAsync(ghost))["status"]);
        await tenant.OpenAsync(0);
        (await tenant.PlaceAsync("c", tenant.Resting())).Must(201);
    }

    [ContractFact]
    public async Task A_balance_that_trades_do_not_explain_is_told_of_once_and_the_account_only_reduces()
    {
        var tenant = await JoinAsync();
        (await tenant.PlaceAsync("a", tenant.Market("BUY", "0.01"))).Must(201);
        await RunAsync(tenant);
        await _platform.Venue.DepositAsync(tenant.Key, "USDT", -5_000);

        var run = await RunAsync(tenant);
        var mismatch = Assert.Single(run.GetProperty("balanceMismatches").EnumerateArray());
        Assert.Equal(
            ("USDT", 5_000m),
            (mismatch.GetProperty("asset").GetString(),
                Shapes.Amount(mismatch, "expected") - Shapes.Amount(mismatch, "actual")));
        var account = (await tenant.Viewer.GetAsync("/v1/exchange-configs/" + tenant.ConfigId)).Must(200);
        Assert.Equal("REDUCE_ONLY", account.Json.GetProperty("trading").GetProperty("state").GetString());
        (await tenant.PlaceAsync("b", tenant.Resting())).MustRefuse(409, "TRADING_RESTRICTED");
        await AssertNothingChangesAsync(tenant);
    }

    [ContractFact]
    public async Task A_drifted_counter_is_set_to_what_the_orders_say()
    {
        var tenant = await JoinAsync();
        (await tenant.PlaceAsync("a", tenant.Resting())).Must(201);
        await RunAsync(tenant);
        var risk = _platform.Services.GetRequiredService<RiskRepository>();
        await risk.AddAsync(
            TenantId.Parse(tenant.Name), Item.NoCounters.Add(Exposure.Orders, 7).Add("long:ETH", -3), [],
            CancellationToken.None);
        Assert.Equal(8, (await tenant.RiskAsync()).GetProperty("openOrders").GetInt32());

        await RunAsync(tenant);

        var (exposure, version) = await risk.GetExposureAsync(TenantId.Parse(tenant.Name), CancellationToken.None);
        Assert.Equal((1m, 0m), (exposure[Exposure.Orders], exposure["long:ETH"]));
        await AssertNothingChangesAsync(tenant);
        Assert.Equal(
            version, (await risk.GetExposureAsync(TenantId.Parse(tenant.Name), CancellationToken.None)).Version);
    }

    [ContractFact]
    public async Task Runs_and_orphans_of_another_tenant_are_not_there()
    {
        var (owner, stranger) = (await JoinAsync(), await JoinAsync());
        (await _platform.Venue.PlaceAsync(
            owner.Key, "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=30000")).Must(200);
        var run = (await RunAsync(owner)).GetProperty("runId").GetString()!;
        var orphan = Assert.Single((await owner.Viewer.GetAsync("/v1/reconciliation/orphans")).Must(200).Items)
            .GetProperty("id").GetString()!;

        foreach (var id in new[] { run, orphan, "nonsense", new string('0', 32), "%0A", "..%2F..", new string('a', 2000) })
        {
            (await stranger.Admin.GetAsync("/v1/reconciliation/runs/" + id)).MustRefuse(404, "NOT_FOUND");
            (await ResolveAsync(stranger, id, "IGNORE")).MustRefuse(404, "NOT_FOUND");
        }

        foreach (var list in new[] { "runs", "orphans" })
        {
            Assert.Empty((await stranger.Admin.GetAsync("/v1/reconciliation/" + list)).Must(200).Items);
            (await stranger.Admin.GetAsync($"/v1/reconciliation/{list}?cursor=x")).MustRefuse(400, "VALIDATION_FAILED");
        }

        (await stranger.Trader.PostAsync("/v1/reconciliation/runs", $$"""{"configId":"{{owner.ConfigId}}"}"""))
            .MustRefuse(404, "NOT_FOUND");
        (await stranger.Trader.PostAsync("/v1/reconciliation/runs", """{"configId":"%%"}""")).MustRefuse(404, "NOT_FOUND");
        Assert.Equal(run, (await owner.Viewer.GetAsync("/v1/reconciliation/runs/" + run)).Must(200)["runId"]);
        Assert.Single((await owner.Viewer.GetAsync("/v1/reconciliation/runs")).Must(200).Items);
        Assert.Single((await owner.AtExchangeAsync()), order => order.IsOpen);
    }

    private async Task<Tenant> JoinAsync()
    {
        var tenant = await Tenant.JoinAsync(_platform);
        await tenant.SetLimitsAsync(Tenant.NoLimits);
        return tenant;
    }

    private static async Task<JsonElement> RunAsync(Tenant tenant)
    {
        var answer = (await tenant.Trader.PostAsync("/v1/reconciliation/runs", """{"configId":null}""")).Must(200, 202);
        // On a slow machine it goes on without whoever asked.
        var run = await RequestedRun.EndedAsync(tenant, answer);
        Assert.Empty(run.GetProperty("errors").EnumerateArray());
        Assert.Equal(tenant.Name, run.GetProperty("tenantId").GetString());
        return run;
    }

    private static Task<Answer> ResolveAsync(Tenant tenant, string id, string resolution, string? note = null) =>
        tenant.Trader.PostAsync(
            $"/v1/reconciliation/orphans/{id}/resolve", $$"""{"resolution":"{{resolution}}","note":"{{note}}"}""");

    private static void AssertCounts(
        JsonElement run, int total, int matched, int updated, int orphaned, int? fills)
    {
        Assert.Equal(
            (total, matched, updated, orphaned),
            (run.GetProperty("totalOrders").GetInt32(), run.GetProperty("matched").GetInt32(),
                run.GetProperty("updated").GetInt32(), run.GetProperty("orphaned").GetInt32()));
        Assert.True(fills is null || fills == run.GetProperty("fillsAdded").GetInt32(), run.GetRawText());
    }

    // All that a tenant can see of itself, but for runs, is as it was.
    private static async Task AssertNothingChangesAsync(Tenant tenant)
    {
        var before = await SeeAsync(tenant);
        var run = await RunAsync(tenant);
        Assert.Equal(
            (0, 0, 0),
            (run.GetProperty("updated").GetInt32(), run.GetProperty("fillsAdded").GetInt32(),
                run.GetProperty("balanceMismatches").GetArrayLength()));
        Assert.Equal(before, await SeeAsync(tenant));
    }

    private static async Task<string> SeeAsync(Tenant tenant)
    {
        var seen = new List<string>();
        foreach (var path in new[]
        {
            "/v1/orders?limit=200", "/v1/fills?limit=200", "/v1/reconciliation/orphans",
            "/v1/exchange-configs/" + tenant.ConfigId,
        })
        {
            seen.Add((await tenant.Viewer.GetAsync(path)).Must(200).Text);
        }

        var risk = await tenant.RiskAsync();
        seen.Add(risk.GetProperty("openOrders").GetRawText() + risk.GetProperty("openNotional").GetRawText());
        return string.Join('\n', seen);
    }

    private async Task RewriteAsync(Tenant tenant, string id, Func<Order, Order> change)
    {
        var orders = _platform.Services.GetRequiredService<OrderRepository>();
        var order = (await orders.FindAsync(
            TenantId.Parse(tenant.Name), OrderId.Parse(id), CancellationToken.None))!;
        var changed = change(order) with { Version = order.Version + 1 };
        Assert.True(await orders.TryReplaceAsync(
            [new OrderChange(changed, [], [], false, false)], CancellationToken.None));
    }

    // An order that works, as far as the platform knows, and that the exchange never heard of.
    private async Task<string> CopyAsync(Tenant tenant, string id)
    {
        var orders = _platform.Services.GetRequiredService<OrderRepository>();
        var order = (await orders.FindAsync(
            TenantId.Parse(tenant.Name), OrderId.Parse(id), CancellationToken.None))!;
        var copy = order with
        {
            Id = OrderId.Derive(order.Tenant, IdempotencyKey.Parse("ghost")), Status = OrderStatus.Open,
            Reported = Core.Exchanges.ReportedStatus.Open, Version = 1, Audit = default,
            ExchangeOrderId = 999_999_999.ToString(CultureInfo.InvariantCulture),
        };
        copy = _platform.Services.GetRequiredService<OrderLedger>().Begin(
            copy, Caller.Platform(order.Tenant, "test", "test"), out var first);
        Assert.True(await orders.TryAddAsync([(copy, first)], null, CancellationToken.None));
        return copy.Id.Text;
    }
}

public sealed class HandMadeDifferencesOnSqlite() : HandMadeDifferences(null);

[NeedsDynamoDb]
[Collection(DynamoDbCollection.Name)]
public sealed class HandMadeDifferencesOnDynamoDb(DynamoDbLocal local) : HandMadeDifferences(local.Url);
