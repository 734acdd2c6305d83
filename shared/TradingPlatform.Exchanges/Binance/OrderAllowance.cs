using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>Waits for room among an account's unfilled orders, within the limits that the exchange states.</summary>
internal sealed class OrderAllowance(
    OrderCounts counts, IReadOnlyList<BudgetLimit> limits, TimeSpan maxWait, TimeProvider clock) : IOrderAllowance
{
    public async ValueTask ReserveAsync(CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        while (!counts.TryReserve(limits, out var wait, out var released))
        {
            var patience = maxWait - clock.GetElapsedTime(started);
            if (patience <= TimeSpan.Zero || (released.IsCompleted && wait > patience))
            {
                throw new ExchangeException(new BudgetRefusal(false, wait).Describe());
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var timer = Task.Delay(wait < patience ? wait : patience, clock, waiting.Token);
            await (released.IsCompleted ? timer : Task.WhenAny(released, timer));
            cancellation.ThrowIfCancellationRequested();
            await waiting.CancelAsync();
        }
    }

    public void Release() => counts.Release();
}
