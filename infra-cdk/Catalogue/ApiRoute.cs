using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.Auth;
using TradingPlatform.Hosting.OpenApi;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Infra.Settings;

namespace TradingPlatform.Infra.Catalogue;

/// <summary>One method of the API, as the code of its function maps it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">As API Gateway writes it: <c>/v1/orders/{id}</c>.</param>
/// <param name="Function">The Lambda function that answers it.</param>
/// <param name="Role">The lowest role that it serves; null for anyone, also without a token.</param>
/// <param name="NeedsKey">It is refused without an idempotency key.</param>
/// <param name="TakesBody">It takes JSON.</param>
internal sealed record ApiRoute(
    string Method, string Path, FunctionDefinition Function, Role? Role, bool NeedsKey, bool TakesBody)
{
    /// <summary>
    /// Every route of every function that serves requests. What all functions serve is the first one's.
    /// </summary>
    public static IReadOnlyList<ApiRoute> ReadAll(EnvironmentSettings environment)
    {
        var routes = new List<ApiRoute>();
        foreach (var function in FunctionCatalogue.All.Where(function => function.ServesRequests))
        {
            var own = Read(function, environment);
            routes.AddRange(own.Where(route => !routes.Exists(known => known.IsSameAs(route))));
        }

        return [.. routes.OrderBy(route => route.Path, StringComparer.Ordinal)
            .ThenBy(route => route.Method, StringComparer.Ordinal)];
    }

    private bool IsSameAs(ApiRoute other) =>
        string.Equals(Method, other.Method, StringComparison.Ordinal)
        && string.Equals(Path, other.Path, StringComparison.Ordinal);

    private static List<ApiRoute> Read(FunctionDefinition function, EnvironmentSettings environment)
    {
        using var app = function.Package.Build(FunctionSettings.Of(function.Package, environment)) as IDisposable;
        var routes = new List<ApiRoute>();
        foreach (var endpoint in ((IEndpointRouteBuilder)app!).DataSources
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            {
                routes.Add(Of(endpoint, method, function));
            }
        }

        return routes;
    }

    private static ApiRoute Of(RouteEndpoint endpoint, string method, FunctionDefinition function)
    {
        var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        return new ApiRoute(
            method,
            PathOf(endpoint.RoutePattern.RawText!),
            function,
            isOpen ? null : endpoint.Metadata.GetMetadata<RequiredRole>()?.Role ?? Core.Tenancy.Role.Viewer,
            endpoint.Metadata.GetMetadata<NeedsIdempotencyKey>() is not null,
            endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IAcceptsMetadata>() is not null);
    }

    // API Gateway knows no parameter within a part of a path, and there is one document.
    private static string PathOf(string pattern) => pattern.StartsWith("/openapi/", StringComparison.Ordinal)
        ? ApiDocument.Path
        : "/" + pattern.Trim('/');
}
