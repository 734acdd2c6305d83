using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TradingPlatform.Contract.Simulated;

/// <summary>A Binance client as plain as can be: it signs, sends and returns what came.</summary>
internal sealed class Trader(Uri url, TimeProvider clock, string apiKey, string secretKey) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = url };

    public string ApiKey => apiKey;

    /// <summary>The same key, at another address.</summary>
    public Trader At(Uri other, TimeProvider time) => new(other, time, apiKey, secretKey);

    public long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<Answer> PlaceAsync(string parameters) => SignedAsync(HttpMethod.Post, "/api/v3/order", parameters);

    public Task<Answer> LimitAsync(string side, decimal quantity, decimal price, string more = "") => PlaceAsync(
        string.Create(
            CultureInfo.InvariantCulture,
            $"symbol=BTCUSDT&side={side}&type=LIMIT&timeInForce=GTC&quantity={quantity}&price={price}{more}"));

    public Task<Answer> GetAsync(string path, string parameters = "") =>
        SignedAsync(HttpMethod.Get, path, parameters);

    public Task<Answer> DeleteAsync(string path, string parameters) =>
        SignedAsync(HttpMethod.Delete, path, parameters);

    /// <summary>Signs and sends; a POST's parameters go in its body.</summary>
    public Task<Answer> SignedAsync(
        HttpMethod method, string path, string parameters, long? timestamp = null, long recvWindow = 5000)
    {
        var payload = $"{parameters}{(parameters.Length > 0 ? "&" : "")}recvWindow={recvWindow}"
            + $"&timestamp={timestamp ?? Now}";
        var signed = payload + "&signature=" + Sign(payload);
        return method == HttpMethod.Post
            ? SendAsync(method, path, signed)
            : SendAsync(method, path + "?" + signed, null);
    }

    public string Sign(string payload) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secretKey), Encoding.UTF8.GetBytes(payload)));

    public async Task<Answer> SendAsync(HttpMethod method, string target, string? form, bool withKey = true)
    {
        using var request = new HttpRequestMessage(method, new Uri(target, UriKind.Relative));
        if (withKey)
        {
            request.Headers.Add("X-MBX-APIKEY", apiKey);
        }

        if (form is not null)
        {
            request.Content = new StringContent(form);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        }

        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var headers = response.Headers.ToDictionary(
            header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, text, headers);
    }

    public Task<Answer> SimAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public async Task<(decimal Free, decimal Locked)> BalanceAsync(string asset)
    {
        var account = (await GetAsync("/api/v3/account")).Json;
        var balance = account.GetProperty("balances").EnumerateArray().Single(each => each.Text("asset") == asset);
        return (balance.Decimal("free"), balance.Decimal("locked"));
    }

    public void Dispose() => _http.Dispose();
}

internal sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json { get; } = Text.Length > 0 && Text[0] is '{' or '['
        ? JsonDocument.Parse(Text).RootElement.Clone()
        : default;

    public int Code => Json.GetProperty("code").GetInt32();

    public string Message => Json.Text("msg");

    public Answer MustSucceed()
    {
        Assert.True(Status == 200, $"{Status}: {Text}");
        return this;
    }

    public void MustBeRefused(int code, string message, int status = 400)
    {
        Assert.Equal((status, code, message), (Status, Json.TryGetProperty("code", out _) ? Code : 0, Message));
    }
}

internal static class JsonReading
{
    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static long Long(this JsonElement element, string name) => element.GetProperty(name).GetInt64();

    public static decimal Decimal(this JsonElement element, string name) =>
        decimal.Parse(element.Text(name), CultureInfo.InvariantCulture);
}
