using System.Collections.Immutable;
using System.Diagnostics;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Contract.Venues;

/// <summary>
/// The plainest reader there can be of an account's stream: every trade once, by its id, whatever told of it; and what
/// came before each new connection from the history.
/// </summary>
internal sealed class StreamLedger : IAsyncDisposable
{
    private readonly IVenueDouble _venue;
    private readonly DateTimeOffset _since;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ReportedFill> _trades = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private string? _cursor;
    private long _cutAt;

    public StreamLedger(IVenueDouble venue, DateTimeOffset since)
    {
        (_venue, _since) = (venue, since);
        _reading = ReadAsync();
    }

    /// <summary>How long it took from each cut until all that was missed was known.</summary>
    public List<TimeSpan> Recoveries { get; } = [];

    /// <summary>How many trades were told more than once, and had to count once.</summary>
    public int Repeated { get; private set; }

    /// <summary>How many times the stream stood.</summary>
    public int Connections { get; private set; }

    public ImmutableArray<ReportedFill> Trades
    {
        get
        {
            lock (_gate)
            {
                return [.. _trades.Values];
            }
        }
    }

    /// <summary>The stream is cut now.</summary>
    public void NoteCut() => Volatile.Write(ref _cutAt, Stopwatch.GetTimestamp());

    /// <summary>Waits until it is so; fails where reading has failed.</summary>
    public async Task UntilAsync(Func<StreamLedger, bool> holds)
    {
        var began = Stopwatch.GetTimestamp();
        while (!holds(this))
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30), "It never came to stand so.");
            await Task.WhenAny(_reading, Task.Delay(1));
            if (_reading.IsCompleted)
            {
                await _reading;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ContinueWith(static _ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        await foreach (var told in _venue.Exchange.ReadUserEventsAsync(_stop.Token))
        {
            switch (told)
            {
                case UserEvent.Connected:
                    await CatchUpAsync();
                    break;
                case UserEvent.OrderChanged changed:
                    Take(changed.Report.Fills);
                    break;
            }
        }
    }

    private async Task CatchUpAsync()
    {
        while (true)
        {
            var page = await _venue.Exchange.GetTradesAsync(_venue.Symbol, _since, _cursor, _stop.Token);
            Take(page.Fills);
            if (page.Next is null)
            {
                break;
            }

            _cursor = page.Next;
        }

        var cut = Interlocked.Exchange(ref _cutAt, 0);
        lock (_gate)
        {
            Connections++;
            if (cut > 0)
            {
                Recoveries.Add(Stopwatch.GetElapsedTime(cut));
            }
        }
    }

    private void Take(ImmutableArray<ReportedFill> fills)
    {
        lock (_gate)
        {
            foreach (var fill in fills)
            {
                if (!_trades.TryAdd(fill.TradeId, fill))
                {
                    Repeated++;
                    // Whoever tells of a trade tells the same, to the last digit.
                    var known = _trades[fill.TradeId];
                    Assert.Equal(
                        (known.Price, known.Quantity, known.Quote, known.FeeAsset, known.FeeAmount, known.Side),
                        (fill.Price, fill.Quantity, fill.Quote, fill.FeeAsset, fill.FeeAmount, fill.Side));
                }
            }
        }
    }
}
