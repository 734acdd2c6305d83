using System.Text.Json;

namespace TradingPlatform.EndToEnd.Harness;

/// <summary>A tenant with its users' tokens, and with an account at the exchange whose key the test knows.</summary>
public sealed class Tenant
{
    public const string NoLimits = """{"symbolWhitelist":[]}""";

    private static int _made;

    private Tenant(string name, Venue venue)
    {
        Name = name;
        Venue = venue;
    }

    public string Name { get; }

    public Venue Venue { get; }

    public required ApiClient Admin { get; init; }

    public required ApiClient Trader { get; init; }

    public required ApiClient Viewer { get; init; }

    /// <summary>The key by which the exchange knows the account.</summary>
    public VenueKey Key { get; private set; } = null!;

    /// <summary>The linked account's id.</summary>
    public string ConfigId { get; private set; } = null!;

    /// <summary>A new tenant with a linked account.</summary>
    public static async Task<Tenant> JoinAsync(RunningPlatform platform, string tier = "unlimited")
    {
        var tenant = await ArriveAsync(platform.Url, platform.Venue, tier);
        await tenant.LinkAsync(await platform.Venue.NewKeyAsync());
        return tenant;
    }

    /// <summary>A tenant without an account.</summary>
    public static async Task<Tenant> ArriveAsync(
        Uri url, Venue venue, string tier = "unlimited", string? name = null,
        System.Collections.Concurrent.ConcurrentQueue<string>? transcript = null)
    {
        name ??= $"tenant-{Interlocked.Increment(ref _made)}";
        return new Tenant(name, venue)
        {
            Admin = await SignInAsync("admin"),
            Trader = await SignInAsync("trader"),
            Viewer = await SignInAsync("viewer"),
        };

        async Task<ApiClient> SignInAsync(string role)
        {
            var answer = await new ApiClient(url).PostAsync(
                "/dev/token",
                $$"""{"tenantId":"{{name}}","userId":"{{name}}-{{role}}","roles":["{{role}}"],"tier":"{{tier}}"}""");
            return new ApiClient(url, answer.Must(200)["accessToken"], transcript);
        }
    }

    public async Task<Answer> LinkAsync(VenueKey key, string label = "Main", string? passphrase = null)
    {
        var said = passphrase is null ? "null" : $"\"{passphrase}\"";
        var answer = await Trader.PostAsync(
            "/v1/exchange-configs",
            $$"""
            {"exchange":"BINANCE","label":"{{label}}","mode":"SANDBOX","apiKey":"{{key.ApiKey}}",
             "apiSecret":"{{key.SecretKey}}","passphrase":{{said}},
             "baseUrl":"{{Venue.Url.GetLeftPart(UriPartial.Authority)}}"}
            """);
        Shapes.Account(answer.Must(201).Json);
        (Key, ConfigId) = (key, answer["id"]!);
        return answer;
    }

    /// <summary>Puts another key of the same account at the exchange in place; the tenant goes by it then.</summary>
    public async Task<Answer> RotateAsync(VenueKey key)
    {
        var answer = await Trader.PostAsync(
            $"/v1/exchange-configs/{ConfigId}/rotate",
            $$"""{"apiKey":"{{key.ApiKey}}","apiSecret":"{{key.SecretKey}}","passphrase":null}""");
        Shapes.Account(answer.Must(200).Json);
        Key = key;
        return answer;
    }

    /// <summary>The same tenant where the platform now is; it keeps account and key.</summary>
    public async Task<Tenant> FollowAsync(Uri url)
    {
        var there = await ArriveAsync(url, Venue, name: Name);
        (there.Key, there.ConfigId) = (Key, ConfigId);
        return there;
    }

    public async Task SetLimitsAsync(string json) =>
        Shapes.Limits((await Admin.PutAsync("/v1/risk/limits", json)).Must(200).Json);

    public Task<Answer> PlaceAsync(string key, string order) => Trader.PostAsync("/v1/orders", order, key);

    public async Task<Answer> OrderAsync(string id) => (await Viewer.GetAsync("/v1/orders/" + id)).Must(200);

    public async Task<JsonElement> RiskAsync() =>
        Shapes.RiskStatus((await Viewer.GetAsync("/v1/risk/status")).Must(200).Json);

    /// <summary>Waits until so many orders are counted as open: counters follow orders, a moment later.</summary>
    public Task OpenAsync(int count) => RunningPlatform.UntilAsync(
        async () => (await RiskAsync()).GetProperty("openOrders").GetInt32(), open => open == count,
        $"{count} orders are counted as open");

    public Task<IReadOnlyList<VenueOrder>> AtExchangeAsync() => Venue.OrdersAsync(Key);

    /// <summary>Every order, page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>> AllOrdersAsync()
    {
        var all = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = (await Viewer.GetAsync(
                "/v1/orders?limit=200" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)))).Must(200);
            all.AddRange(page.Items);
            cursor = page["nextCursor"];
        }
        while (cursor is not null);

        return all;
    }

    public string Market(string side, string quantity, string symbol = "BTC-USDT") =>
        $$"""
        {"configId":"{{ConfigId}}","symbol":"{{symbol}}","side":"{{side}}","type":"MARKET","quantity":"{{quantity}}"}
        """;

    public string Limit(string side, string quantity, string price, string symbol = "BTC-USDT", string more = "") =>
        $$"""
        {"configId":"{{ConfigId}}","symbol":"{{symbol}}","side":"{{side}}","type":"LIMIT","quantity":"{{quantity}}",
         "price":"{{price}}"{{more}}}
        """;

    /// <summary>A small order far below the market: it rests.</summary>
    public string Resting(string quantity = "0.001") => Limit("BUY", quantity, "30000");
}
