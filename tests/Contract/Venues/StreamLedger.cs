using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Channels;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Contract.Venues;

/// <summary>
/// The plainest reader there can be of an account's stream: every trade once, by its id, whatever told of it; what came
/// before each new connection from the history; and the trades of an order of which more is filled than is known.
/// </summary>
internal sealed class StreamLedger : IAsyncDisposable
{
    private readonly IVenueDouble _venue;
    private readonly DateTimeOffset _since;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ReportedFill> _trades = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, decimal> _known = new(StringComparer.Ordinal);
    private readonly Channel<string> _short = Channel.CreateUnbounded<string>();
    private readonly Task _reading;
    private readonly Task _asking;
    private string? _cursor;
    private long _cutAt;

    public StreamLedger(IVenueDouble venue, DateTimeOffset since)
    {
        (_venue, _since) = (venue, since);
        _reading = ReadAsync();
        _asking = AskAsync();
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
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "It never came to stand so.");
            var ended = await Task.WhenAny(_reading, _asking, Task.Delay(1));
            if (ended == _reading || ended == _asking)
            {
                await ended;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_reading, _asking).ContinueWith(static _ => { }, TaskScheduler.Default);
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
                    if (IsShort(changed.Report))
                    {
                        _short.Writer.TryWrite(changed.Report.ExchangeOrderId);
                    }

                    break;
            }
        }
    }

    /// <summary>Beside the reading; an order that comes up many times meanwhile is asked about once.</summary>
    private async Task AskAsync()
    {
        var orders = new HashSet<string>(StringComparer.Ordinal);
        while (await _short.Reader.WaitToReadAsync(_stop.Token))
        {
            while (_short.Reader.TryRead(out var order))
            {
                orders.Add(order);
            }

            foreach (var order in orders)
            {
                Take(await _venue.Exchange.GetOrderTradesAsync(_venue.Symbol, order, _stop.Token));
            }

            orders.Clear();
        }
    }

    private bool IsShort(OrderReport report)
    {
        lock (_gate)
        {
            return report.FilledQuantity.Value > _known.GetValueOrDefault(report.ExchangeOrderId);
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
                if (_trades.TryAdd(fill.TradeId, fill))
                {
                    _known[fill.ExchangeOrderId] =
                        _known.GetValueOrDefault(fill.ExchangeOrderId) + fill.Quantity.Value;
                }
                else
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
