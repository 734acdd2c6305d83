using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Hosting.Paging;
using TradingPlatform.Hosting.Pipeline;

namespace TradingPlatform.Credentials;

/// <summary>Shows who did what to an account and its key, newest first; also after the account is gone.</summary>
internal static class AuditEndpoint
{
    public static async Task<IResult> ListAsync(
        HttpContext context, string id, [FromServices] AccountRepository accounts, [FromServices] AccountTrail trail)
    {
        var tenant = context.Caller().Tenant;
        if (!AccountId.TryParse(id, out var account))
        {
            return AccountAnswers.NotFound;
        }

        if (!Page.TryRead(context, out var page, out var problem))
        {
            return problem;
        }

        var (events, next) = await trail.ListAsync(
            tenant, account, page.Limit, page.Cursor, context.RequestAborted);
        return events.Count == 0 && await accounts.FindAsync(tenant, account, context.RequestAborted) is null
            ? AccountAnswers.NotFound
            : Page.Of([.. events.Select(AuditView.Of)], next, CredentialsJson.Wire.AuditView);
    }
}
