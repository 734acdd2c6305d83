using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Hosting.RateLimits;

/// <summary>What each tier may use a minute (API.md, 'Rate limits').</summary>
internal static class TierLimits
{
    /// <summary>Null for no limit.</summary>
    internal static int? Of(Tier tier, RateLimited what) => (tier, what) switch
    {
        (Tier.Unlimited, _) => null,
        (Tier.Enterprise, RateLimited.Requests) => 1000,
        (Tier.Enterprise, RateLimited.Orders) => 500,
        (Tier.Pro, RateLimited.Requests) => 300,
        (Tier.Pro, RateLimited.Orders) => 100,
        (_, RateLimited.Orders) => 10,
        _ => 60,
    };
}
