using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TradingPlatform.Exchanges.Binance;
using TradingPlatform.Exchanges.Binance.Depth;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Benchmarks.Depth;

/// <summary>Keeps the book until its last update, over the adapter's own frames, parser and book.</summary>
internal sealed class DepthRun(DepthOptions options) : ISocketListener
{
    private const int MostFailures = 5;

    private readonly Lock _gate = new();
    private readonly DepthSync _sync = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private long _started;
    private long _ended;
    private long _messages;
    private long _steadyMessages;
    private long _steadyFrom = -1;
    private long _steadyBytes;
    private bool _asking;

    /// <summary>Completes with the last update. Fails where the book cannot be had.</summary>
    public Task Done => _done.Task;

    public async Task OpenedAsync(SocketSession session, CancellationToken cancellation)
    {
        session.BeReady();
        // Binance streams by the address alone; a server that wants to be asked is asked when it says nothing.
        await Task.Delay(TimeSpan.FromSeconds(2), cancellation);
        if (Volatile.Read(ref _messages) == 0)
        {
            session.Send(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $$"""{"method":"SUBSCRIBE","params":["{{options.Symbol.ToLowerInvariant()}}@depth"],"id":1}""")));
        }
    }

    public void Received(SocketSession session, ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            if (_started == 0)
            {
                _started = Stopwatch.GetTimestamp();
            }

            var step = _sync.Take(message);
            if (step == DepthStep.None && StreamMessage.TrySplit(message, out _, out var data))
            {
                step = _sync.Take(data);
            }

            _messages += step == DepthStep.None ? 0 : 1;
            if (step is DepthStep.Applied or DepthStep.Old)
            {
                Count();
            }
            else if (step != DepthStep.None && !_asking)
            {
                _asking = true;
                _ = AskAsync();
            }
        }
    }

    public void Alive()
    {
    }

    public void Ended(string why, bool replaced)
    {
        lock (_gate)
        {
            if (_ended == 0)
            {
                _sync.Restart();
            }
        }
    }

    /// <summary>One line of JSON.</summary>
    public string Report()
    {
        lock (_gate)
        {
            var seconds = Stopwatch.GetElapsedTime(_started, _ended).TotalSeconds;
            var (bids, asks) = (_sync.Book.Bids, _sync.Book.Asks);
            return string.Create(CultureInfo.InvariantCulture,
                $$"""
                {"messages":{{_messages}},"seconds":{{seconds:0.######}},"messagesPerSecond":{{_messages / seconds:0}},"bestBid":{{Best(bids)}},"bestAsk":{{Best(asks)}},"levels":{{bids.Count + asks.Count}},"gaps":{{_sync.Gaps}},"allocatedBytesPerMessage":{{_steadyBytes / (double)Math.Max(1, _steadyMessages):0.####}}}
                """);
        }
    }

    private static string Best(BookSide side) => side.Count == 0
        ? "null"
        : ScaledNumber.ToDecimal(side.At(0).Price).ToString(CultureInfo.InvariantCulture);

    /// <summary>The steady path begins when the book is in step; what the whole process allocates counts.</summary>
    private void Count()
    {
        if (_steadyFrom < 0)
        {
            _steadyFrom = GC.GetTotalAllocatedBytes(precise: true);
        }

        _steadyMessages++;
        if (_sync.Book.LastUpdateId >= options.Until && _ended == 0)
        {
            _ended = Stopwatch.GetTimestamp();
            _steadyBytes = GC.GetTotalAllocatedBytes(precise: true) - _steadyFrom;
            _done.TrySetResult();
        }
    }

    // Nobody waits for it, so whatever ends it must end the run: a book without its snapshot is never in step.
    private async Task AskAsync()
    {
        try
        {
            await SynchroniseAsync();
        }
        catch (Exception failure)
        {
            _done.TrySetException(failure);
        }
    }

    private async Task SynchroniseAsync()
    {
        var snapshot = new DepthUpdate();
        for (var failures = 0; ;)
        {
            try
            {
                snapshot.ReadBook(await _http.GetByteArrayAsync(new Uri(
                    options.Rest, $"/api/v3/depth?symbol={options.Symbol.ToUpperInvariant()}&limit=5000")));
                failures = 0;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException)
            {
                if (++failures == MostFailures)
                {
                    throw new DepthException(
                        $"No snapshot from {options.Rest} in {MostFailures} attempts: {failure.Message}");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(500));
                continue;
            }

            lock (_gate)
            {
                if (_sync.TrySnapshot(snapshot))
                {
                    _asking = false;
                    Count();
                    return;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }
}

/// <summary>The measurement cannot be made; why, for a person.</summary>
internal sealed class DepthException(string why) : Exception(why);
