using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Paging;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Reconciliation;

/// <summary>Shows orphans, and takes what a person decides about them.</summary>
internal static class OrphanEndpoints
{
    private const int LongestNote = 500;

    public static async Task<IResult> ListAsync(HttpContext context, [FromServices] OrphanRepository orphans)
    {
        if (!Page.TryRead(context, out var page, out var problem))
        {
            return problem;
        }

        var (found, next) = await orphans.ListAsync(
            context.Caller().Tenant, page.Limit, page.Cursor, context.RequestAborted);
        return Page.Of([.. found.Select(OrphanView.Of)], next, ReconciliationJson.Wire.OrphanView);
    }

    public static async Task<IResult> ResolveAsync(
        HttpContext context, string id, [FromServices] ResolveOrphan resolve)
    {
        var body = await RequestBody.ReadAsync(context, ReconciliationJson.Wire.ResolveRequest);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        var errors = new FieldErrors();
        errors.Require(
            request.Resolution is not Resolution.Ended, "resolution", "must be one of ADOPT, CANCEL, CLOSE, IGNORE");
        errors.Require(
            request.Note is null or { Length: <= LongestNote }, "note", "must be at most 500 characters");
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        return await resolve.HandleAsync(
            context.Caller(), id, request.Resolution, request.Note, context.RequestAborted) switch
        {
            Resolving.Done done => TypedResults.Json(OrphanView.Of(done.Orphan), ReconciliationJson.Wire.OrphanView),
            Resolving.NotFound => Problem.Of(ProblemCode.NotFound, "There is no such orphan."),
            Resolving.Refused refused => Problem.Of(ProblemCode.Conflict, refused.Why),
            Resolving.Failed { Error.Kind: ExchangeErrorKind.CredentialsInvalid } =>
                Problem.Of(ProblemCode.CredentialsInvalid, "The exchange no longer accepts the account's key."),
            Resolving.Failed { Error.IsOfTheMoment: true } failed =>
                Problem.Of(ProblemCode.ExchangeUnavailable, failed.Error.Message) with
                {
                    RetryAfter = failed.Error.RetryAfter,
                },
            Resolving.Failed failed => Problem.Of(ProblemCode.ExchangeRejected) with
            {
                ExchangeCode = failed.Error.Code, ExchangeMessage = failed.Error.Message,
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
