using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges.Sockets;

/// <summary>One WebSocket, from its opening to its end: one reader, one sender, and a watch over its silence.</summary>
internal sealed class SocketSession(Stream stream, SocketOptions options, TimeProvider time) : IDisposable
{
    private const int MostWaiting = 4096;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _renewal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<byte[]> _outgoing =
        Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private long _heard = time.GetTimestamp();
    private long _whole = time.GetTimestamp();
    private byte[]? _pong;
    private string? _why;
    private bool _isEnding;

    /// <summary>Completes once the listener has called the session ready; never where it ends before.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes where the listener has asked for a new session in place of this one.</summary>
    public Task RenewalAsked => _renewal.Task;

    /// <summary>The subscription stands: the session before this one may go.</summary>
    public void BeReady() => _ready.TrySetResult();

    /// <summary>The exchange will cut this session soon: another one is opened before this one is closed.</summary>
    public void AskRenewal() => _renewal.TrySetResult();

    /// <summary>Queues a text message; it leaves as the exchange's limit of messages lets it.</summary>
    public void Send(ReadOnlySpan<byte> text)
    {
        if (!_outgoing.Writer.TryWrite(FrameWriter.Write(FrameKind.Text, text)))
        {
            End("too many messages wait to be sent");
        }
    }

    /// <summary>Ends the session, at once. The first reason stands.</summary>
    public void End(string why)
    {
        Interlocked.CompareExchange(ref _why, why, null);
        if (!Interlocked.Exchange(ref _isEnding, true))
        {
            _outgoing.Writer.TryComplete();
            // The sender then says goodbye and closes the stream.
            _ending.Cancel();
        }
    }

    /// <summary>Serves the session until either side ends it.</summary>
    /// <returns>Why it ended.</returns>
    public async Task<string> RunAsync(ISocketListener listener)
    {
        var opening = OpenAsync(listener);
        var writing = WriteAllAsync();
        var watching = WatchAsync();
        try
        {
            await ReadAllAsync(listener);
        }
        finally
        {
            End("the connection broke off");
            await writing;
            await watching;
            await opening;
        }

        return _why!;
    }

    public void Dispose()
    {
        _ending.Dispose();
        stream.Dispose();
    }

    private async Task OpenAsync(ISocketListener listener)
    {
        try
        {
            await listener.OpenedAsync(this, _ending.Token);
        }
        catch (ExchangeException refused)
        {
            End($"it could not be subscribed ({refused.Error.Kind} {refused.Error.Code})");
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The session ended meanwhile.
        }
    }

    private async Task ReadAllAsync(ISocketListener listener)
    {
        using var reader = new FrameReader(options.MaxMessageBytes);
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(reader.Free(), CancellationToken.None);
                if (read == 0)
                {
                    return;
                }

                Volatile.Write(ref _heard, time.GetTimestamp());
                reader.Take(read);
                if (!Deliver(reader, listener))
                {
                    return;
                }
            }
        }
        catch (FrameException broken)
        {
            End("the protocol was broken: " + broken.Message);
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or OverflowException
            or InvalidOperationException or ArgumentException)
        {
            End("a message could not be read");
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // Ended by either side; the reason is said where it is known.
        }
    }

    /// <summary>Delivers all that is here; false where the other side closes.</summary>
    private bool Deliver(FrameReader reader, ISocketListener listener)
    {
        while (_why is null && reader.TryRead(out var frame))
        {
            Volatile.Write(ref _whole, Volatile.Read(ref _heard));
            switch (frame.Kind)
            {
                case FrameKind.Text:
                    listener.Received(this, frame.Payload);
                    break;
                case FrameKind.Ping:
                    // Only the latest one is owed an answer (RFC 6455, section 5.5.3).
                    Volatile.Write(ref _pong, FrameWriter.Write(FrameKind.Pong, frame.Payload));
                    _outgoing.Writer.TryWrite([]);
                    listener.Alive();
                    break;
                case FrameKind.Pong:
                    listener.Alive();
                    break;
                case FrameKind.Close:
                    Interlocked.CompareExchange(ref _why, Closing(frame.Payload), null);
                    return false;
                default:
                    throw new FrameException("bytes where text is due");
            }
        }

        return _why is null;
    }

    private async Task WriteAllAsync()
    {
        var pace = new MessagePace(options.MessagesPerSecond, time);
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(_ending.Token))
            {
                // An empty message stands for a pong, of which the latest is sent; it may have left already.
                if (message.Length > 0 || _pong is not null)
                {
                    await pace.WaitAsync(_ending.Token);
                    var frame = message.Length > 0 ? message : Interlocked.Exchange(ref _pong, null)!;
                    await stream.WriteAsync(frame, _ending.Token);
                    await stream.FlushAsync(_ending.Token);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or OperationCanceledException)
        {
            End("it could not be written to");
        }
        finally
        {
            await CloseAsync();
        }
    }

    /// <summary>Reading has no token, so that it costs nothing: it ends with its stream.</summary>
    private async Task CloseAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(Farewell, time);
            await stream.WriteAsync(FrameWriter.Write(FrameKind.Close, NormalClosure), patience.Token);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // It is closed already.
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(options.ProbeEvery, time);
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                var silence = time.GetElapsedTime(Volatile.Read(ref _heard));
                var unfinished = time.GetElapsedTime(Volatile.Read(ref _whole));
                if (silence >= options.SilentAfter)
                {
                    End(string.Create(CultureInfo.InvariantCulture, $"silent for {silence.TotalSeconds:0} s"));
                }
                else if (unfinished >= options.UnfinishedAfter)
                {
                    End(string.Create(
                        CultureInfo.InvariantCulture, $"no whole message for {unfinished.TotalSeconds:0} s"));
                }
                else
                {
                    _outgoing.Writer.TryWrite(
                        FrameWriter.Write(options.Probe.IsEmpty ? FrameKind.Ping : FrameKind.Text, options.Probe.Span));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The session ended.
        }
    }

    /// <summary>1000, as RFC 6455 numbers it.</summary>
    private static ReadOnlySpan<byte> NormalClosure => [0x03, 0xE8];

    private static string Closing(ReadOnlySpan<byte> payload) => payload.Length < 2
        ? "closed by the exchange"
        : string.Create(CultureInfo.InvariantCulture, $"closed by the exchange ({(payload[0] << 8) | payload[1]})");
}
