using Microsoft.AspNetCore.Builder;

namespace TradingPlatform.Hosting.RateLimits;

/// <summary>Says which endpoints use up the limit of orders.</summary>
public static class OrderLimits
{
    /// <summary>
    /// Each request counts as one order. An endpoint that takes several calls
    /// <see cref="RateLimiter.TakeOrdersAsync"/> instead, once it has read how many.
    /// </summary>
    public static TBuilder CountsAsOrder<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new CountsAsOrder());
}
