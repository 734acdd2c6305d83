namespace TradingPlatform.Exchanges.RateBudget;

/// <summary>One limit of an exchange, as it states it.</summary>
/// <param name="Interval">In any stretch of this length,</param>
/// <param name="Limit">at most so much.</param>
public readonly record struct BudgetLimit(TimeSpan Interval, int Limit);

/// <summary>What an exchange says it has counted.</summary>
/// <param name="Interval">In the stretch of this length that it counts now.</param>
/// <param name="Count">So much.</param>
public readonly record struct BudgetCount(TimeSpan Interval, int Count);
