using Microsoft.AspNetCore.Builder;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Hosting.Auth;

/// <summary>The lowest role that an endpoint serves.</summary>
/// <param name="Role">That role, or any above it.</param>
public sealed record RequiredRole(Role Role);

/// <summary>
/// Says who may call an endpoint. Without a word every endpoint asks for a token whose role is viewer or higher;
/// <c>AllowAnonymous()</c> opens one.
/// </summary>
public static class EndpointAccess
{
    /// <summary>Serves this role and those above it. Said of an endpoint it overrides what was said of its group.</summary>
    public static TBuilder RequireRole<TBuilder>(this TBuilder endpoint, Role role)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequiredRole(role));
}
