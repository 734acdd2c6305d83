using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Hosting.Auth;

/// <summary>Who a verified token names.</summary>
/// <param name="Tenant">Whose data its bearer may touch.</param>
/// <param name="User">The token's <c>sub</c>.</param>
/// <param name="Role">The highest role among its groups; <c>default</c> where it has none, and then nothing is allowed.</param>
/// <param name="Tier">The tenant's tier.</param>
public sealed record Identity(TenantId Tenant, string User, Role Role, Tier Tier);

/// <summary>Says who makes a request, from a token that is verified.</summary>
/// <remarks>
/// Two adapters: <see cref="BearerTokens"/> verifies the token itself; <see cref="GatewayClaims"/> reads what API
/// Gateway's authorizer has verified.
/// </remarks>
public interface IAuthenticator
{
    /// <summary>The caller, or null where there is no token or it is not good.</summary>
    Identity? Identify(Microsoft.AspNetCore.Http.HttpContext context);
}
