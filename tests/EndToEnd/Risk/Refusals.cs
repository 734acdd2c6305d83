using System.Globalization;
using TradingPlatform.Contract.Storage;
using TradingPlatform.EndToEnd.Harness;
using TradingPlatform.Testing.DynamoDb;

namespace TradingPlatform.EndToEnd.Risk;

/// <summary>Every rule refuses before anything is sent, says which it was, and leaves nothing behind.</summary>
public abstract class Refusals(string? dynamoDb) : PlatformSuite(dynamoDb)
{
    [ContractFact]
    public async Task Every_risk_rule_refuses_before_anything_is_sent()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        await BreaksAsync(tenant, """{"symbolWhitelist":["ETH-USDT"]}""", "symbolWhitelist", tenant.Resting());
        await BreaksAsync(tenant, """{"maxOrderNotional":"29"}""", "maxOrderNotional", tenant.Resting(), "29", "30");
        await BreaksAsync(
            tenant, """{"maxPositionNotional":"29.5"}""", "maxPositionNotional", tenant.Resting(), "29.5", "30");
        await BreaksAsync(tenant, """{"maxOpenOrders":0}""", "maxOpenOrders", tenant.Resting(), "0", "1");
        await BreaksAsync(tenant, """{"maxLeverage":"0.0001"}""", "maxLeverage", tenant.Resting());
        await BreaksAsync(tenant, """{"maxRiskPerTrade":"0.0001"}""", "maxRiskPerTrade", tenant.Resting());
        await BreaksAsync(tenant, """{"maxPositionShare":"0.0001"}""", "maxPositionShare", tenant.Resting());
        await BreaksAsync(
            tenant, """{"minOrderQuantity":"0.01"}""", "minOrderQuantity", tenant.Resting(), "0.01", "0.001");
        await BreaksAsync(
            tenant, """{"maxOrderQuantity":"0.0005"}""", "maxOrderQuantity", tenant.Resting(), "0.0005", "0.001");
        await BreaksAsync(
            tenant, """{"priceCollarBps":10}""", "priceCollarBps", tenant.Limit("BUY", "0.001", "61000"), "10");
        await BreaksAsync(
            tenant, """{"priceCollarBps":10}""", "priceCollarBps", tenant.Limit("SELL", "0.001", "59000"), "10");
        Assert.Empty(await tenant.AtExchangeAsync());
        Assert.Empty(await tenant.AllOrdersAsync());
        // The key was never used up.
        await tenant.SetLimitsAsync(Tenant.NoLimits);
        (await tenant.PlaceAsync("refused", tenant.Resting())).Must(201);
    }

    [ContractFact]
    public async Task After_a_loss_or_a_fall_nothing_more_is_opened_but_holdings_can_be_sold()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        Assert.InRange(Shapes.Amount(await tenant.RiskAsync(), "equity"), 159_000, 161_000);
        await Venue.MovePriceAsync("BTCUSDT", 20_000);
        // What an account is worth is read anew after a few seconds.
        await RunningPlatform.UntilAsync(
            async () => Shapes.Amount(await tenant.RiskAsync(), "drawdown"), fall => fall > 0.2m, "the fall is seen");
        var buy = tenant.Limit("BUY", "0.001", "19000");
        await BreaksAsync(tenant, """{"maxDailyLoss":"500"}""", "maxDailyLoss", buy, "500");
        await BreaksAsync(tenant, """{"maxDrawdown":"0.2"}""", "maxDrawdown", buy, "0.2");
        await tenant.SetLimitsAsync("""{"maxDailyLoss":"500","maxDrawdown":"0.2"}""");
        (await tenant.PlaceAsync("sell", tenant.Market("SELL", "0.001"))).Must(201);
        Assert.Single(await tenant.AtExchangeAsync());
    }

    [ContractFact]
    public async Task F15_Every_filter_of_the_exchange_refuses_before_anything_is_sent()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        await tenant.SetLimitsAsync(Tenant.NoLimits);
        await BreaksFilterAsync(tenant, "PRICE_FILTER", tenant.Limit("BUY", "0.001", "30000.001"), "0.01");
        await BreaksFilterAsync(tenant, "PRICE_FILTER", tenant.Limit("SELL", "0.001", "1000000.01"), "1000000");
        await BreaksFilterAsync(tenant, "LOT_SIZE", tenant.Limit("BUY", "0.000005", "30000"), "0.00001");
        await BreaksFilterAsync(tenant, "LOT_SIZE", tenant.Limit("BUY", "0.001000001", "30000"), "0.00001");
        await BreaksFilterAsync(tenant, "LOT_SIZE", tenant.Limit("BUY", "9000.1", "30000"), "9000");
        await BreaksFilterAsync(tenant, "MARKET_LOT_SIZE", tenant.Market("BUY", "2.001", "BNB-USDT"), "2");
        await BreaksFilterAsync(tenant, "NOTIONAL", tenant.Limit("BUY", "0.0001", "30000"), "5", "3");
        await BreaksFilterAsync(tenant, "NOTIONAL", tenant.Limit("BUY", "4", "590", "BNB-USDT"), "2000", "2360");
        await BreaksFilterAsync(tenant, "PERCENT_PRICE_BY_SIDE", tenant.Limit("BUY", "0.001", "11000"));
        await BreaksFilterAsync(tenant, "PERCENT_PRICE_BY_SIDE", tenant.Limit("SELL", "0.001", "310000"));
        await BreaksFilterAsync(
            tenant, "ICEBERG_PARTS",
            tenant.Limit("BUY", "0.11", "30000", more: ",\"icebergQuantity\":\"0.01\""), "10", "11");
        await BreaksFilterAsync(
            tenant, "TRAILING_DELTA",
            $$"""
            {"configId":"{{tenant.ConfigId}}","symbol":"BTC-USDT","side":"SELL","type":"STOP_LOSS","quantity":"0.001",
             "trailingDeltaBps":5}
            """, "10", "5");
        await BreaksFilterAsync(tenant, "MAX_POSITION", tenant.Limit("BUY", "5.001", "300", "BNB-USDT"), "5");
        Assert.Empty(await tenant.AtExchangeAsync());
        Assert.Empty(await tenant.AllOrdersAsync());
    }

    [ContractFact]
    public async Task F15_The_exchanges_counts_of_open_orders_refuse_before_anything_is_sent()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        await tenant.SetLimitsAsync(Tenant.NoLimits);
        (await tenant.PlaceAsync("stop", Stop())).Must(201);
        await BreaksFilterAsync(tenant, "MAX_NUM_ALGO_ORDERS", Stop(), "1", "2");
        (await tenant.PlaceAsync("second", tenant.Limit("BUY", "0.1", "300", "BNB-USDT"))).Must(201);
        await BreaksFilterAsync(tenant, "MAX_NUM_ORDERS", tenant.Limit("BUY", "0.1", "300", "BNB-USDT"), "2", "3");
        Assert.Equal(2, (await tenant.AtExchangeAsync()).Count);

        string Stop() =>
            $$"""
            {"configId":"{{tenant.ConfigId}}","symbol":"BNB-USDT","side":"BUY","type":"STOP_LOSS_LIMIT",
             "quantity":"0.1","price":"710","stopPrice":"700"}
            """;
    }

    [ContractFact]
    public async Task An_unknown_pair_is_a_bad_request_and_an_unknown_account_is_not_found()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        (await tenant.PlaceAsync("k", tenant.Limit("BUY", "1", "1", "NONE-USDT"))).MustRefuse(400, "VALIDATION_FAILED");
        (await tenant.PlaceAsync("k", tenant.Resting().Replace(tenant.ConfigId, "nobody", StringComparison.Ordinal)))
            .MustRefuse(404, "NOT_FOUND");
        Assert.Empty(await tenant.AtExchangeAsync());
    }

    [ContractFact]
    public async Task A_key_that_the_exchange_does_not_accept_or_that_may_withdraw_is_not_linked()
    {
        var tenant = await Tenant.ArriveAsync(Platform.Url, Venue);
        var withdraws = await Venue.NewKeyAsync("""{"permissions":{"enableWithdrawals":true}}""");
        (await LinkAsync(withdraws, "")).MustRefuse(422, "CREDENTIALS_INVALID");
        (await LinkAsync(withdraws, ",\"allowWithdrawPermission\":true")).Must(201);
        (await LinkAsync(new VenueKey("no-such-key", "no-such-secret"), "")).MustRefuse(422, "CREDENTIALS_INVALID");
        var good = await Venue.NewKeyAsync();
        (await LinkAsync(good with { SecretKey = "wrong" }, "")).MustRefuse(422, "CREDENTIALS_INVALID");
        (await LinkAsync(good, "", "https://evil.example")).MustRefuse(400, "VALIDATION_FAILED");
        Assert.Single((await tenant.Viewer.GetAsync("/v1/exchange-configs")).Must(200).Items);

        Task<Answer> LinkAsync(VenueKey key, string more, string? baseUrl = null) => tenant.Trader.PostAsync(
            "/v1/exchange-configs",
            $$"""
            {"exchange":"BINANCE","label":"{{key.ApiKey[..8]}}","mode":"SANDBOX","apiKey":"{{key.ApiKey}}",
             "apiSecret":"{{key.SecretKey}}",
             "baseUrl":"{{baseUrl ?? Venue.Url.GetLeftPart(UriPartial.Authority)}}"{{more}}}
            """);
    }

    private static async Task BreaksAsync(
        Tenant tenant, string limits, string rule, string order, string? limit = null, string? actual = null)
    {
        await tenant.SetLimitsAsync(limits);
        var refused = (await tenant.PlaceAsync("refused", order)).MustRefuse(422, "RISK_REJECTED");
        var violation = Assert.Single(refused.Json.GetProperty("violations").EnumerateArray());
        Assert.Equal(rule, violation.GetProperty("rule").GetString());
        Check(limit, violation.GetProperty("limit").GetString());
        Check(actual, violation.GetProperty("actual").GetString());
    }

    private static async Task BreaksFilterAsync(
        Tenant tenant, string rule, string order, string? limit = null, string? actual = null)
    {
        var refused = await tenant.PlaceAsync("refused", order);
        Assert.True(refused["rule"] == rule, $"{rule} was expected of {order}; it said {refused.Text}");
        refused.MustRefuse(422, "INSTRUMENT_RULE");
        Check(limit, refused["limit"]);
        Check(actual, refused["actual"]);
    }

    private static void Check(string? expected, string? said)
    {
        Assert.NotNull(said);
        if (expected is not null)
        {
            Assert.Equal(
                decimal.Parse(expected, CultureInfo.InvariantCulture),
                decimal.Parse(said, CultureInfo.InvariantCulture));
        }
    }
}

public sealed class RefusalsOnSqlite() : Refusals(null);

[NeedsDynamoDb]
[Collection(DynamoDbCollection.Name)]
public sealed class RefusalsOnDynamoDb(DynamoDbLocal local) : Refusals(local.Url);
