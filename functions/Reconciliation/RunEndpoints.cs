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
    public static async Task<IResult> RunAsync(
        HttpContext context, [FromServices] RequestReconciliation request,
        [FromServices] TimeProvider clock)
    {
        var body = await RequestBody.ReadAsync(context, ReconciliationJson.Wire.RunRequest);
        if (!body.TryGet(out var wanted, out var malformed))
        {
            return malformed;
        }

        AccountId? only = null;
        if (wanted.ConfigId is { } text)
        {
            if (!AccountId.TryParse(text, out var account))
            {
                return NoSuchAccount();
            }

            only = account;
        }

        if (await request.StartAsync(context.Caller().Tenant, only, context.RequestAborted) is not { } run)
        {
            return NoSuchAccount();
        }

        var isDone = run.Waiting.IsEmpty;
        if (!isDone)
        {
            // It goes on without its caller, who reads how far it is there.
            context.Response.Headers.Location = "/v1/reconciliation/runs/" + run.Id;
        }

        return TypedResults.Json(
            RunView.Of(run, clock.GetUtcNow()), ReconciliationJson.Wire.RunView,
            statusCode: isDone ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    public static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] RunRepository runs, [FromServices] TimeProvider clock)
    {
        if (!Page.TryRead(context, out var page, out var problem))
        {
            return problem;
        }

        var (found, next) = await runs.ListAsync(
            context.Caller().Tenant, page.Limit, page.Cursor, context.RequestAborted);
        var now = clock.GetUtcNow();
        return Page.Of([.. found.Select(run => RunView.Of(run, now))], next, ReconciliationJson.Wire.RunView);
    }

    public static async Task<IResult> GetAsync(
        HttpContext context, string id, [FromServices] RunRepository runs, [FromServices] TimeProvider clock) =>
        // A run's id has the shape of an account's.
        AccountId.TryParse(id, out _)
        && await runs.FindAsync(context.Caller().Tenant, id, context.RequestAborted) is { } found
            ? TypedResults.Json(RunView.Of(found, clock.GetUtcNow()), ReconciliationJson.Wire.RunView)
            : Problem.Of(ProblemCode.NotFound, "There is no such run.");

    private static Problem NoSuchAccount() => Problem.Of(ProblemCode.NotFound, "There is no such exchange account.");
}
