using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TradingPlatform.Contract.Venues;

/// <summary>
/// Stands in the way to a server, byte for byte, and spoils what the server says when told: what no dialect can show
/// because no frame is involved.
/// </summary>
public sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Way, Task> _ways = new();
    private readonly Uri _to;
    private readonly Task _accepting;

    public Relay(Uri to)
    {
        _to = to;
        _listener.Start();
        Address = new UriBuilder(to) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Not a byte of the server's arrives, on no connection; none is closed.</summary>
    public bool IsDown { get; set; }

    /// <summary>What the server says on the streams that are open now arrives no more; they are not closed.</summary>
    public void Mute() => Streams(way => way.IsMute = true);

    /// <summary>What the server says on the streams that are open now arrives byte by byte, by <see cref="Drop"/>.
    /// </summary>
    public void Drip() => Streams(way => way.Drips = true);

    /// <summary>One byte more arrives on each stream that drips.</summary>
    public void Drop() => Streams(way => way.Drops.Release());

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var way in _ways.Keys)
        {
            way.Close();
        }

        await Task.WhenAll(_ways.Values);
        _listener.Dispose();
    }

    private void Streams(Action<Way> act)
    {
        foreach (var way in _ways.Keys.Where(way => way.IsStream))
        {
            act(way);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var way = new Way(this, await _listener.AcceptTcpClientAsync());
                _ways[way] = way.RunAsync(_to);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private sealed class Way(Relay relay, TcpClient client)
    {
        private readonly TcpClient _server = new() { NoDelay = true };
        private readonly CancellationTokenSource _closing = new();

        public bool IsStream { get; private set; }

        public bool IsMute { get; set; }

        public bool Drips { get; set; }

        public SemaphoreSlim Drops { get; } = new(0);

        public void Close() => _closing.Cancel();

        public async Task RunAsync(Uri to)
        {
            client.NoDelay = true;
            try
            {
                await _server.ConnectAsync(to.Host, to.Port, _closing.Token);
                await Task.WhenAny(AskAsync(), AnswerAsync());
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                // Nobody is there.
            }
            finally
            {
                await _closing.CancelAsync();
                client.Dispose();
                _server.Dispose();
                relay._ways.TryRemove(this, out _);
            }
        }

        private async Task AskAsync()
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (await client.GetStream().ReadAsync(buffer, _closing.Token) is > 0 and var read)
                {
                    IsStream |= Encoding.ASCII.GetString(buffer, 0, Math.Min(read, 2048))
                        .Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase);
                    await _server.GetStream().WriteAsync(buffer.AsMemory(0, read), _closing.Token);
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // Either side has left.
            }
        }

        private async Task AnswerAsync()
        {
            var buffer = new byte[64 * 1024];
            try
            {
                while (await _server.GetStream().ReadAsync(buffer, _closing.Token) is > 0 and var read)
                {
                    if (!relay.IsDown && !IsMute)
                    {
                        await PassAsync(buffer.AsMemory(0, read));
                    }
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // Either side has left.
            }
        }

        private async Task PassAsync(ReadOnlyMemory<byte> said)
        {
            while (Drips && said.Length > 0)
            {
                await Drops.WaitAsync(_closing.Token);
                await client.GetStream().WriteAsync(said[..1], _closing.Token);
                said = said[1..];
            }

            await client.GetStream().WriteAsync(said, _closing.Token);
        }
    }
}
