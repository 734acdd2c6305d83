using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Paging;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Reconciliation;

/// <summary>Starts and shows runs.</summary>
internal static class RunEndpoints
{
    public static async Task<IResult> RunAsync(HttpContext context, [FromServices] RunReconciliation run)
    {
        var body = await RequestBody.ReadAsync(context, ReconciliationJson.Wire.RunRequest);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        AccountId? only = null;
        if (request.ConfigId is { } text)
        {
            if (!AccountId.TryParse(text, out var account))
            {
                return NoSuchAccount();
            }

            only = account;
        }

        return await run.HandleAsync(context.Caller().Tenant, only, null, context.RequestAborted) is { } ended
            ? TypedResults.Json(RunView.Of(ended), ReconciliationJson.Wire.RunView)
            : NoSuchAccount();
    }

    public static async Task<IResult> ListAsync(HttpContext context, [FromServices] RunRepository runs)
    {
        if (!Page.TryRead(context, out var page, out var problem))
        {
            return problem;
        }

        var (found, next) = await runs.ListAsync(
            context.Caller().Tenant, page.Limit, page.Cursor, context.RequestAborted);
        return Page.Of([.. found.Select(RunView.Of)], next, ReconciliationJson.Wire.RunView);
    }

    public static async Task<IResult> GetAsync(
        HttpContext context, string id, [FromServices] RunRepository runs) =>
        // A run's id has the shape of an account's.
        AccountId.TryParse(id, out _)
        && await runs.FindAsync(context.Caller().Tenant, id, context.RequestAborted) is { } found
            ? TypedResults.Json(RunView.Of(found), ReconciliationJson.Wire.RunView)
            : Problem.Of(ProblemCode.NotFound, "There is no such run.");

    private static Problem NoSuchAccount() => Problem.Of(ProblemCode.NotFound, "There is no such exchange account.");
}
