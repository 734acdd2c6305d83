using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace TradingPlatform.Embedded.SimulatedExchange.Streams;

/// <summary>One WebSocket: messages wait in a bounded queue, and who cannot keep up is cut off rather than waited
/// for.</summary>
internal sealed class StreamConnection(WebSocket socket, OpenStreams open) : IDisposable
{
    private const int MostWaiting = 10_000;
    private const int MostReceived = 64 * 1024;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<ReadOnlyMemory<byte>> _waiting = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly Stack<ReadOnlyMemory<byte>> _held = new();

    /// <summary>Whether messages come wrapped with the name of their stream.</summary>
    public bool IsCombined { get; init; }

    /// <summary>Whether it is the WebSocket API's, whose messages are wrapped in another way.</summary>
    public bool IsApi { get; init; }

    /// <summary>Tells an event, as often as the faults that were planned let it.</summary>
    public void Tell(ReadOnlyMemory<byte> message)
    {
        if (open.TakeHeld() is (true, var isLast))
        {
            Hold(message, isLast);
            return;
        }

        for (var times = open.TakeTimes(); times > 0; times--)
        {
            Send(message);
        }
    }

    /// <summary>Drops the connection without a word.</summary>
    public void Cut() => socket.Abort();

    public void Send(ReadOnlyMemory<byte> message)
    {
        if (!_waiting.Writer.TryWrite(message))
        {
            _waiting.Writer.TryComplete();
            socket.Abort();
        }
    }

    private void Hold(ReadOnlyMemory<byte> message, bool isLast)
    {
        lock (_held)
        {
            _held.Push(message);
            while (isLast && _held.TryPop(out var held))
            {
                Send(held);
            }
        }
    }

    /// <summary>Serves the socket until either end closes it.</summary>
    public async Task RunAsync(Action<ReadOnlyMemory<byte>> received, CancellationToken cancellation)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        var sending = SendAllAsync(linked.Token);
        try
        {
            await ReceiveAllAsync(received, linked.Token);
            if (socket.State is WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, linked.Token);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The other side went away, or the exchange is stopping: either way there is nobody to tell.
        }
        finally
        {
            _waiting.Writer.TryComplete();
            await _closing.CancelAsync();
            await sending;
        }
    }

    public void Dispose() => _closing.Dispose();

    private async Task SendAllAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var message in _waiting.Reader.ReadAllAsync(cancellation))
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellation);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The receiving half sees the same and ends the connection.
        }
    }

    private async Task ReceiveAllAsync(Action<ReadOnlyMemory<byte>> received, CancellationToken cancellation)
    {
        var message = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var result = await socket.ReceiveAsync(message.GetMemory(4096), cancellation);
            if (result.MessageType is WebSocketMessageType.Close)
            {
                return;
            }

            message.Advance(result.Count);
            if (result.EndOfMessage)
            {
                received(message.WrittenMemory);
                message.ResetWrittenCount();
            }
            else if (message.WrittenCount > MostReceived)
            {
                return;
            }
        }
    }
}
