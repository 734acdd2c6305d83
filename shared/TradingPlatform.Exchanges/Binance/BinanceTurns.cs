using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// One account at one address: how many of its orders may stand between signing and answer, and how many the exchange
/// has counted. Shared by every connection of the account, whichever of its keys it has.
/// </summary>
internal sealed class BinanceTurns(BinanceOptions options, TimeProvider clock, RequestBudget budget) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turns = new(options.OrdersInFlight, options.OrdersInFlight);
    private readonly Stack<BudgetGrant> _places = new();
    private readonly OrderCounts _counts = new(clock);
    private int _held;

    public void Observe(BudgetCount counted) => _counts.Observe(counted);

    /// <summary>Waits for a turn, a place in the order counts and one in the rate budget.</summary>
    /// <exception cref="ExchangeException">There will be none soon enough.</exception>
    public async Task<IDisposable> WaitToSendAsync(
        IReadOnlyList<BudgetLimit> orderLimits, CallLane lane, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            await ReserveAsync(orderLimits, cancellation);
            try
            {
                var grant = await budget.WaitAsync(lane, 1, cancellation);
                return grant.Refusal is { } refusal ? throw new ExchangeException(BinanceAccount.Describe(refusal)) : Hold(grant);
            }
            catch
            {
                _counts.Release();
                throw;
            }
        }
        catch
        {
            _turns.Release();
            throw;
        }
    }

    /// <summary>
    /// The place that a turn holds; or, for who took no turn, one that is free now. Waits for nothing.
    /// </summary>
    public BudgetGrant TakePlace(CallLane lane)
    {
        lock (_gate)
        {
            if (_places.TryPop(out var held))
            {
                return held;
            }
        }

        return budget.TryTake(lane, 1);
    }

    public void Dispose() => _turns.Dispose();

    private async ValueTask ReserveAsync(IReadOnlyList<BudgetLimit> limits, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        while (!_counts.TryReserve(limits, out var wait, out var released))
        {
            var patience = options.MaxBudgetWait - clock.GetElapsedTime(started);
            if (patience <= TimeSpan.Zero || (released.IsCompleted && wait > patience))
            {
                throw new ExchangeException(BinanceAccount.Describe(new BudgetRefusal(false, wait)));
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var timer = Task.Delay(wait < patience ? wait : patience, clock, waiting.Token);
            await (released.IsCompleted ? timer : Task.WhenAny(released, timer));
            cancellation.ThrowIfCancellationRequested();
            await waiting.CancelAsync();
        }
    }

    private Turn Hold(BudgetGrant grant)
    {
        lock (_gate)
        {
            _held++;
            _places.Push(grant);
        }

        return new Turn(this);
    }

    private void EndTurn()
    {
        BudgetGrant unused = default;
        lock (_gate)
        {
            _held--;
            // Places are alike: whichever is left over when its turn ends was not used.
            if (_places.Count > _held)
            {
                unused = _places.Pop();
            }
        }

        budget.Return(unused);
        _counts.Release();
        _turns.Release();
    }

    private sealed class Turn(BinanceTurns turns) : IDisposable
    {
        private BinanceTurns? _turns = turns;

        public void Dispose() => Interlocked.Exchange(ref _turns, null)?.EndTurn();
    }
}
