using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges;

/// <summary>What an exchange counts of an account's orders beyond its rate budget.</summary>
internal interface IOrderAllowance
{
    /// <summary>Waits until one more order may be sent, and counts it.</summary>
    /// <exception cref="ExchangeException">It may not be soon enough.</exception>
    ValueTask ReserveAsync(CancellationToken cancellation);

    /// <summary>The order's answer is in, or it was not sent.</summary>
    void Release();
}

/// <summary>
/// How many of an account's orders may stand between signing and answer, so that waiting happens before signing; each
/// holds its place in the rate budget.
/// </summary>
internal sealed class SendingTurns(int inFlight, RequestBudget budget) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turns = new(inFlight, inFlight);
    private readonly Stack<BudgetGrant> _places = new();
    private int _held;

    /// <summary>Waits for a turn, for the allowance where there is one, and for a place in the rate budget.</summary>
    /// <exception cref="ExchangeException">There will be none soon enough.</exception>
    public async Task<IDisposable> WaitAsync(
        CallLane lane, IOrderAllowance? allowance, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            await (allowance?.ReserveAsync(cancellation) ?? ValueTask.CompletedTask);
            try
            {
                var grant = await budget.WaitAsync(lane, 1, cancellation);
                return grant.Refusal is { } refusal
                    ? throw new ExchangeException(refusal.Describe())
                    : Hold(grant, allowance);
            }
            catch
            {
                allowance?.Release();
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

    private Turn Hold(BudgetGrant grant, IOrderAllowance? allowance)
    {
        lock (_gate)
        {
            _held++;
            _places.Push(grant);
        }

        return new Turn(this, allowance);
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
    }

    private sealed class Turn(SendingTurns turns, IOrderAllowance? allowance) : IDisposable
    {
        private SendingTurns? _turns = turns;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _turns, null) is { } turns)
            {
                turns.EndTurn();
                allowance?.Release();
                turns._turns.Release();
            }
        }
    }
}
