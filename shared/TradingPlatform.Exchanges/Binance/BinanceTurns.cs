using System.Net.Http.Headers;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// One account at one address: how many of its orders may stand between signing and answer, and how many the exchange
/// has counted. Shared by every connection of the account, also while one key takes another's place.
/// </summary>
internal sealed class BinanceTurns(BinanceOptions options, TimeProvider clock, RequestBudget budget) : IDisposable
{
    private readonly SendingTurns _turns = new(options.OrdersInFlight, budget);
    private readonly OrderCounts _counts = new(clock);

    /// <summary>Waits for a turn, a place in the order counts and one in the rate budget.</summary>
    /// <exception cref="ExchangeException">There will be none soon enough.</exception>
    public Task<IDisposable> WaitToSendAsync(
        IReadOnlyList<BudgetLimit> orderLimits, CallLane lane, CancellationToken cancellation) =>
        _turns.WaitAsync(
            lane, new OrderAllowance(_counts, orderLimits, options.MaxBudgetWait, clock), cancellation);

    /// <inheritdoc cref="SendingTurns.TakePlace"/>
    public BudgetGrant TakePlace(CallLane lane) => _turns.TakePlace(lane);

    public void Dispose() => _turns.Dispose();

    /// <summary>Notes what an answer says was counted.</summary>
    public void Hear(string name, HeaderStringValues values)
    {
        if (CountHeaders.TryRead(CountHeaders.Orders, name, values, out var count))
        {
            _counts.Observe(count);
        }
    }
}
