using System.Net;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.Auth;

/// <summary>The body of <c>POST /dev/token</c>.</summary>
/// <param name="TenantId">For which tenant.</param>
/// <param name="UserId">For which user.</param>
/// <param name="Roles"><c>admin</c>, <c>trader</c>, <c>viewer</c>.</param>
/// <param name="Tier"><c>free</c>, <c>pro</c>, <c>enterprise</c> or <c>unlimited</c>.</param>
public sealed record DevTokenRequest(string TenantId, string UserId, IReadOnlyList<string> Roles, string Tier);

/// <summary>The answer of <c>POST /dev/token</c>.</summary>
/// <param name="AccessToken">The bearer token.</param>
/// <param name="ExpiresIn">How long it lasts, in seconds.</param>
public sealed record DevTokenAnswer(string AccessToken, int ExpiresIn);

/// <summary>Hands a token to whoever asks: on the local host alone, where the asker owns the machine.</summary>
public static class DevToken
{
    private const int MaxRoles = 8;

    /// <summary>Maps <c>POST /dev/token</c>. Only the local host calls this.</summary>
    public static IEndpointRouteBuilder MapDevToken(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/dev/token", HandleAsync)
            .AllowAnonymous()
            .Accepts<DevTokenRequest>("application/json")
            .Produces<DevTokenAnswer>()
            .WithSummary("Issues an access token. Local host only.");
        return routes;
    }

    private static async Task<IResult> HandleAsync(HttpContext context, LocalTokens tokens)
    {
        // A page on the web can point a name of its own at this machine, but then that name stands in the header.
        if (!IsLocalName(context.Request.Host.Host))
        {
            return Problem.Of(ProblemCode.Forbidden, "Ask by localhost or by address.");
        }

        var body = await RequestBody.ReadAsync(context, AuthJson.Wire.DevTokenRequest);
        if (!body.TryGet(out var request, out var problem))
        {
            return problem;
        }

        var roles = new List<Role>();
        var errors = Check(request, roles, out var tenant, out var tier);
        return errors.Problem is { } invalid
            ? invalid
            : TypedResults.Json(
                new DevTokenAnswer(
                    tokens.Issue(tenant, request.UserId, roles, tier), (int)LocalTokens.Lifetime.TotalSeconds),
                AuthJson.Wire.DevTokenAnswer);
    }

    private static FieldErrors Check(DevTokenRequest request, List<Role> roles, out TenantId tenant, out Tier tier)
    {
        var errors = new FieldErrors();
        errors.Require(
            TenantId.TryParse(request.TenantId, out tenant) && tenant != TenantId.Platform,
            "tenantId",
            "must be 1 to 64 of A-Za-z0-9-_, and not the platform's own");
        errors.Require(TokenClaims.IsUser(request.UserId), "userId", "must be 1 to 128 printable characters, no space");
        errors.Require(
            TokenClaims.TryTier(request.Tier, allowUnlimited: true, out tier),
            "tier",
            "must be one of free, pro, enterprise, unlimited");
        errors.Require(request.Roles.Count is > 0 and <= MaxRoles, "roles", "must name 1 to 8 roles");
        foreach (var word in request.Roles.Take(MaxRoles))
        {
            errors.Require(TokenClaims.TryRole(word, out var role), "roles", "must be of admin, trader, viewer");
            roles.Add(role);
        }

        return errors;
    }

    private static bool IsLocalName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host, out _);
}

/// <summary>The JSON of this folder.</summary>
[JsonSerializable(typeof(DevTokenRequest))]
[JsonSerializable(typeof(DevTokenAnswer))]
internal sealed partial class AuthJson : JsonSerializerContext
{
    public static AuthJson Wire { get; } = new(PlatformJson.Options());
}
