using System.Globalization;
using System.Text.Json;
using TradingPlatform.Contract.Venues;

namespace TradingPlatform.Contract.Coinbase;

/// <summary>
/// Speaks Advanced Trade. A <c>client_order_id</c> that it has is answered with the order it has, and creates nothing.
/// </summary>
internal sealed class AdvancedServer : DialectServer
{
    private const string Root = "/api/v3/brokerage";

    private readonly TimeProvider _clock;

    public AdvancedServer(TimeProvider clock, Strangers? strangers = null)
    {
        _clock = clock;
        Books = new VenueBooks(clock) { Strangers = strangers };
        Books.Changed = Told;
    }

    public VenueBooks Books { get; }

    public TokenCheck Tokens { get; } = new();

    /// <summary>By how much the exchange's clock is ahead of ours.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>Queries know of nothing.</summary>
    public bool IsBlind { get; set; }

    /// <summary>What the key may do.</summary>
    public string Permissions { get; set; } = """
        {"can_view":true,"can_trade":true,"can_transfer":false,"portfolio_uuid":"p","portfolio_type":"DEFAULT"}
        """;

    private DateTimeOffset Now => _clock.GetUtcNow() + Skew;

    protected override Answered? Refusal(Asked asked) =>
        asked.Path == Root + "/time" || asked.Path.StartsWith(Root + "/market/", StringComparison.Ordinal)
            || Tokens.Accepts(asked.Headers.GetValueOrDefault("Authorization")?["Bearer ".Length..], Now,
                $"{asked.Method} {Address.Authority}{asked.Path}")
            ? null
            : new Answered(401, "Unauthorized\n") { ContentType = "text/plain" };

    protected override Answered Answer(Asked asked) => (asked.Method + " " + asked.Path[Root.Length..]) switch
    {
        "GET /time" => Ok(string.Create(CultureInfo.InvariantCulture,
            $$"""{"iso":"{{Now:O}}","epochSeconds":"{{Now.ToUnixTimeSeconds()}}","epochMillis":"{{Now.ToUnixTimeMilliseconds()}}"}""")),
        "GET /market/products" => Ok(AdvancedShapes.Products),
        "GET /market/product_book" => Ok(AdvancedShapes.Book(Books)),
        "GET /key_permissions" => Ok(Permissions),
        "GET /accounts" => Ok(asked.Argument("cursor") is null ? AdvancedShapes.Accounts : AdvancedShapes.MoreAccounts),
        "GET /transaction_summary" => Ok(
            """{"total_volume":1000,"fee_tier":{"taker_fee_rate":"0.0060","maker_fee_rate":"0.0040"}}"""),
        "POST /orders" => Place(asked.Json),
        "POST /orders/preview" => Ok("""{"errs":["PREVIEW_INSUFFICIENT_FUND"],"order_total":"1"}"""),
        "POST /orders/batch_cancel" => Cancel(asked.Json),
        "GET /orders/historical/batch" => List(asked),
        "GET /orders/historical/fills" => Fills(asked),
        var call when call.StartsWith("GET /orders/historical/", StringComparison.Ordinal) =>
            Books.Find(order => order.Id == asked.Path.Split('/')[^1]) is { } order && !IsBlind
                ? Ok($$"""{"order":{{AdvancedShapes.Order(order)}}}""")
                : new Answered(404, """{"error":"NOT_FOUND","error_details":"order with this orderID was not found"}"""),
        _ => new Answered(404, "<html>not here</html>"),
    };

    protected override void Heard(FeedPeer peer, JsonElement message)
    {
        var channel = message.GetProperty("channel").GetString()!;
        var token = message.TryGetProperty("jwt", out var jwt) ? jwt.GetString() : null;
        if (channel == "user" && !Tokens.Accepts(token, Now, null))
        {
            peer.Send("""{"type":"error","message":"authentication failure"}""");
            return;
        }

        peer.Channels[channel] = message.TryGetProperty("product_ids", out var products)
            ? [.. products.EnumerateArray().Select(one => one.GetString()!)]
            : [];
        peer.Send(AdvancedShapes.Message(peer, "subscriptions", "{\"subscriptions\":{}}"));
        Subscribed?.Invoke(peer, channel);
    }

