using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Credentials;

/// <summary>How old a tenant lets its exchange keys grow before it is reminded.</summary>
internal static class KeyPolicyEndpoints
{
    public static async Task<IResult> GetAsync(HttpContext context, [FromServices] SetKeyPolicy policies) =>
        Show(await policies.GetAsync(context.Caller().Tenant, context.RequestAborted));

    public static async Task<IResult> PutAsync(HttpContext context, [FromServices] SetKeyPolicy policies)
    {
        var body = await RequestBody.ReadAsync(context, CredentialsJson.Wire.KeyPolicyView);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        return request.MaxKeyAgeDays is < 1 or > KeyPolicy.MostDays
            ? Problem.Invalid("maxKeyAgeDays", "must be a whole number from 1 to 3650, or null")
            : Show(await policies.HandleAsync(
                context.Caller(), new KeyPolicy(request.MaxKeyAgeDays), context.RequestAborted));
    }

    private static JsonHttpResult<KeyPolicyView> Show(KeyPolicy policy) =>
        TypedResults.Json(new KeyPolicyView(policy.MaxKeyAgeDays), CredentialsJson.Wire.KeyPolicyView);
}
