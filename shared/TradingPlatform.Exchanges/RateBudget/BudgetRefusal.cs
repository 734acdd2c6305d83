using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges.RateBudget;

/// <summary>Why a call may not leave now.</summary>
/// <param name="Banned">The exchange has banned the address; else it is a limit, or a pause that it asked for.</param>
/// <param name="RetryAfter">In how long it may be tried again.</param>
public sealed record BudgetRefusal(bool Banned, TimeSpan RetryAfter)
{
    /// <summary>What it says to a caller: nothing was sent.</summary>
    public ExchangeError Describe() => Banned
        ? new ExchangeError(ExchangeErrorKind.Banned, "BANNED",
            "The exchange has banned this address for a while.", RetryAfter)
        : new ExchangeError(ExchangeErrorKind.RateLimited, "RATE_BUDGET",
            "The rate budget has no room; nothing was sent.", RetryAfter);
}

/// <summary>A call's place in the budget: taken before it is sent.</summary>
/// <param name="Refusal">Null where it may be sent.</param>
/// <param name="At">When it was counted, since the budget began; what is given back names it.</param>
/// <param name="Weight">How much was counted.</param>
public readonly record struct BudgetGrant(BudgetRefusal? Refusal, TimeSpan At, int Weight);
