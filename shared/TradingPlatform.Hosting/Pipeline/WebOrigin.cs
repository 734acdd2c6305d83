using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace TradingPlatform.Hosting.Pipeline;

/// <summary>
/// Lets the app's own pages, and no others, read an answer. What a browser asks beforehand, API Gateway answers.
/// </summary>
internal static class WebOrigin
{
    private static readonly StringValues Exposed =
        "Idempotent-Replayed,RateLimit-Limit,RateLimit-Remaining,RateLimit-Reset,Retry-After,X-Correlation-Id";

    internal static void Allow(HttpContext context, string origin)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlExposeHeaders = Exposed;
        headers.Vary = "Origin";
    }
}
