using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingPlatform.Contract.Venues;

namespace TradingPlatform.Contract.Bitget;

/// <summary>
/// Speaks Bitget's v2 dialect, of spot or of futures, over real sockets; checks every signature, window and rate by
/// itself, and misbehaves when told.
/// </summary>
internal sealed class BitgetServer(bool isFutures, Strangers? strangers = null, TimeProvider? clock = null)
    : IAsyncDisposable
{
    public const string Key = "CanaryKeybg_5f1c";
    public const string SecretKey = "CanarySecretbitget";
    public const string Passphrase = "CanaryPassphrase";

    private const long TimestampWindow = 30_000;

    private readonly WebApplication _app = Build();
    private readonly ConcurrentQueue<(string Path, Func<HttpContext, Func<JsonObject>, Task> How)> _faults = new();
    private readonly ConcurrentDictionary<(string Path, long Second), int> _counts = new();

    public BitgetBooks Books { get; } = new(isFutures, strangers);

    public BitgetSockets Sockets { get; private set; } = null!;

    public ConcurrentQueue<(string Path, string Body, IHeaderDictionary Headers)> Received { get; } = new();

    /// <summary>How often a caller was told that it calls too often.</summary>
    public int TooMany;

    public string PositionMode { get; set; } = "one_way_mode";

    public TimeSpan Skew { get; set; }

    public Uri Address { get; private set; } = null!;

    /// <summary>Its own address, whatever stands before it.</summary>
    public Uri Origin { get; private set; } = null!;

    /// <summary>What stands before it; null where nothing does.</summary>
    public Relay? Relay { get; private set; }

    public long Now => ((clock ?? TimeProvider.System).GetUtcNow() + Skew).ToUnixTimeMilliseconds();

    public async Task StartAsync()
    {
        Sockets = new BitgetSockets(this);
        _app.UseWebSockets();
        _app.Run(HandleAsync);
        await _app.StartAsync();
        Address = Origin = new Uri(_app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        if (clock is not null)
        {
            Relay = new Relay(Address);
            Address = Relay.Address;
        }
    }

    /// <summary>Does this to the next request of the path, in place of answering it.</summary>
    public void Misbehave(string path, Func<HttpContext, Func<JsonObject>, Task> how) => _faults.Enqueue((path, how));

    /// <summary>Answers the next request of the path so.</summary>
    public void Fail(string path, int status, string code, string words = "") => Misbehave(path, (context, _) =>
        WriteAsync(context, status, new JsonObject { ["code"] = code, ["msg"] = words, ["data"] = null }));

    public int Count(string path) => Received.Count(seen => seen.Path == path);

    public static string Sign(string text)
    {
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(SecretKey));
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }

    public static JsonObject Ok(JsonNode? data) =>
        new() { ["code"] = "00000", ["msg"] = "success", ["requestTime"] = 1, ["data"] = data };

    public async ValueTask DisposeAsync()
    {
        Sockets.CutAll();
        if (Relay is not null)
        {
            await Relay.DisposeAsync();
        }

        await _app.DisposeAsync();
    }

    public static async Task WriteAsync(HttpContext context, int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString());
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await Sockets.ServeAsync(context);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var path = context.Request.Path.Value!;
        // The server uses its own again.
        Received.Enqueue((path, body, new HeaderDictionary(context.Request.Headers.ToDictionary())));
        JsonObject Act() => Refusal(context, body) ?? BitgetRoutes.Answer(this, path, context.Request.Query, body);
        if (_faults.TryPeek(out var fault) && fault.Path == path && _faults.TryDequeue(out _))
        {
            await fault.How(context, Act);
            return;
        }

        if (_counts.AddOrUpdate((path, Now / 1000), 1, (_, count) => count + 1) > Limit(path))
        {
            Interlocked.Increment(ref TooMany);
            await WriteAsync(context, 429, new JsonObject { ["code"] = "429", ["msg"] = "Too many requests" });
            return;
        }

        var answer = Act();
        await WriteAsync(context, (string?)answer["code"] == "00000" ? 200 : 400, answer);
    }

    private static int Limit(string path) => path switch
    {
        _ when path.EndsWith("/place-order", StringComparison.Ordinal) => 10,
        _ when path.EndsWith("/cancel-order", StringComparison.Ordinal) => 10,
        _ when path.EndsWith("/fills", StringComparison.Ordinal) => 10,
        _ when path.EndsWith("/account/info", StringComparison.Ordinal) => 1,
        _ => 20,
    };

    /// <summary>
    /// What Bitget checks of a signed call: key, passphrase, time, signature, and the order's own window.
    /// </summary>
    private JsonObject? Refusal(HttpContext context, string body)
    {
        var path = context.Request.Path.Value!;
        if (path.Contains("/public/", StringComparison.Ordinal) || path.Contains("/market/", StringComparison.Ordinal))
        {
            return null;
        }

        var headers = context.Request.Headers;
        if (headers["ACCESS-KEY"] != Key || headers["ACCESS-PASSPHRASE"] != Passphrase)
        {
            return Error("40012", "apikey/password is incorrect");
        }

        var stamp = headers["ACCESS-TIMESTAMP"].ToString();
        if (headers["ACCESS-SIGN"] != Sign(stamp + context.Request.Method + path + context.Request.QueryString + body))
        {
            return Error("40009", "sign signature error");
        }

        var window = body.Length > 0 && (string?)JsonNode.Parse(body)!["receiveWindow"] is { } stated
            ? long.Parse(stated, CultureInfo.InvariantCulture) : TimestampWindow;
        return Math.Abs(Now - long.Parse(stamp, CultureInfo.InvariantCulture)) > window
            ? Error("40008", "Request timestamp expired")
            : null;
    }

    public static JsonObject Error(string code, string words) => new() { ["code"] = code, ["msg"] = words, ["data"] = null };
}
