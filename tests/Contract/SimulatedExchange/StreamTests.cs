using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace TradingPlatform.Contract.Simulated;

public sealed class StreamTests : IAsyncLifetime
{
    private Venue _venue = null!;

    private Trader Trader => _venue.Trader;

    public async Task InitializeAsync() => _venue = await Venue.StartAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task A_user_stream_tells_of_every_change_in_its_order()
    {
        using var socket = await OpenAsync("/ws-api/v3");
        var payload = $"apiKey={Trader.ApiKey}&timestamp={Trader.Now}";
        await SendAsync(socket, $$"""
            {"id":"s","method":"userDataStream.subscribe.signature","params":{"apiKey":"{{Trader.ApiKey}}",
            "timestamp":{{Trader.Now}},"signature":"{{Trader.Sign(payload)}}"} }
            """);
        Assert.Equal(0, (await ReceiveAsync(socket)).GetProperty("result").Long("subscriptionId"));
        await Trader.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1&newClientOrderId=m");
        var told = await EventAsync(socket);
        Assert.Equal(("executionReport", "NEW", "m"), (told.Text("e"), told.Text("x"), told.Text("c")));
        told = await EventAsync(socket);
        Assert.Equal(("TRADE", "FILLED", "0.10000000"), (told.Text("x"), told.Text("X"), told.Text("l")));
        var trade = (await Trader.GetAsync("/api/v3/myTrades", "symbol=BTCUSDT")).Json[0];
        Assert.Equal((trade.Long("id"), trade.Text("commission")), (told.Long("t"), told.Text("n")));
        told = await EventAsync(socket);
        Assert.Equal("outboundAccountPosition", told.Text("e"));
        var coins = told.GetProperty("B").EnumerateArray().Single(each => each.Text("a") == "BTC");
        Assert.Equal("0.90000000", coins.Text("f"));
    }

    [Fact]
    public async Task A_cancel_is_told_under_its_own_id_and_a_pair_as_a_list()
    {
        using var socket = await OpenAsync("/ws-api/v3");
        var payload = $"apiKey={Trader.ApiKey}&timestamp={Trader.Now}";
        await SendAsync(socket, $$"""
            {"id":1,"method":"userDataStream.subscribe.signature","params":{"apiKey":"{{Trader.ApiKey}}",
            "timestamp":{{Trader.Now}},"signature":"{{Trader.Sign(payload)}}"} }
            """);
        await ReceiveAsync(socket);
        await Trader.LimitAsync("BUY", 0.1m, 50_000m, "&newClientOrderId=old");
        await EventAsync(socket);
        await EventAsync(socket);
        await Trader.DeleteAsync("/api/v3/order", "symbol=BTCUSDT&origClientOrderId=old&newClientOrderId=undo");
        var told = await EventAsync(socket);
        Assert.Equal(("CANCELED", "undo", "old"), (told.Text("x"), told.Text("c"), told.Text("C")));
        await EventAsync(socket);
        await Trader.SignedAsync(
            HttpMethod.Post,
            "/api/v3/orderList/oco",
            "symbol=BTCUSDT&side=SELL&quantity=0.3&aboveType=LIMIT_MAKER&abovePrice=62000"
            + "&belowType=STOP_LOSS&belowStopPrice=54000");
        told = await EventAsync(socket);
        Assert.Equal(("listStatus", "EXECUTING"), (told.Text("e"), told.Text("L")));
    }

    [Fact]
    public async Task A_subscription_with_a_wrong_signature_is_refused()
    {
        using var socket = await OpenAsync("/ws-api/v3");
        await SendAsync(socket, $$"""
            {"id":"s","method":"userDataStream.subscribe.signature","params":{"apiKey":"{{Trader.ApiKey}}",
            "timestamp":{{Trader.Now}},"signature":"00"} }
            """);
        var refused = await ReceiveAsync(socket);
        Assert.Equal((400, -1022), (refused.Long("status"), refused.GetProperty("error").Long("code")));
        await SendAsync(socket, """{"id":7,"method":"ping"}""");
        Assert.Equal(7, (await ReceiveAsync(socket)).Long("id"));
    }