    public override string TimePath => Root + "/time";

    public override void Beat() => Tell(peer => peer.Channels.ContainsKey("heartbeats"), static peer =>
        AdvancedShapes.Message(peer, "heartbeats", """{"heartbeat_counter":1}"""));

    /// <summary>Someone has subscribed to a channel.</summary>
    public Action<FeedPeer, string>? Subscribed { get; set; }

    /// <summary>Tells everyone who hears what they know a channel by.</summary>
    public void Publish(string asked, string channel, string one) => Tell(
        peer => peer.Hears(asked, "BTC-USDT"), peer => AdvancedShapes.Message(peer, channel, one));

    private static Answered Ok(string body) => new(200, body);

    private Answered Place(JsonElement asked)
    {
        var id = asked.GetProperty("client_order_id").GetString();
        var order = Books.Find(order => order.ClientId == id)
            ?? Books.Place((own, now) => AdvancedShapes.Read(asked, own, now));
        return Ok(AdvancedShapes.Placed(order));
    }

    private Answered Cancel(JsonElement asked)
    {
        var results = asked.GetProperty("order_ids").EnumerateArray().Select(one => one.GetString()!).Select(id =>
        {
            var done = Books.Find(order => order.Id == id) is { } order && Books.Cancel(order);
            return $$"""
                {"success":{{(done ? "true" : "false")}},"order_id":"{{id}}",
                 "failure_reason":"{{(done ? "UNKNOWN_CANCEL_FAILURE_REASON" : "UNKNOWN_CANCEL_ORDER")}}"}
                """;
        });
        return Ok($$"""{"results":[{{string.Join(',', results)}}]}""");
    }

    private Answered List(Asked asked)
    {
        var orders = IsBlind ? [] : Books.Orders.Reverse()
            .Where(order => asked.Argument("order_status") is null || order.IsOpen)
            .Where(order => asked.Argument("product_ids") is not { } product || order.Product == product).ToArray();
        var skip = int.Parse(asked.Argument("cursor") ?? "0", CultureInfo.InvariantCulture);
        var page = orders.Skip(skip).Take(50).ToArray();
        var hasNext = skip + page.Length < orders.Length;
        return Ok($$"""
            {"orders":[{{string.Join(',', page.Select(AdvancedShapes.Order))}}],"sequence":"0",
             "has_next":{{(hasNext ? "true" : "false")}},"cursor":"{{(hasNext ? skip + page.Length : "")}}"}
            """);
    }

    private Answered Fills(Asked asked)
    {
        var trades = Books.Trades.Reverse().Where(trade =>
            (asked.Argument("order_ids") is not { } order || trade.Order.Id == order)
            && (asked.Argument("start_sequence_timestamp") is not { } since
                || trade.At >= DateTimeOffset.Parse(since, CultureInfo.InvariantCulture))).ToArray();
        var skip = int.Parse(asked.Argument("cursor") ?? "0", CultureInfo.InvariantCulture);
        var page = trades.Skip(skip).Take(100).ToArray();
        return Ok($$"""
            {"fills":[{{string.Join(',', page.Select(AdvancedShapes.Fill))}}],
             "cursor":"{{(skip + page.Length < trades.Length ? skip + page.Length : "")}}"}
            """);
    }

    private void Told(VenueChange change)
    {
        var update = $$"""{"type":"update","orders":[{{AdvancedShapes.FeedOrder(change.Order)}}]}""";
        Faults.Pass(() => Tell(
            peer => peer.Hears("user", change.Order.Product), peer => AdvancedShapes.Message(peer, "user", update)));
    }
}
