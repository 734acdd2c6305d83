using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.RateLimits;

/// <summary>Marks an endpoint whose request is one order.</summary>
internal sealed record CountsAsOrder;

/// <summary>Holds each tenant to its tier's limits.</summary>
/// <remarks>
/// Where the store cannot be reached the request passes, and that is logged: the limits are for fairness, and what
/// guards money, the risk gate, stands behind them and fails closed.
/// </remarks>
public sealed class RateLimiter(IRateLimitStore store, TimeProvider clock, ILogger<RateLimiter> logger)
{
    /// <summary>
    /// Counts a number of orders, for an endpoint that takes several at once. Null where they pass; otherwise the
    /// problem to answer with, and none was counted.
    /// </summary>
    public async ValueTask<Problem?> TakeOrdersAsync(HttpContext context, int orders)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(orders);
        return await TakeAsync(context, context.Caller(), RateLimited.Orders, orders);
    }

    internal async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<Caller>() is { } caller && caller.Tier != Tier.Unlimited)
        {
            var problem = await TakeAsync(context, caller, RateLimited.Requests, 1);
            if (problem is null && context.GetEndpoint()?.Metadata.GetMetadata<CountsAsOrder>() is not null)
            {
                problem = await TakeAsync(context, caller, RateLimited.Orders, 1);
            }

            if (problem is not null)
            {
                await problem.ExecuteAsync(context);
                return;
            }
        }

        await next(context);
    }

    private async ValueTask<Problem?> TakeAsync(HttpContext context, Caller caller, RateLimited what, int amount)
    {
        if (TierLimits.Of(caller.Tier, what) is not { } limit)
        {
            return null;
        }

        RateLimitUse use;
        try
        {
            use = await store.TakeAsync(
                caller.Tenant, what, amount, limit, clock.GetUtcNow(), context.RequestAborted);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            RequestLog.NotCounted(logger, exception, exception.GetType().FullName ?? "?");
            return null;
        }

        Show(context.Response.Headers, use);
        return use.Taken ? null : Refuse(use, what);
    }

    /// <summary>An answer shows the limit that is nearest to its end.</summary>
    private static void Show(IHeaderDictionary headers, RateLimitUse use)
    {
        if (use.Taken
            && int.TryParse(headers["RateLimit-Remaining"], CultureInfo.InvariantCulture, out var shown)
            && shown <= use.Remaining)
        {
            return;
        }

        headers["RateLimit-Limit"] = use.Limit.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = use.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = Math.Ceiling(use.Reset.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    private static Problem Refuse(RateLimitUse use, RateLimited what)
    {
        var word = what == RateLimited.Orders ? "orders" : "requests";
        return Problem.Of(ProblemCode.RateLimitExceeded, $"Your tier allows {use.Limit} {word} a minute.") with
        {
            RetryAfter = use.Reset,
        };
    }
}
