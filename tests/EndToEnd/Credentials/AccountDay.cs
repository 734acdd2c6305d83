using TradingPlatform.Contract.Storage;
using TradingPlatform.EndToEnd.Harness;
using TradingPlatform.Testing.DynamoDb;

namespace TradingPlatform.EndToEnd.Credentials;

/// <summary>What a tenant does with its exchange accounts, over HTTP, beside the exchange's own word on keys.</summary>
public abstract class AccountDay(string? dynamoDb) : PlatformSuite(dynamoDb)
{
    [ContractFact]
    public async Task An_account_is_renamed_and_its_label_is_free_for_another()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var path = "/v1/exchange-configs/" + tenant.ConfigId;
        Assert.Equal("Second", (await tenant.Trader.PatchAsync(path, """{"label":" Second "}""")).Must(200)["label"]);
        Assert.Equal("Second", (await tenant.Trader.PatchAsync(path, """{"label":"Second"}""")).Must(200)["label"]);
        await tenant.LinkAsync(await Venue.NewKeyAsync());
        var other = "/v1/exchange-configs/" + tenant.ConfigId;
        (await tenant.Trader.PatchAsync(other, """{"label":"Second"}""")).MustRefuse(409, "CONFLICT");
        foreach (var body in new[] { "{}", """{"label":""}""", """{"label":null}""", """{"label":" "}""", "[]", "" })
        {
            (await tenant.Trader.PatchAsync(path, body)).MustRefuse(400, "VALIDATION_FAILED");
        }
    }

    [ContractFact]
    public async Task An_account_that_is_switched_off_takes_no_orders_and_its_open_ones_can_be_cancelled()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var path = "/v1/exchange-configs/" + tenant.ConfigId;
        var open = (await tenant.PlaceAsync("a", tenant.Resting())).Must(201);
        Assert.Equal("INACTIVE", (await tenant.Trader.PutAsync(path + "/deactivate", null)).Must(200)["status"]);
        Assert.Equal("INACTIVE", (await tenant.Trader.PutAsync(path + "/deactivate", null)).Must(200)["status"]);
        (await tenant.PlaceAsync("b", tenant.Resting())).MustRefuse(409, "CONFLICT");
        Assert.Equal("CANCELLED", (await tenant.Trader.DeleteAsync("/v1/orders/" + open["id"])).Must(200)["status"]);
        Assert.Equal("ACTIVE", (await tenant.Trader.PutAsync(path + "/activate", null)).Must(200)["status"]);
        (await tenant.PlaceAsync("b", tenant.Resting())).Must(201);
    }

    [ContractFact]
    public async Task A_key_that_was_ended_at_the_exchange_stops_trading_and_a_new_one_repairs_it()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var path = "/v1/exchange-configs/" + tenant.ConfigId;
        Assert.Equal("ACTIVE", (await tenant.Trader.PostAsync(path + "/validate", null)).Must(200)["status"]);
        var next = await Venue.AnotherKeyAsync(tenant.Key);
        await Venue.RevokeAsync(tenant.Key);
        (await tenant.Trader.PostAsync(path + "/validate", null)).MustRefuse(422, "CREDENTIALS_INVALID");
        Assert.Equal("INVALID", (await tenant.Viewer.GetAsync(path)).Must(200)["status"]);
        (await tenant.PlaceAsync("a", tenant.Resting())).MustRefuse(422, "CREDENTIALS_INVALID");
        (await tenant.Trader.PutAsync(path + "/activate", null)).MustRefuse(422, "CREDENTIALS_INVALID");
        var rotated = await tenant.RotateAsync(next);
        Assert.Equal("ACTIVE", rotated["status"]);
        Assert.Equal(next.ApiKey[^4..], rotated["apiKeyHint"]![^4..]);
        Assert.NotNull(rotated["rotatedAt"]);
        (await tenant.PlaceAsync("a", tenant.Resting())).Must(201);
    }

    [ContractFact]
    public async Task The_first_order_that_finds_its_key_ended_is_the_last_that_is_sent()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        (await tenant.PlaceAsync("a", tenant.Resting())).Must(201);
        await Venue.RevokeAsync(tenant.Key);
        (await tenant.PlaceAsync("b", tenant.Resting())).MustRefuse(422, "CREDENTIALS_INVALID");
        if (HearsEvents)
        {
            await RunningPlatform.UntilAsync(
                async () => (await tenant.Viewer.GetAsync("/v1/exchange-configs/" + tenant.ConfigId))["status"],
                status => status == "INVALID", "the account is found to be without a key");
        }
    }

    [ContractFact]
    public async Task A_rotation_refuses_what_the_exchange_refuses_and_the_old_key_goes_on()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var path = $"/v1/exchange-configs/{tenant.ConfigId}/rotate";
        var stranger = await Venue.NewKeyAsync();
        var withdraws = await Venue.NewKeyAsync(
            $$"""{"accountOf":"{{tenant.Key.ApiKey}}","permissions":{"enableWithdrawals":true} }""");
        foreach (var (key, secret) in new[]
        {
            ("unknown", "unknown"), (tenant.Key.ApiKey, "wrong"), (stranger.ApiKey, stranger.SecretKey),
            (withdraws.ApiKey, withdraws.SecretKey),
        })
        {
            (await tenant.Trader.PostAsync(path, $$"""{"apiKey":"{{key}}","apiSecret":"{{secret}}"}"""))
                .MustRefuse(422, "CREDENTIALS_INVALID");
        }

        foreach (var body in new[] { "{}", "[]", "", """{"apiKey":"a b","apiSecret":"s"}""", """{"apiKey":1}""" })
        {
            (await tenant.Trader.PostAsync(path, body)).MustRefuse(400, "VALIDATION_FAILED");
        }

        (await tenant.PlaceAsync("a", tenant.Resting())).Must(201);
    }

    [ContractFact]
    public async Task The_audit_trail_says_who_did_what_with_which_key_newest_first_and_stays()
    {
        var tenant = await Tenant.JoinAsync(Platform);
        var path = "/v1/exchange-configs/" + tenant.ConfigId;
        (await tenant.Trader.PostAsync("/v1/orders/test", tenant.Resting())).Must(200);
        await tenant.Trader.PatchAsync(path, """{"label":"x"}""");
        await tenant.RotateAsync(await Venue.AnotherKeyAsync(tenant.Key));
        (await tenant.Trader.SendAsync("POST", path + "/validate", null, ("X-Correlation-Id", "look-here"))).Must(200);
        (await tenant.Trader.DeleteAsync(path)).Must(204);
        var all = new List<System.Text.Json.JsonElement>();
        string? cursor = null;
        do
        {
            var page = (await tenant.Viewer.GetAsync(
                path + "/audit?limit=3" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)))).Must(200);
            all.AddRange(page.Items);
            cursor = page["nextCursor"];
        }
        while (cursor is not null);

        var types = all.Select(e => e.GetProperty("type").GetString()).ToList();
        // The worker that follows accounts reads keys when it likes, also of one that has just gone.
        Assert.Equal("AccountUnlinked", types.First(type => type != "CredentialsRead"));
        Assert.Equal("AccountLinked", types[^1]);
        foreach (var type in new[]
        {
            "AccountRenamed", "CredentialsRotationBegun", "CredentialsRotated", "CredentialsRead",
            "CredentialsValidated", "AccountUnlinkBegun",
        })
        {
            Assert.Contains(type, types);
        }

        var validated = all.Where(e => e.GetProperty("correlationId").GetString() == "look-here").ToList();
        Assert.Equal(
            ["CredentialsValidated", "CredentialsRead"], validated.Select(e => e.GetProperty("type").GetString()));
        Assert.All(validated, e => Assert.Equal("Credentials", e.GetProperty("function").GetString()));
        Assert.Equal("validate", validated[1].GetProperty("details").GetProperty("purpose").GetString());
        Assert.Equal(tenant.Name + "-trader", validated[0].GetProperty("by").GetString());
    }

    [ContractFact]
    public async Task A_paper_account_is_given_another_key_and_trades_on()
    {
        var tenant = await Tenant.ArriveAsync(Platform.Url, Venue);
        var linked = (await tenant.Trader.PostAsync(
            "/v1/exchange-configs", """{"exchange":"BINANCE","label":"Paper","mode":"PAPER"}""")).Must(201);
        var rotated = (await tenant.Trader.PostAsync($"/v1/exchange-configs/{linked["id"]}/rotate", "{}")).Must(200);
        Assert.NotEqual(linked["apiKeyHint"], rotated["apiKeyHint"]);
        Assert.Equal("ACTIVE", (await tenant.Trader.PostAsync(
            $"/v1/exchange-configs/{linked["id"]}/validate", null)).Must(200)["status"]);
    }

    [ContractFact]
    public async Task The_age_at_which_a_key_is_reminded_of_is_the_tenants_to_set()
    {
        var tenant = await Tenant.ArriveAsync(Platform.Url, Venue);
        Assert.Equal("90", (await tenant.Viewer.GetAsync("/v1/key-policy")).Must(200)["maxKeyAgeDays"]);
        (await tenant.Admin.PutAsync("/v1/key-policy", """{"maxKeyAgeDays":30}""")).Must(200);
        Assert.Equal("30", (await tenant.Viewer.GetAsync("/v1/key-policy")).Must(200)["maxKeyAgeDays"]);
        (await tenant.Admin.PutAsync("/v1/key-policy", """{"maxKeyAgeDays":null}""")).Must(200);
        Assert.Null((await tenant.Viewer.GetAsync("/v1/key-policy")).Must(200)["maxKeyAgeDays"]);
        foreach (var body in new[]
        {
            """{"maxKeyAgeDays":0}""", """{"maxKeyAgeDays":3651}""", """{"maxKeyAgeDays":1.5}""",
            """{"maxKeyAgeDays":"x"}""", "[]", "",
        })
        {
            (await tenant.Admin.PutAsync("/v1/key-policy", body)).MustRefuse(400, "VALIDATION_FAILED");
        }
    }
}

public sealed class AccountDayOnSqlite() : AccountDay(null);

[NeedsDynamoDb]
[Collection(DynamoDbCollection.Name)]
public sealed class AccountDayOnDynamoDb(DynamoDbLocal local) : AccountDay(local.Url);
