using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace TradingPlatform.Contract.Venues;

/// <summary>One who listens to a feed.</summary>
internal sealed class FeedPeer(WebSocket socket, HttpContext context)
{
    private readonly Channel<string> _outgoing = Channel.CreateUnbounded<string>();
    private readonly Lock _gate = new();
    private long _number = -1;
    private string? _held;

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>What it has subscribed, by channel.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, string[]> Channels { get; } =
        new(StringComparer.Ordinal);

    /// <summary>Says whether a message is dropped: its number is used up, and nobody hears it.</summary>
    public Func<string, bool> Drops { get; set; } = static _ => false;

    /// <summary>The next message is sent after the one that follows it; each keeps its number.</summary>
    public bool SwapsNext { get; set; }

    public bool Hears(string channel, string product) =>
        Channels.TryGetValue(channel, out var products) && (products.Length == 0 || products.Contains(product));

    /// <summary>The number of the next message.</summary>
    public long NextNumber() => Interlocked.Increment(ref _number);

    public void Send(string message)
    {
        lock (_gate)
        {
            if (Drops(message))
            {
                return;
            }

            if (SwapsNext)
            {
                (_held, SwapsNext) = (message, false);
                return;
            }

            _outgoing.Writer.TryWrite(message);
            if (_held is not null)
            {
                _outgoing.Writer.TryWrite(_held);
                _held = null;
            }
        }
    }

    public void Cut()
    {
        _outgoing.Writer.TryComplete();
        context.Abort();
    }

    public async Task WriteAllAsync()
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync())
            {
                await socket.SendAsync(
                    Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, CancellationToken.None);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException
            or ObjectDisposedException or InvalidOperationException)
        {
            // The other side has left, or was cut.
        }
    }
}
