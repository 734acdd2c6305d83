using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Hosting.RateLimits;

/// <summary>What is counted.</summary>
public enum RateLimited
{
    /// <summary>Every request.</summary>
    Requests = 1,

    /// <summary>Every order that is asked for.</summary>
    Orders = 2,
}

/// <summary>Counts what each tenant has used of a limit. Two adapters: one process's memory, and the item store.</summary>
public interface IRateLimitStore
{
    /// <summary>
    /// Adds <paramref name="amount"/> to what is used if that stays within <paramref name="limit"/>; else adds nothing,
    /// so that a caller who keeps asking is not kept out by asking.
    /// </summary>
    /// <param name="tenant">Whose limit.</param>
    /// <param name="what">Which of its limits.</param>
    /// <param name="amount">How many, 1 or more.</param>
    /// <param name="limit">How many a minute.</param>
    /// <param name="now">The time of asking.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<RateLimitUse> TakeAsync(
        TenantId tenant,
        RateLimited what,
        int amount,
        int limit,
        DateTimeOffset now,
        CancellationToken cancellation);
}

/// <summary>How an attempt to use some of a limit ended.</summary>
/// <param name="Taken">False where the limit does not allow it: nothing was counted.</param>
/// <param name="Limit">How many a minute.</param>
/// <param name="Remaining">How many more would be allowed right now.</param>
/// <param name="Reset">
/// Where taken, when the present minute ends and its uses begin to fade; where not, when the same attempt would pass.
/// </param>
public readonly record struct RateLimitUse(bool Taken, int Limit, int Remaining, TimeSpan Reset);
