using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TradingPlatform.Contract.Sockets;

/// <summary>A WebSocket server whose every connection the test holds in its hands.</summary>
internal sealed class SocketServer : IAsyncDisposable
{
    private readonly WebApplication _app = Build();
    private readonly Channel<ServerSocket> _accepted = Channel.CreateUnbounded<ServerSocket>();
    private readonly ConcurrentQueue<(int Status, int? RetryAfter)> _refusals = new();
    private readonly ConcurrentQueue<ServerSocket> _held = new();
    private int _attempts;

    public Uri Address { get; private set; } = null!;

    /// <summary>How many handshakes came.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    public static async Task<SocketServer> StartAsync()
    {
        var server = new SocketServer();
        server._app.UseWebSockets();
        server._app.Run(server.HandleAsync);
        await server._app.StartAsync();
        var http = server._app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Address = new UriBuilder(http) { Scheme = "ws" }.Uri;
        return server;
    }

    /// <summary>Answers the next handshake so, in place of opening.</summary>
    public void RefuseNext(int status, int? retryAfter) => _refusals.Enqueue((status, retryAfter));

    /// <summary>The next connection that is opened.</summary>
    public async Task<ServerSocket> AcceptAsync() => await _accepted.Reader.ReadAsync(Patience.Token);

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _held)
        {
            socket.Cut();
        }

        await _app.DisposeAsync();
    }

    /// <summary>What never comes is a failure, not a hang.</summary>
    private static CancellationTokenSource Patience => new(TimeSpan.FromSeconds(20));

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    private async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _attempts);
        if (_refusals.TryDequeue(out var refusal))
        {
            context.Response.StatusCode = refusal.Status;
            if (refusal.RetryAfter is { } seconds)
            {
                context.Response.Headers.RetryAfter = seconds.ToString(
                    System.Globalization.CultureInfo.InvariantCulture);
            }

            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.Zero });
        var held = new ServerSocket(socket, context);
        _held.Enqueue(held);
        _accepted.Writer.TryWrite(held);
        await held.Over;
    }
}

/// <summary>One connection, at the server's end.</summary>
internal sealed class ServerSocket(WebSocket socket, HttpContext context)
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Over => _over.Task;

    public string Target => context.Request.Path + context.Request.QueryString;

    public Task SendAsync(string text) => socket.SendAsync(
        Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>The next text; null where the client closes.</summary>
    public async Task<string?> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            length += result.Count;
            if (result.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (result.EndOfMessage)
            {
                return Encoding.UTF8.GetString(buffer, 0, length);
            }
        }
    }

    public async Task CloseAsync()
    {
        await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, CancellationToken.None);
        _over.TrySetResult();
    }

    /// <summary>Drops the connection without a word.</summary>
    public void Cut()
    {
        if (!_over.Task.IsCompleted)
        {
            context.Abort();
            _over.TrySetResult();
        }
    }
}
