using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace TradingPlatform.Hosting.Pipeline;

/// <summary>Headers that tell a browser to do nothing with an answer but hand it to the script that asked.</summary>
internal static class SecurityHeaders
{
    /// <summary>Where the API page lives; it is the one answer that a browser must be able to run.</summary>
    internal const string PagePath = "/docs";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Deny = "DENY";
    private static readonly StringValues NoReferrer = "no-referrer";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues SameOrigin = "same-origin";
    private static readonly StringValues Nothing = "default-src 'none'; frame-ancestors 'none'";

    // The page's own files carry inline styles and one inline script.
    private static readonly StringValues OwnPage =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; frame-ancestors 'none'";

    private static readonly StringValues TwoYears = "max-age=63072000; includeSubDomains";

    internal static void Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        var isPage = context.Request.Path.StartsWithSegments(PagePath, StringComparison.OrdinalIgnoreCase);
        headers.XContentTypeOptions = NoSniff;
        headers.XFrameOptions = Deny;
        headers.ContentSecurityPolicy = isPage ? OwnPage : Nothing;
        headers.CacheControl = NoStore;
        headers["Referrer-Policy"] = NoReferrer;
        headers["Cross-Origin-Resource-Policy"] = SameOrigin;
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = TwoYears;
        }
    }
}
