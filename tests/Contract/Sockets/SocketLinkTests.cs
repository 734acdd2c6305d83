using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Contract.Binance;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Contract.Sockets;

public sealed class SocketLinkTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly WebSocketHandshake _handshake = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Heard _heard = new();
    private SocketServer _server = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync() => _server = await SocketServer.StartAsync();

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _server.DisposeAsync();
        _handshake.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task Messages_go_both_ways()
    {
        Start(Options with { Address = () => new Uri(_server.Address, "/ws?a=b") });
        var socket = await _server.AcceptAsync();
        Assert.Equal("/ws?a=b", socket.Target);
        Assert.Equal("hello 1", await socket.ReceiveAsync());
        await socket.SendAsync("{\"ü\":1}");
        Assert.Equal("1: {\"ü\":1}", await _heard.NextAsync());
    }

    [Fact]
    public async Task A_lost_connection_is_told_and_opened_again_after_a_wait()
    {
        Start(Options);
        var first = await _server.AcceptAsync();
        await first.SendAsync("ready");
        await _heard.NextAsync();
        first.Cut();
        Assert.Equal("1 ended: the connection broke off", await _heard.NextAsync());
        Assert.Equal(1, _server.Attempts);
        var second = await PassAsync(_server.AcceptAsync());
        await second.SendAsync("again");
        Assert.Equal("2: again", await _heard.NextAsync());
        await second.CloseAsync();
        Assert.Equal("2 ended: closed by the exchange (1001)", await _heard.NextAsync());
    }

    [Fact]
    public async Task A_lost_connection_is_opened_again_at_the_address_that_is_in_use_then()
    {
        await using var other = await SocketServer.StartAsync();
        var inUse = _server.Address;
        Start(Options with { Address = () => Volatile.Read(ref inUse) });
        var first = await _server.AcceptAsync();
        await first.SendAsync("ready");
        await _heard.NextAsync();
        Volatile.Write(ref inUse, other.Address);
        first.Cut();

        var second = await PassAsync(other.AcceptAsync());

        await second.SendAsync("again");
        Assert.Contains("ended", await _heard.NextAsync(), StringComparison.Ordinal);
        Assert.Equal("2: again", await _heard.NextAsync());
        Assert.Equal(1, _server.Attempts);
        await _stop.CancelAsync();
        await _running;
    }

    [Fact]
    public void Waits_between_attempts_double_up_to_their_longest()
    {
        var waits = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), static () => 0.5);
        Assert.Equal([0.75, 1.5, 3, 6, 12, 22.5, 22.5], Enumerable.Range(0, 7).Select(_ => waits.Next().TotalSeconds));
        waits.Reset();
        Assert.Equal(0.75, waits.Next().TotalSeconds);
    }

    [Fact]
    public async Task Nothing_is_opened_while_the_exchange_wants_silence()
    {
        _server.RefuseNext(418, 120);
        var until = DateTimeOffset.MinValue;
        Start(Options with
        {
            Refused = refused => until = _clock.GetUtcNow() + refused.RetryAfter!.Value,
            HoldBack = () => until > _clock.GetUtcNow() ? until - _clock.GetUtcNow() : TimeSpan.Zero,
        });
        var opened = _clock.GetUtcNow();
        var socket = await PassAsync(_server.AcceptAsync());
        Assert.Equal("hello 1", await socket.ReceiveAsync());
        Assert.True(_clock.GetUtcNow() - opened >= TimeSpan.FromSeconds(120));
        Assert.Equal(2, _server.Attempts);
    }

    [Fact]
    public async Task F05_A_connection_that_has_fallen_silent_is_given_up()
    {
        using var silent = new SilentStream();
        using var session = new SocketSession(silent, Options, _clock);
        var over = session.RunAsync(new Listener(_heard, 1));
        var began = _clock.GetUtcNow();
        Assert.Equal("silent for 45 s", await PassAsync(over));
        Assert.Equal(45, (_clock.GetUtcNow() - began).TotalSeconds, 5d);
        Assert.True(silent.Written >= 2, "It was asked for a sign of life before.");
    }

    [Fact]
    public async Task F06_A_connection_whose_message_never_ends_is_given_up()
    {
        using var dripping = new DrippingStream(_clock);
        using var session = new SocketSession(dripping, Options, _clock);
        var over = session.RunAsync(new Listener(_heard, 1));
        var began = _clock.GetUtcNow();
        Assert.Equal("no whole message for 90 s", await PassAsync(over));
        Assert.Equal(90, (_clock.GetUtcNow() - began).TotalSeconds, 5d);
        Assert.True(dripping.Bytes > 20, "Bytes came all the time.");
    }

    [Fact]
    public async Task Before_the_exchange_cuts_it_a_session_is_replaced_by_one_that_is_ready()
    {
        // Time leaps here, which nothing but the renewal is to notice.
        var never = TimeSpan.FromDays(9);
        Start(Options with { SilentAfter = never, ConnectTimeout = never, ReadyTimeout = never, ProbeEvery = never });
        var first = await _server.AcceptAsync();
        await first.SendAsync("ready");
        await _heard.NextAsync();
        var began = _clock.GetUtcNow();
        var second = await PassAsync(_server.AcceptAsync(), TimeSpan.FromMinutes(10));
        Assert.True(_clock.GetUtcNow() - began > TimeSpan.FromHours(21));
        await first.SendAsync("still here");
        Assert.Equal("1: still here", await _heard.NextAsync());
        await second.SendAsync("ready");
        var told = new[] { await _heard.NextAsync(), await _heard.NextAsync() };
        Assert.Contains("2: ready", told);
        Assert.Contains("1 replaced", told);
        await second.SendAsync("goes on");
        Assert.Equal("2: goes on", await _heard.NextAsync());
    }

    [Fact]
    public async Task A_session_that_is_not_ready_in_time_makes_place()
    {
        Start(Options);
        await _server.AcceptAsync();
        var second = await PassAsync(_server.AcceptAsync());
        Assert.Equal("1 ended: it was not ready in time", await _heard.NextAsync());
        await second.SendAsync("ready");
        Assert.Equal("2: ready", await _heard.NextAsync());
    }

    [Fact]
    public async Task No_more_messages_leave_in_a_second_than_the_exchange_takes()
    {
        var pace = new MessagePace(5, _clock);
        var sent = new List<DateTimeOffset>();
        for (var message = 0; message < 23; message++)
        {
            await PassAsync(pace.WaitAsync(default).AsTask(), TimeSpan.FromMilliseconds(50));
            sent.Add(_clock.GetUtcNow());
        }

        Assert.All(sent.Zip(sent.Skip(5)), pair => Assert.True(pair.Second - pair.First > TimeSpan.FromSeconds(1)));
        Assert.True(sent[^1] - sent[0] < TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_ends_the_session()
    {
        Start(Options);
        var socket = await _server.AcceptAsync();
        await socket.SendAsync("unreadable");
        Assert.Equal("1 ended: a message could not be read", await _heard.NextAsync());
    }

    private SocketOptions Options => new() { Address = () => _server.Address, Chance = static () => 0.5 };

    private void Start(SocketOptions options)
    {
        var sessions = 0;
        var link = new SocketLink(options, _handshake, _clock, NullLogger.Instance,
            () => new Listener(_heard, ++sessions));
        _running = link.RunAsync(_stop.Token);
    }

    /// <summary>Lets time pass until it is done.</summary>
    private async Task<T> PassAsync<T>(Task<T> task, TimeSpan? step = null)
    {
        await PassAsync((Task)task, step);
        return await task;
    }

    private async Task PassAsync(Task task, TimeSpan? step = null)
    {
        for (var turn = 0; turn < 4000 && !task.IsCompleted; turn++)
        {
            // Real time for what hangs on sockets, the manual clock for what hangs on it.
            await Task.WhenAny(task, Task.Delay(2));
            if (!task.IsCompleted)
            {
                // Slowly, since what waits for a socket has a patience of its own on this clock.
                _clock.Advance(step ?? TimeSpan.FromMilliseconds(250));
            }
        }

        Assert.True(task.IsCompleted, "It never happened.");
        await task;
    }

    private sealed class Heard
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public ConcurrentQueue<string> Signs { get; } = new();

        public void Say(string line) => _lines.Writer.TryWrite(line);

        public async Task<string> NextAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            return await _lines.Reader.ReadAsync(patience.Token);
        }
    }

    private sealed class Listener(Heard heard, int number) : ISocketListener
    {
        public Task OpenedAsync(SocketSession session, CancellationToken cancellation)
        {
            session.Send(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"hello {number}")));
            return Task.CompletedTask;
        }

        public void Received(SocketSession session, ReadOnlySpan<byte> message)
        {
            if (message.SequenceEqual("unreadable"u8))
            {
                throw new FormatException();
            }

            session.BeReady();
            heard.Say($"{number}: {Encoding.UTF8.GetString(message)}");
        }

        public void Alive() => heard.Signs.Enqueue("alive");

        public void Ended(string why, bool replaced) =>
            heard.Say(replaced ? $"{number} replaced" : $"{number} ended: {why}");
    }

    /// <summary>A connection that says a message of a thousand bytes, one every second.</summary>
    private sealed class DrippingStream(TimeProvider clock) : SilentStream
    {
        public int Bytes { get; private set; }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (await Task.WhenAny(Over, Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken)) == Over)
            {
                return 0;
            }

            // A text frame, and its length in the two bytes that follow.
            buffer.Span[0] = Bytes switch { 0 => 0x81, 1 => 126, 2 => 0x03, 3 => 0xE8, _ => (byte)' ' };
            Bytes++;
            return 1;
        }
    }

    /// <summary>A connection that takes everything and never says a word.</summary>
    private class SilentStream : Stream
    {
        private readonly TaskCompletionSource<int> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Written { get; private set; }

        protected Task Over => _over.Task;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(_over.Task);

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written++;
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _over.TrySetResult(0);
            base.Dispose(disposing);
        }
    }
}
