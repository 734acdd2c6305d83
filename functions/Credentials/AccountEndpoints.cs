using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Paging;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Credentials;

/// <summary>Links, shows and unlinks exchange accounts.</summary>
internal static class AccountEndpoints
{
    public static async Task<IResult> LinkAsync(
        HttpContext context, [FromServices] LinkAccount link, [FromServices] ExchangeConnections connections,
        [FromServices] AllowedOrigins origins)
    {
        var body = await RequestBody.ReadAsync(context, CredentialsJson.Wire.LinkRequest);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        var errors = Check(request, origins, connections, out var baseUrl);
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        var credentials = request.Mode is TradingMode.Paper
            ? null
            : new ExchangeCredentials(request.ApiKey!.Value, request.ApiSecret!.Value, request.Passphrase);
        var command = new LinkAccountCommand(
            context.Caller(), request.Exchange, request.Label.Trim(), request.Mode, credentials, baseUrl,
            request.AllowWithdrawPermission);
        return await link.HandleAsync(command, context.RequestAborted) switch
        {
            Linking.Linked linked => AccountAnswers.Show(linked.Account, context, StatusCodes.Status201Created),
            Linking.KeyRefused refused => AccountAnswers.Refused(refused.Why, refused.Error),
            Linking.Unavailable e => AccountAnswers.Unavailable(e.Error),
            Linking.LabelTaken => AccountAnswers.LabelTaken,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] AccountRepository accounts, [FromServices] TimeProvider clock)
    {
        if (!Page.TryRead(context, out var page, out var problem))
        {
            return problem;
        }

        var (found, next) = await accounts.ListAsync(
            context.Caller().Tenant, page.Limit, page.Cursor, context.RequestAborted);
        var now = clock.GetUtcNow();
        return Page.Of(
            [.. found.Select(account => AccountView.Of(account, now))], next, CredentialsJson.Wire.AccountView);
    }

    public static async Task<IResult> GetAsync(
        HttpContext context, string id, [FromServices] AccountRepository accounts) =>
        AccountId.TryParse(id, out var account)
        && await accounts.FindAsync(context.Caller().Tenant, account, context.RequestAborted) is { } found
            ? AccountAnswers.Show(found, context)
            : AccountAnswers.NotFound;

    public static async Task<IResult> UnlinkAsync(
        HttpContext context, string id, [FromServices] UnlinkAccount unlink)
    {
        if (!AccountId.TryParse(id, out var account))
        {
            return AccountAnswers.NotFound;
        }

        return await unlink.HandleAsync(context.Caller(), account, context.RequestAborted) switch
        {
            Unlinking.Done => TypedResults.NoContent(),
            Unlinking.NotFound => AccountAnswers.NotFound,
            Unlinking.HasOpenOrders => Problem.Of(
                ProblemCode.Conflict, "The account has orders that are not settled; cancel them first."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static FieldErrors Check(
        LinkRequest request, AllowedOrigins origins, ExchangeConnections connections, out Uri? baseUrl)
    {
        var errors = new FieldErrors();
        errors.RequireLabel(request.Label);
        errors.Require(
            origins.TryRead(request.BaseUrl, out baseUrl), "baseUrl", "must be an origin of the configured allow-list");
        errors.Require(
            connections.Supports(request.Exchange, request.Mode), "exchange", "cannot be traded on in this mode yet");
        if (request.Mode is TradingMode.Paper)
        {
            errors.Require(
                request.BaseUrl is null, "baseUrl", "is not for PAPER, which trades on the built-in exchange");
            return errors;
        }

        errors.RequireKey(request.ApiKey, request.ApiSecret);
        return errors;
    }
}
