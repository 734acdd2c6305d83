using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Net.Http.Headers;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.InternalCalls;

/// <summary>A function of ours that was let in.</summary>
/// <param name="Function">Its name.</param>
public sealed record InternalCaller(string Function);

/// <summary>Says which endpoints are for the platform's own functions alone.</summary>
public static class InternalAccess
{
    /// <summary>
    /// Serves calls that <see cref="InternalCallSigner"/> has signed, and no others; a user's token is not asked for.
    /// </summary>
    public static TBuilder RequireInternalCaller<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AllowAnonymousAttribute(), new ForFunctionsAlone(
            context => context.RequestServices.GetRequiredService<InternalCallCheck>().FindCallerAsync(context)));

    /// <summary>Registers what signs such calls, and what checks them.</summary>
    public static IServiceCollection AddInternalCalls(this IServiceCollection services)
    {
        services.TryAddSingleton<SecretTrail>();
        services.TryAddSingleton<PlatformSecrets>();
        services.TryAddSingleton<InternalCallCheck>();
        services.TryAddTransient<InternalCallSigner>();
        return services;
    }

    internal static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ForFunctionsAlone>() is not { } access)
        {
            await next(context);
            return;
        }

        if (await access.FindCaller(context) is not { } function)
        {
            context.Response.Headers[HeaderNames.WWWAuthenticate] = InternalSignature.Scheme;
            await Problem.Of(ProblemCode.Unauthenticated).ExecuteAsync(context);
            return;
        }

        context.Features.Set(new InternalCaller(function));
        await next(context);
    }

    // Carried by the endpoint: a function without such an endpoint reaches no secret by this, and its role allows none.
    private sealed record ForFunctionsAlone(Func<HttpContext, Task<string?>> FindCaller);
}
