using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>An account as one connection knows it: by its key, and with what all its connections share.</summary>
internal sealed class BinanceAccount(string key, BinanceTurns turns)
{
    /// <summary>The key's public half, for the header alone; held for no longer than the connection is.</summary>
    public string KeyHeader { get; } = key;

    /// <summary>What a refusal of the budget says to a caller.</summary>
    public static ExchangeError Describe(BudgetRefusal refusal) => refusal.Banned
        ? new ExchangeError(ExchangeErrorKind.Banned, "BANNED",
            "The exchange has banned this address for a while.", refusal.RetryAfter)
        : new ExchangeError(ExchangeErrorKind.RateLimited, "RATE_BUDGET",
            "The rate budget has no room; nothing was sent.", refusal.RetryAfter);

    /// <summary>How many orders the exchange has counted.</summary>
    public void Observe(BudgetCount counted) => turns.Observe(counted);

    /// <summary>See <see cref="BinanceTurns.WaitToSendAsync"/>.</summary>
    public Task<IDisposable> WaitToSendAsync(
        IReadOnlyList<BudgetLimit> orderLimits, CallLane lane, CancellationToken cancellation) =>
        turns.WaitToSendAsync(orderLimits, lane, cancellation);

    /// <summary>See <see cref="BinanceTurns.TakePlace"/>.</summary>
    public BudgetGrant TakePlace(CallLane lane) => turns.TakePlace(lane);
}
