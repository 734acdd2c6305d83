using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Contract.Venues;

/// <summary>What an account's stream has told so far.</summary>
internal sealed class HeardEvents : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<UserEvent> _events = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HeardEvents(IExchange exchange) => _reading = ReadAsync(exchange);

    public IReadOnlyList<UserEvent> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>What was told of one order, in its order.</summary>
    public IReadOnlyList<OrderReport> Of(Core.Orders.ClientOrderId id) =>
        [.. All.OfType<UserEvent.OrderChanged>().Select(told => told.Report).Where(told => told.ClientOrderId == id)];

    /// <summary>Through what an order has gone, each step once.</summary>
    public IEnumerable<ReportedStatus> Statuses(Core.Orders.ClientOrderId id)
    {
        ReportedStatus? last = null;
        foreach (var report in Of(id))
        {
            if (report.Status != last)
            {
                yield return report.Status;
            }

            last = report.Status;
        }
    }

    /// <summary>Waits until something is so; that it never is, is a failure and no hang.</summary>
    public async Task UntilAsync(Func<HeardEvents, bool> holds, string what)
    {
        var patience = Task.Delay(TimeSpan.FromSeconds(60));
        while (true)
        {
            Task more;
            lock (_gate)
            {
                more = _more.Task;
            }

            if (holds(this))
            {
                return;
            }

            Assert.True(await Task.WhenAny(more, patience, _reading) == more, $"It was never told: {what}.");
        }
    }

    public Task UntilConnectedAsync(int times = 1) =>
        UntilAsync(heard => heard.All.OfType<UserEvent.Connected>().Count() >= times, $"connected {times} times");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ContinueWith(static _ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task ReadAsync(IExchange exchange)
    {
        await foreach (var told in exchange.ReadUserEventsAsync(_stop.Token))
        {
            lock (_gate)
            {
                _events.Add(told);
                _more.TrySetResult();
                _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