    [Fact]
    public async Task A_book_kept_from_the_depth_stream_equals_the_snapshot()
    {
        using var socket = await OpenAsync("/ws/btcusdt@depth@100ms");
        await SendAsync(socket, """{"method":"LIST_SUBSCRIPTIONS","params":[],"id":1}""");
        await ReceiveAsync(socket);
        await Trader.LimitAsync("BUY", 0.1m, 59_999.5m);
        var start = await SnapshotAsync();
        var book = Book(start, "bids", "asks").ToDictionary();
        var last = start.Long("lastUpdateId");
        for (var i = 0; i < 3; i++)
        {
            await Trader.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1");
            await _venue.MovePriceAsync("BTCUSDT", 60_000m + (i * 0.07m));
            _venue.Clock.Advance(TimeSpan.FromMilliseconds(100));
            var told = await ReceiveAsync(socket);
            Assert.True(told.Long("U") <= last + 1, "No update may be missing.");
            foreach (var (price, quantity) in Book(told, "b", "a"))
            {
                book[price] = quantity;
            }

            last = told.Long("u");
        }

        var now = await SnapshotAsync();
        Assert.Equal(now.Long("lastUpdateId"), last);
        Assert.Equal(
            Book(now, "bids", "asks").OrderBy(level => level.Key),
            book.Where(level => level.Value > 0).OrderBy(level => level.Key));
    }

    [Fact]
    public async Task A_candle_that_has_ended_is_told_once_as_closed()
    {
        using var socket = await OpenAsync("/ws/btcusdt@kline_1m");
        await SendAsync(socket, """{"method":"LIST_SUBSCRIPTIONS","params":[],"id":1}""");
        await ReceiveAsync(socket);
        var opened = Trader.Now;
        await Trader.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1");
        _venue.Clock.Advance(TimeSpan.FromSeconds(62));
        var told = new List<(long Opened, bool IsClosed)>();
        do
        {
            var candle = (await ReceiveAsync(socket)).GetProperty("k");
            told.Add((candle.Long("t"), candle.GetProperty("x").GetBoolean()));
        }
        while (told[^1].Opened == opened);

        Assert.Equal((opened, true), Assert.Single(told, each => each.IsClosed));
        Assert.Equal((opened + 60_000, false), told[^1]);
        var closed = (await Trader.SendAsync(
            HttpMethod.Get, "/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=2", null)).Json[0];
        Assert.Equal((opened, "0.10000000"), (closed[0].GetInt64(), closed[5].GetString()));
    }

    [Fact]
    public async Task Combined_streams_carry_their_names()
    {
        using var socket = await OpenAsync("/stream?streams=btcusdt@trade");
        await SendAsync(
            socket, """{"method":"SUBSCRIBE","params":["btcusdt@bookTicker","btcusdt@kline_1m"],"id":"x"}""");
        Assert.Equal(JsonValueKind.Null, (await ReceiveAsync(socket)).GetProperty("result").ValueKind);
        await Trader.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.1");
        var trade = await ReceiveAsync(socket);
        Assert.Equal(("btcusdt@trade", "0.10000000"), (trade.Text("stream"), trade.GetProperty("data").Text("q")));
        Assert.Equal("btcusdt@bookTicker", (await ReceiveAsync(socket)).Text("stream"));
        _venue.Clock.Advance(TimeSpan.FromSeconds(1));
        JsonElement told;
        do
        {
            told = await ReceiveAsync(socket);
        }
        while (told.Text("stream") is not "btcusdt@kline_1m");

        Assert.Equal("1m", told.GetProperty("data").GetProperty("k").Text("i"));
        await SendAsync(socket, """{"method":"SUBSCRIBE","params":["nope@trade"],"id":2}""");
        do
        {
            told = await ReceiveAsync(socket);
        }
        while (told.TryGetProperty("stream", out _));

        Assert.Equal(2, told.GetProperty("error").Long("code"));
    }

    private async Task<ClientWebSocket> OpenAsync(string target)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new Uri(new UriBuilder(_venue.Url) { Scheme = "ws" }.Uri, target), CancellationToken.None);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        // A message that never comes is a failure, not a hang.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[256 * 1024];
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            length += result.Count;
            if (result.EndOfMessage)
            {
                using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
                return document.RootElement.Clone();
            }
        }
    }

    private static async Task<JsonElement> EventAsync(ClientWebSocket socket)
    {
        var message = await ReceiveAsync(socket);
        Assert.Equal(0, message.Long("subscriptionId"));
        return message.GetProperty("event");
    }

    private async Task<JsonElement> SnapshotAsync() =>
        (await Trader.SendAsync(HttpMethod.Get, "/api/v3/depth?symbol=BTCUSDT&limit=5000", null)).MustSucceed().Json;

    private static IEnumerable<KeyValuePair<(bool IsBid, decimal Price), decimal>> Book(
        JsonElement json, string bids, string asks) => Levels(json, bids, true).Concat(Levels(json, asks, false));

    private static IEnumerable<KeyValuePair<(bool IsBid, decimal Price), decimal>> Levels(
        JsonElement json, string name, bool isBid) =>
        json.GetProperty(name).EnumerateArray().Select(level => KeyValuePair.Create(
            (isBid, decimal.Parse(level[0].GetString()!, CultureInfo.InvariantCulture)),
            decimal.Parse(level[1].GetString()!, CultureInfo.InvariantCulture)));
}
