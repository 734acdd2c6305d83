using System.Collections.Concurrent;
using System.Diagnostics;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Contract.Venues;

/// <summary>
/// Keeps an account's books as the platform does: by what its stream tells, each trade once, and by asking after each
/// connection and wherever more is filled than is known.
/// </summary>
internal sealed class FollowedAccount(IExchange exchange, Symbol pair)
{
    private readonly ConcurrentDictionary<string, ReportedFill> _fills = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, decimal> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _short = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _cursor;
    private bool _isBehind;

    public Task Connected => _connected.Task;

    public int Count => _fills.Count;

    public ICollection<ReportedFill> Fills => _fills.Values;

    /// <summary>From each loss until all was known again, in milliseconds.</summary>
    public List<double> Recoveries { get; } = [];

    public async Task FollowAsync(CancellationToken cancellation)
    {
        var asking = AskAsync(cancellation);
        long? lost = null;
        try
        {
            await foreach (var what in exchange.ReadUserEventsAsync(cancellation))
            {
                switch (what)
                {
                    case UserEvent.Lost:
                        lost ??= Stopwatch.GetTimestamp();
                        break;
                    case UserEvent.Connected:
                        Volatile.Write(ref _isBehind, true);
                        _connected.TrySetResult();
                        if (lost is { } since)
                        {
                            Recoveries.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                            lost = null;
                        }

                        break;
                    case UserEvent.OrderChanged { Report: var report }:
                        Add(report.Fills);
                        if (report.FilledQuantity.Value > _known.GetValueOrDefault(report.ExchangeOrderId))
                        {
                            _short[report.ExchangeOrderId] = true;
                        }

                        break;
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The test is over.
        }

        await asking;
    }

    private async Task AskAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                if (Interlocked.Exchange(ref _isBehind, false))
                {
                    var page = await exchange.GetTradesAsync(pair, DateTimeOffset.UnixEpoch, _cursor, cancellation);
                    Add(page.Fills);
                    _cursor = page.Next ?? _cursor;
                }

                foreach (var order in _short.Keys)
                {
                    _short.TryRemove(order, out _);
                    Add(await exchange.GetOrderTradesAsync(pair, order, cancellation));
                }

                await Task.Delay(5, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private void Add(IEnumerable<ReportedFill> fills)
    {
        foreach (var fill in fills)
        {
            if (_fills.TryAdd(fill.TradeId, fill))
            {
                _known.AddOrUpdate(
                    fill.ExchangeOrderId, fill.Quantity.Value, (_, sum) => sum + fill.Quantity.Value);
            }
        }
    }
}
