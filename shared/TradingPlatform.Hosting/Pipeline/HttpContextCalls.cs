using Microsoft.AspNetCore.Http;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.Logs;

namespace TradingPlatform.Hosting.Pipeline;

/// <summary>What the pipeline knows of the request at hand.</summary>
public static class HttpContextCalls
{
    /// <summary>Who calls. Only for an endpoint that asks for a token, which all do but the anonymous ones.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is anonymous.</exception>
    public static Caller Caller(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<Caller>()
            ?? throw new InvalidOperationException("This endpoint is anonymous: nobody is known to be calling.");
    }

    /// <summary>The request's log scope; null outside the pipeline.</summary>
    internal static CallScope? CallScope(this HttpContext context) => context.Features.Get<CallScope>();
}
