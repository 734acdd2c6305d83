using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using TradingPlatform.Contract.Venues;

namespace TradingPlatform.Contract.Bitget;

/// <summary>
/// The server's streams: logins are checked, changes of the books are pushed, and frames lost when told.
/// </summary>
internal sealed class BitgetSockets
{
    private readonly BitgetServer _server;
    private readonly ConcurrentDictionary<Client, bool> _clients = new();

    public BitgetSockets(BitgetServer server)
    {
        _server = server;
        server.Books.Changed = Push;
        server.Books.PlanChanged = plan => Tell(
            "orders-algo", Algo(plan));
    }

    private string InstType => _server.Books.IsFutures ? "USDT-FUTURES" : "SPOT";

    /// <summary>Whether the message of a channel is lost.</summary>
    public Func<string, bool> Loses { get; set; } = static _ => false;

    /// <summary>Half-open: nothing is sent any more, and nothing is said.</summary>
    public bool IsMute { get; set; }

    public int Logins;

    public int Subscribed => _clients.Keys.Count(client => !client.Channels.IsEmpty);

    /// <summary>What becomes of what accounts are told.</summary>
    public EventFaults Faults { get; } = new();

    /// <summary>Cuts every connection, without a word.</summary>
    public void CutAll()
    {
        foreach (var client in _clients.Keys)
        {
            client.Context.Abort();
        }
    }

    /// <summary>Sends a frame to all who hear of its channel.</summary>
    public void Tell(string channel, JsonNode row, string action = "snapshot", string instId = "default")
    {
        if (IsMute || Loses(channel))
        {
            return;
        }

        var frame = new JsonObject
        {
            ["action"] = action,
            ["arg"] = new JsonObject { ["instType"] = InstType, ["channel"] = channel, ["instId"] = instId },
            ["data"] = new JsonArray(row.DeepClone()), ["ts"] = _server.Now,
        }.ToJsonString();
        foreach (var client in _clients.Keys.Where(client => client.Channels.ContainsKey(channel)))
        {
            client.Out.Writer.TryWrite(frame);
        }
    }

    public async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var client = new Client(context, context.Request.Path.Value!.EndsWith("/public", StringComparison.Ordinal));
        _clients[client] = true;
        var writing = WriteAsync(client, socket);
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer, context.RequestAborted);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                Hear(client, Encoding.UTF8.GetString(buffer, 0, read.Count));
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
        }
        finally
        {
            _clients.TryRemove(client, out _);
            client.Out.Writer.TryComplete();
            await writing;
        }
    }

    private JsonObject Algo(BookedOrder plan)
    {
        var row = BitgetJson.Plan(plan, _server.Books.IsFutures);
        row["instId"] = plan.Symbol;
        row["status"] = plan.Status;
        return row;
    }

    private void Push(BookedOrder order, BookedTrade? trade)
    {
        var row = BitgetJson.Push(order, trade, _server.Books.IsFutures);
        var fill = trade is null ? null : BitgetJson.Trade(trade, _server.Books.IsFutures);
        Faults.Pass(() =>
        {
            Tell("orders", row);
            if (fill is not null)
            {
                Tell("fill", fill);
            }
        });
    }

    private void Hear(Client client, string text)
    {
        if (text == "ping")
        {
            if (!IsMute)
            {
                client.Out.Writer.TryWrite("pong");
            }

            return;
        }

        var message = JsonNode.Parse(text)!;
        switch ((string?)message["op"])
        {
            case "login":
                Interlocked.Increment(ref Logins);
                var with = message["args"]![0]!;
                client.LoggedOn = (string?)with["sign"]
                    == BitgetServer.Sign((string?)with["timestamp"] + "GET" + "/user/verify")
                    && (string?)with["apiKey"] == BitgetServer.Key;
                client.Out.Writer.TryWrite(client.LoggedOn
                    ? """{"event":"login","code":"0","msg":""}""" : """{"event":"error","code":"30005","msg":"error"}""");
                break;
            case "subscribe":
                foreach (var arg in message["args"]!.AsArray())
                {
                    client.Channels[(string)arg!["channel"]!] = true;
                    client.Out.Writer.TryWrite(new JsonObject
                    {
                        ["event"] = client.IsPublic || client.LoggedOn ? "subscribe" : "error", ["code"] = "30004",
                        ["arg"] = arg.DeepClone(),
                    }.ToJsonString());
                    Joined?.Invoke((string)arg["channel"]!);
                }

                break;
            case "unsubscribe":
                foreach (var arg in message["args"]!.AsArray())
                {
                    client.Channels.TryRemove((string)arg!["channel"]!, out _);
                    client.Out.Writer.TryWrite(
                        new JsonObject { ["event"] = "unsubscribe", ["arg"] = arg.DeepClone() }.ToJsonString());
                }

                break;
        }
    }

    /// <summary>Told of each subscription, once it is acknowledged.</summary>
    public Action<string>? Joined { get; set; }

    private static async Task WriteAsync(Client client, WebSocket socket)
    {
        try
        {
            await foreach (var frame in client.Out.Reader.ReadAllAsync())
            {
                await socket.SendAsync(
                    Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, client.Context.RequestAborted);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
        }
    }

    private sealed class Client(HttpContext context, bool isPublic)
    {
        public HttpContext Context { get; } = context;

        public bool IsPublic { get; } = isPublic;

        public bool LoggedOn { get; set; }

        public ConcurrentDictionary<string, bool> Channels { get; } = new(StringComparer.Ordinal);

        public Channel<string> Out { get; } = Channel.CreateUnbounded<string>();
    }
}
