using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TradingPlatform.Contract.Binance;

/// <summary>One request, as the server saw it.</summary>
internal sealed record Seen(
    string Method, string Path, string Query, string Body, IReadOnlyDictionary<string, string> Fields,
    string Connection)
{
    public string Call => Method + " " + Path;
}

/// <summary>What the server answers: a status, a body and headers.</summary>
internal sealed record Reply(int Status, string Body)
{
    public string ContentType { get; init; } = "application/json";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static Reply Error(int status, int code, string message) =>
        new(status, $$"""{"code":{{code}},"msg":"{{message}}"}""");
}

/// <summary>
/// Speaks Binance's REST dialect over a real socket, checks every signature by itself, and misbehaves when told.
/// </summary>
internal sealed class BinanceServer(ManualClock clock) : IAsyncDisposable
{
    public const string Key = "CanaryKeyVmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";
    public const string SecretKey = "CanarySecretNhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

    private readonly ConcurrentQueue<Misbehaviour> _faults = new();
    private readonly Dictionary<string, Func<Seen, Reply>> _routes = new(StringComparer.Ordinal);
    private readonly WebApplication _app = Build();

    public ConcurrentQueue<Seen> Received { get; } = new();

    /// <summary>By how much the exchange's clock is ahead of ours.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>Stands in every answer.</summary>
    public ConcurrentDictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Venue Venue { get; } = new();

    public Uri Address { get; private set; } = null!;

    public long Now => (clock.GetUtcNow() + Skew).ToUnixTimeMilliseconds();

    public async Task StartAsync()
    {
        _routes["GET /api/v3/time"] = _ => new Reply(200, $$"""{"serverTime":{{Now}}}""");
        _routes["GET /api/v3/exchangeInfo"] = _ => new Reply(200, Venue.ExchangeInfo);
        _routes["POST /api/v3/order"] = seen => Venue.Place(seen.Fields, Now);
        _routes["GET /api/v3/order"] = seen => Venue.Find(seen.Fields);
        _routes["DELETE /api/v3/order"] = seen => Venue.Cancel(seen.Fields, Now);
        _app.Run(HandleAsync);
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Answers a call so from now on.</summary>
    public void Answer(string call, Func<Seen, Reply> reply) => _routes[call] = reply;

    public void Answer(string call, string body) => _routes[call] = _ => new Reply(200, body);

    /// <summary>Does this to the next request of the call, in place of answering it.</summary>
    public void Misbehave(string call, Func<HttpContext, Func<Reply>, Task> how) =>
        _faults.Enqueue(new Misbehaviour(call, how));

    public int Count(string call) => Received.Count(seen => seen.Call == call);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var query = context.Request.QueryString.Value?.TrimStart('?') ?? "";
        var seen = new Seen(context.Request.Method, context.Request.Path, query, body, Fields(query, body),
            context.Connection.Id);
        Received.Enqueue(seen);
        Reply Act() => Refusal(context, seen)
            ?? (_routes.TryGetValue(seen.Call, out var route) ? route(seen) : new Reply(404, "<html>not here</html>"));
        if (_faults.TryPeek(out var fault) && fault.Call == seen.Call && _faults.TryDequeue(out _))
        {
            await fault.How(context, Act);
            return;
        }

        await WriteAsync(context, Act());
    }

    public async Task WriteAsync(HttpContext context, Reply reply)
    {
        foreach (var (name, value) in Headers.Concat(reply.Headers))
        {
            context.Response.Headers[name] = value;
        }

        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        await context.Response.WriteAsync(reply.Body);
    }

    private static Dictionary<string, string> Fields(string query, string body)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in (query + "&" + body).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=');
            fields.Add(part[..equals], HttpUtility.UrlDecode(part[(equals + 1)..]));
        }

        return fields;
    }

    /// <summary>
    /// What Binance checks of a signed call: key, window on both sides, signature over the bytes as sent.
    /// </summary>
    private Reply? Refusal(HttpContext context, Seen seen)
    {
        if (seen.Path is "/api/v3/time" or "/api/v3/exchangeInfo"
            || seen.Path.StartsWith("/api/v3/ticker", StringComparison.Ordinal))
        {
            return null;
        }

        if (context.Request.Headers["X-MBX-APIKEY"] != Key)
        {
            return Reply.Error(401, -2015, "Invalid API-key, IP, or permissions for action.");
        }

        var sent = seen.Query + seen.Body;
        var at = sent.LastIndexOf("&signature=", StringComparison.Ordinal);
        using var hmac = new HMACSHA256(Encoding.ASCII.GetBytes(SecretKey));
        var expected = Convert.ToHexString(hmac.ComputeHash(Encoding.ASCII.GetBytes(sent[..Math.Max(0, at)])));
        if (at < 0 || !expected.Equals(sent[(at + 11)..], StringComparison.OrdinalIgnoreCase))
        {
            return Reply.Error(400, -1022, "Signature for this request is not valid.");
        }

        var timestamp = long.Parse(seen.Fields["timestamp"], CultureInfo.InvariantCulture);
        var window = long.Parse(seen.Fields["recvWindow"], CultureInfo.InvariantCulture);
        return timestamp < Now + 1000 && Now - timestamp <= window
            ? null
            : Reply.Error(400, -1021, "Timestamp for this request is outside of the recvWindow.");
    }

    private sealed record Misbehaviour(string Call, Func<HttpContext, Func<Reply>, Task> How);
}
