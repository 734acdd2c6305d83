using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradingPlatform.Contract.Venues;

namespace TradingPlatform.Contract.Coinbase;

/// <summary>
/// Speaks the Exchange API. A <c>client_oid</c> is not looked at: sent twice, it makes two orders. A cancelled order of
/// which nothing was filled is known no more.
/// </summary>
internal sealed class ExchangeApiServer : DialectServer
{
    public const string Key = "CanaryKey0a1b2c3d4e5f";
    public const string Passphrase = "CanaryPassphrase";
    public const string SecretKey = "Q2FuYXJ5U2VjcmV0MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk=";

    private readonly TimeProvider _clock;

    public ExchangeApiServer(TimeProvider clock, Strangers? strangers = null)
    {
        _clock = clock;
        Books = new VenueBooks(clock) { Strangers = strangers };
        Books.Changed = Told;
    }

    public VenueBooks Books { get; }

    /// <summary>By how much the exchange's clock is ahead of ours.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>Queries know of nothing.</summary>
    public bool IsBlind { get; set; }

    private DateTimeOffset Now => _clock.GetUtcNow() + Skew;

    protected override Answered? Refusal(Asked asked)
    {
        if (asked.Path == "/time" || asked.Path.StartsWith("/products", StringComparison.Ordinal))
        {
            return null;
        }

        if (!asked.Headers.ContainsKey("User-Agent"))
        {
            return Error(400, "User-Agent header is required.");
        }

        if (asked.Headers.GetValueOrDefault("CB-ACCESS-KEY") != Key)
        {
            return Error(401, "Invalid API Key");
        }

        if (asked.Headers.GetValueOrDefault("CB-ACCESS-PASSPHRASE") != Passphrase)
        {
            return Error(401, "Invalid Passphrase");
        }

        var timestamp = asked.Headers["CB-ACCESS-TIMESTAMP"];
        var age = Now - DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture));
        return age.Duration() > TimeSpan.FromSeconds(30) ? Error(400, "request timestamp expired")
            : asked.Headers["CB-ACCESS-SIGN"] != Sign(timestamp + asked.Method + asked.Target + asked.Body)
                ? Error(401, "invalid signature")
                : null;
    }

    protected override Answered Answer(Asked asked) => asked.Call switch
    {
        "GET /time" => Ok(string.Create(CultureInfo.InvariantCulture,
            $$"""{"iso":"{{Now:O}}","epoch":{{Now.ToUnixTimeMilliseconds() / 1000m}}}""")),
        "GET /products" => Ok(ExchangeApiShapes.Products),
        "GET /products/BTC-USDT/ticker" => Ok(ExchangeApiShapes.Ticker(Books)),
        "GET /products/BTC-USDT/stats" => Ok("""{"open":"1","high":"2","low":"1","last":"2","volume":"3"}"""),
        "GET /products/USDT-USD/ticker" => Ok("""{"price":"0.5","bid":"0.5","ask":"0.5","volume":"1"}"""),
        "POST /orders" => Place(asked.Json),
        "GET /orders" => Ok(ExchangeApiShapes.List(Wanted(asked), ExchangeApiShapes.Order)),
        "DELETE /orders" => CancelAll(asked),
        "GET /fills" => Fills(asked),
        "GET /accounts" => Ok(ExchangeApiShapes.Accounts),
        "GET /fees" => Ok("""{"maker_fee_rate":"0.0040","taker_fee_rate":"0.0060","usd_volume":null}"""),
        _ when asked.Path.StartsWith("/orders/", StringComparison.Ordinal) => OneOrder(asked),
        _ => Error(404, "NotFound"),
    };

    protected override void Heard(FeedPeer peer, JsonElement message)
    {
        if (message.TryGetProperty("signature", out var signature)
            && signature.GetString() != Sign(message.GetProperty("timestamp").GetString() + "GET/users/self/verify"))
        {
            peer.Send("""{"type":"error","message":"Authentication Failed"}""");
            return;
        }

        var products = message.GetProperty("product_ids").EnumerateArray().Select(one => one.GetString()!).ToArray();
        foreach (var channel in message.GetProperty("channels").EnumerateArray())
        {
            var name = channel.ValueKind == JsonValueKind.String
                ? channel.GetString()!
                : channel.GetProperty("name").GetString()!;
            if (name != "user" || message.TryGetProperty("signature", out _))
            {
                peer.Channels[name] = products;
            }
        }

        peer.Send("""{"type":"subscriptions","channels":[]}""");
        Subscribed?.Invoke(peer);
    }

    public override string TimePath => "/time";

    public override void Beat() => Tell(peer => peer.Channels.ContainsKey("heartbeat"), static _ =>
        """{"type":"heartbeat","product_id":"USDT-USD","sequence":1,"last_trade_id":0}""");

    /// <summary>Someone has subscribed to something.</summary>
    public Action<FeedPeer>? Subscribed { get; set; }

    /// <summary>Tells everyone who hears a channel.</summary>
    public void Publish(string channel, string message) =>
        Tell(peer => peer.Hears(channel, "BTC-USDT"), _ => message);

    private static Answered Ok(string body) => new(200, body);

    private static Answered Error(int status, string message) => new(status, $$"""{"message":"{{message}}"}""");

    private static string Sign(string text)
    {
        using var hmac = new HMACSHA256(Convert.FromBase64String(SecretKey));
        return Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(text)));
    }

    private Answered Place(JsonElement asked) => Ok(ExchangeApiShapes.Order(Books.Place(
        (id, now) => ExchangeApiShapes.Read(asked, id, now))));

    private IEnumerable<VenueOrder> Wanted(Asked asked) => Books.Orders.Reverse()
        .Where(order => asked.Query.Contains("status=all", StringComparison.Ordinal) || order.IsOpen)
        .Where(order => asked.Argument("product_id") is not { } product || order.Product == product);

    private Answered CancelAll(Asked asked)
    {
        foreach (var order in Wanted(asked))
        {
            Books.Cancel(order);
        }

        return Ok("[]");
    }

    private Answered OneOrder(Asked asked)
    {
        var name = asked.Path["/orders/".Length..];
        var order = Books.Find(one => name.StartsWith("client:", StringComparison.Ordinal)
            ? one.ClientId == name["client:".Length..]
            : one.Id == name);
        if (order is null || IsBlind || (order is { IsCancelled: true, Filled: 0 }))
        {
            return Error(404, "NotFound");
        }

        return asked.Method != "DELETE" ? Ok(ExchangeApiShapes.Order(order))
            : Books.Cancel(order) ? Ok($"\"{order.Id}\"")
            : Error(400, "Order already done");
    }

    private Answered Fills(Asked asked)
    {
        var trades = Books.Trades.Reverse().Where(trade =>
            (asked.Argument("order_id") is not { } order || trade.Order.Id == order)
            && (asked.Argument("after") is not { } after
                || trade.Id < long.Parse(after, CultureInfo.InvariantCulture))).ToArray();
        var page = trades.Take(Math.Min(100, int.Parse(asked.Argument("limit")!, CultureInfo.InvariantCulture)))
            .ToArray();
        return new Answered(200, ExchangeApiShapes.List(page, ExchangeApiShapes.Fill))
        {
            Headers = page.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string>
            {
                ["CB-AFTER"] = page[^1].Id.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    private void Told(VenueChange change)
    {
        var message = ExchangeApiShapes.Feed(change);
        Faults.Pass(() => Tell(peer => peer.Hears("user", change.Order.Product), _ => message));
    }
}
