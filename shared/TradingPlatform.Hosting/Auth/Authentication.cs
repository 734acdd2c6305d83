using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.Auth;

/// <summary>Lets nobody past without a good token, except to an anonymous endpoint.</summary>
internal sealed class Authentication(IAuthenticator authenticator)
{
    private static readonly PathString Api = "/v1";

    internal Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (IsOpen(context))
        {
            return next(context);
        }

        if (authenticator.Identify(context) is not { } identity)
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
            return Problem.Of(ProblemCode.Unauthenticated).ExecuteAsync(context);
        }

        var scope = context.CallScope()!;
        scope.Tenant = identity.Tenant;
        context.Features.Set(
            new Caller(identity.Tenant, identity.User, identity.Role, identity.Tier, scope.CorrelationId));
        return next(context);
    }

    // A path under /v1 that leads nowhere asks for a token like any other: what exists is not for strangers to learn.
    private static bool IsOpen(HttpContext context) => context.GetEndpoint() is RouteEndpoint endpoint
        ? endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        : !context.Request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Lets nobody past whose role is too low.</summary>
internal static class Authorisation
{
    internal static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<Caller>() is not { } caller || context.GetEndpoint() is not { } endpoint)
        {
            return next(context);
        }

        var required = endpoint.Metadata.GetMetadata<RequiredRole>()?.Role ?? Role.Viewer;
        return caller.Role >= required
            ? next(context)
            : Problem.Of(ProblemCode.Forbidden, $"This asks for the role {TokenClaims.Word(required)}.")
                .ExecuteAsync(context);
    }
}
