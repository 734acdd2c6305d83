using Microsoft.AspNetCore.Http;
using TradingPlatform.Hosting.Pipeline;

namespace TradingPlatform.Hosting.Functions;

/// <summary>Which function an endpoint is of.</summary>
/// <param name="Function">Its name.</param>
internal sealed record HostedBy(string Function)
{
    /// <summary>Notes it for the audit trail, once routing has found the endpoint.</summary>
    internal static Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        if (context.CallScope() is { } scope)
        {
            scope.Function = context.GetEndpoint()?.Metadata.GetMetadata<HostedBy>()?.Function;
        }

        return next(context);
    }
}
