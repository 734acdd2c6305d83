using Microsoft.AspNetCore.Http;

namespace TradingPlatform.Hosting.Auth;

/// <summary>On Lambda: the claims that API Gateway's Cognito authorizer verified, as the host put them on the request.</summary>
/// <remarks>
/// API Gateway hands every claim over as a string, a list too: <c>[admin trader]</c> or <c>admin,trader</c>.
/// </remarks>
public sealed class GatewayClaims : IAuthenticator
{
    /// <inheritdoc/>
    public Identity? Identify(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var user = context.User;
        return user.Identity?.IsAuthenticated is not true
            ? null
            : TokenClaims.Read(
                user.FindFirst(TokenClaims.Subject)?.Value,
                user.FindFirst(TokenClaims.Tenant)?.Value,
                user.FindFirst(TokenClaims.Tier)?.Value,
                user.FindAll(TokenClaims.Groups).SelectMany(claim => Split(claim.Value)),
                allowUnlimited: false);
    }

    private static string[] Split(string groups) =>
        groups.Trim('[', ']').Split([',', ' ', '"'], StringSplitOptions.RemoveEmptyEntries);
}
