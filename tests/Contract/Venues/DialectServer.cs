using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TradingPlatform.Contract.Venues;

/// <summary>
/// A server over real sockets that speaks an exchange's dialect, REST and WebSocket, and misbehaves when told.
/// </summary>
internal abstract class DialectServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Call, Func<HttpContext, Func<Answered>, Task> How)> _faults = new();
    private readonly ConcurrentDictionary<Guid, FeedPeer> _peers = new();
    private readonly WebApplication _app = Build();

    public ConcurrentQueue<Asked> Received { get; } = new();

    /// <summary>When each request came, and whether it was one of an account's.</summary>
    public ConcurrentQueue<(TimeSpan At, bool Private)> Arrived { get; } = new();

    public Uri Address { get; private set; } = null!;

    /// <summary>Its own address, whatever stands before it.</summary>
    public Uri Origin { get; private set; } = null!;

    /// <summary>Whether a relay stands before it; to be said before it starts.</summary>
    public bool IsRelayed { get; set; }

    public Relay? Relay { get; private set; }

    /// <summary>What becomes of what accounts are told.</summary>
    public EventFaults Faults { get; } = new();

    /// <summary>Where anyone is told the time.</summary>
    public abstract string TimePath { get; }

    /// <summary>The heartbeat that comes every second, whatever happens.</summary>
    public abstract void Beat();

    /// <summary>The feeds that are open.</summary>
    public ICollection<FeedPeer> Peers => _peers.Values;

    public async Task StartAsync()
    {
        _app.UseWebSockets();
        _app.Run(HandleAsync);
        await _app.StartAsync();
        Address = Origin = new Uri(_app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        if (IsRelayed)
        {
            Relay = new Relay(Address);
            Address = Relay.Address;
        }
    }

    /// <summary>Does this to the next request of a call that begins so, in place of answering it.</summary>
    public void Misbehave(string call, Func<HttpContext, Func<Answered>, Task> how) => _faults.Enqueue((call, how));

    /// <summary>Does what the next such request asks, and cuts the connection before the answer.</summary>
    public void LoseAnswer(string call) => Misbehave(call, (context, act) =>
    {
        act();
        context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>Answers the next such request so, and does nothing.</summary>
    public void AnswerInstead(string call, Answered answer) =>
        Misbehave(call, (context, _) => WriteAsync(context, answer));

    public int Count(string call) => Received.Count(asked => asked.Call.StartsWith(call, StringComparison.Ordinal));

    /// <summary>Cuts every feed, without a word.</summary>
    public void CutFeeds()
    {
        foreach (var peer in Peers)
        {
            peer.Cut();
        }
    }

    public async ValueTask DisposeAsync()
    {
        CutFeeds();
        if (Relay is not null)
        {
            await Relay.DisposeAsync();
        }

        await _app.DisposeAsync();
    }

    public static async Task WriteAsync(HttpContext context, Answered answer)
    {
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        await context.Response.WriteAsync(answer.Body);
    }

    /// <summary>Answers a call whose signature has been looked at.</summary>
    protected abstract Answered Answer(Asked asked);

    /// <summary>Null where the call is public, or its signature is good.</summary>
    protected abstract Answered? Refusal(Asked asked);

    /// <summary>A feed said something.</summary>
    protected abstract void Heard(FeedPeer peer, JsonElement message);

    protected void Tell(Func<FeedPeer, bool> whom, Func<FeedPeer, string> what)
    {
        foreach (var peer in Peers.Where(whom))
        {
            peer.Send(what(peer));
        }
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
            await ServeFeedAsync(context);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var query = context.Request.QueryString.Value?.TrimStart('?') ?? "";
        var asked = new Asked(
            context.Request.Method, context.Request.Path, query, await reader.ReadToEndAsync(),
            context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            context.Request.Path + context.Request.QueryString.Value);
        Received.Enqueue(asked);
        Arrived.Enqueue((Stopwatch.GetElapsedTime(0), asked.Headers.Keys.Any(
            name => name is "Authorization" or "CB-ACCESS-KEY")));
        Answered Act() => Refusal(asked) ?? Answer(asked);
        if (_faults.TryPeek(out var fault) && asked.Call.StartsWith(fault.Call, StringComparison.Ordinal)
            && _faults.TryDequeue(out _))
        {
            await fault.How(context, Act);
            return;
        }

        await WriteAsync(context, Act());
    }

    private async Task ServeFeedAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var peer = new FeedPeer(socket, context);
        _peers[peer.Id] = peer;
        var writing = peer.WriteAllAsync();
        try
        {
            var buffer = new byte[256 * 1024];
            while (true)
            {
                var length = 0;
                WebSocketReceiveResult read;
                do
                {
                    read = await socket.ReceiveAsync(
                        new ArraySegment<byte>(buffer, length, buffer.Length - length), CancellationToken.None);
                    length += read.Count;
                }
                while (!read.EndOfMessage);
                if (read.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                Heard(peer, JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, length)).RootElement);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // The other side has left, or was cut.
        }
        finally
        {
            _peers.TryRemove(peer.Id, out _);
            peer.Cut();
            await writing;
        }
    }
}
