using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TradingPlatform.EndToEnd.Harness;

/// <summary>A key of the simulated exchange.</summary>
public sealed record VenueKey(string ApiKey, string SecretKey);

/// <summary>An order as the exchange has it.</summary>
public sealed record VenueOrder(
    string OrderId, string ClientOrderId, string Symbol, string Status, decimal Quantity, decimal Executed,
    DateTimeOffset Time)
{
    public bool IsOpen => Status is "NEW" or "PARTIALLY_FILLED" or "PENDING_NEW";
}

/// <summary>The simulated exchange: its faults and prices, its own truth, and trading for who holds a key.</summary>
public sealed class Venue(Uri url)
{
    private readonly ApiClient _http = new(url);
    private readonly ConcurrentBag<VenueKey> _made = [];

    public Uri Url => url;

    /// <summary>Every key that was made here.</summary>
    public IReadOnlyCollection<VenueKey> Made => _made;

    public async Task<VenueKey> NewKeyAsync(string json = "{}")
    {
        var made = (await _http.PostAsync("/sim/keys", json)).Must(200);
        var key = new VenueKey(made["apiKey"]!, made["secretKey"]!);
        _made.Add(key);
        return key;
    }

    /// <summary>Another key of the account that a key opens.</summary>
    public Task<VenueKey> AnotherKeyAsync(VenueKey key) => NewKeyAsync($$"""{"accountOf":"{{key.ApiKey}}"}""");

    /// <summary>Ends a key, as its owner would on the exchange's own site.</summary>
    public async Task RevokeAsync(VenueKey key) =>
        (await _http.DeleteAsync("/sim/keys?apiKey=" + key.ApiKey)).Must(200);

    /// <summary>The next <paramref name="count"/> calls of the operation go wrong in this way.</summary>
    public async Task FailAsync(string operation, string kind, int count = 1, int delayMs = 0) =>
        (await _http.PostAsync(
            "/sim/faults",
            $$"""{"operation":"{{operation}}","kind":"{{kind}}","count":{{count}},"delayMs":{{delayMs}}}""")).Must(200);

    public async Task StopFailingAsync() => (await _http.DeleteAsync("/sim/faults")).Must(200);

    public async Task MovePriceAsync(string symbol, decimal price) => (await _http.PostAsync(
        "/sim/price", string.Create(
            CultureInfo.InvariantCulture, $$"""{"symbol":"{{symbol}}","price":"{{price}}"}"""))).Must(200);

    /// <summary>Money comes to an account from elsewhere; below zero it goes there.</summary>
    public async Task DepositAsync(VenueKey key, string asset, decimal amount) => (await _http.PostAsync(
        "/sim/deposit", string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"apiKey":"{{key.ApiKey}}","asset":"{{asset}}","amount":"{{amount}}"}"""))).Must(200);

    public async Task<IReadOnlyList<VenueOrder>> OrdersAsync(VenueKey key) =>
        [.. (await _http.GetAsync("/sim/orders?apiKey=" + key.ApiKey)).Must(200).Json.EnumerateArray().Select(Read)];

    public async Task<IReadOnlyList<JsonElement>> TradesAsync(VenueKey key) =>
        [.. (await _http.GetAsync("/sim/trades?apiKey=" + key.ApiKey)).Must(200).Json.EnumerateArray()];

    /// <summary>Places an order past the platform, as a person would on the exchange's own site.</summary>
    public Task<Answer> PlaceAsync(VenueKey key, string parameters)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var payload = string.Create(CultureInfo.InvariantCulture, $"{parameters}&recvWindow=5000&timestamp={now}");
        var signature = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.SecretKey), Encoding.UTF8.GetBytes(payload)));
        return _http.SendAsync(
            "POST", "/api/v3/order", $"{payload}&signature={signature}",
            ("X-MBX-APIKEY", key.ApiKey), ("Content-Type", "application/x-www-form-urlencoded"));
    }

    private static VenueOrder Read(JsonElement order) => new(
        order.GetProperty("orderId").GetRawText(),
        order.GetProperty("clientOrderId").GetString()!,
        order.GetProperty("symbol").GetString()!,
        order.GetProperty("status").GetString()!,
        Amount(order, "origQty"),
        Amount(order, "executedQty"),
        DateTimeOffset.FromUnixTimeMilliseconds(order.GetProperty("time").GetInt64()));

    private static decimal Amount(JsonElement order, string member) =>
        decimal.Parse(order.GetProperty(member).GetString()!, CultureInfo.InvariantCulture);
}
