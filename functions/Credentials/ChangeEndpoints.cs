using Microsoft.AspNetCore.Mvc;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Credentials;

/// <summary>Changes linked accounts: their labels, whether they trade, their keys.</summary>
internal static class ChangeEndpoints
{
    public static async Task<IResult> RenameAsync(
        HttpContext context, string id, [FromServices] AccountRepository accounts, [FromServices] RenameAccount rename)
    {
        if (await FindAsync(context, id, accounts) is not { } account)
        {
            return AccountAnswers.NotFound;
        }

        var body = await RequestBody.ReadAsync(context, CredentialsJson.Wire.RenameRequest);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        var errors = new FieldErrors();
        errors.RequireLabel(request.Label);
        return errors.Problem is { } problem
            ? problem
            : (await rename.HandleAsync(context.Caller(), account.Id, request.Label.Trim(), context.RequestAborted))
                .ToResult(context);
    }

    public static async Task<IResult> ActivateAsync(
        HttpContext context, string id, [FromServices] SwitchAccount accounts) =>
        AccountId.TryParse(id, out var account)
            ? (await accounts.ActivateAsync(context.Caller(), account, context.RequestAborted)).ToResult(context)
            : AccountAnswers.NotFound;

    public static async Task<IResult> DeactivateAsync(
        HttpContext context, string id, [FromServices] SwitchAccount accounts) =>
        AccountId.TryParse(id, out var account)
            ? (await accounts.DeactivateAsync(context.Caller(), account, context.RequestAborted)).ToResult(context)
            : AccountAnswers.NotFound;

    public static async Task<IResult> ValidateAsync(
        HttpContext context, string id, [FromServices] ValidateKey validate) =>
        AccountId.TryParse(id, out var account)
            ? (await validate.HandleAsync(context.Caller(), account, context.RequestAborted)).ToResult(context)
            : AccountAnswers.NotFound;

    public static async Task<IResult> RotateAsync(
        HttpContext context, string id, [FromServices] AccountRepository accounts, [FromServices] RotateKey rotate)
    {
        if (await FindAsync(context, id, accounts) is not { } account)
        {
            return AccountAnswers.NotFound;
        }

        var body = await RequestBody.ReadAsync(context, CredentialsJson.Wire.RotateRequest);
        if (!body.TryGet(out var request, out var malformed))
        {
            return malformed;
        }

        if (account.Mode is TradingMode.Paper)
        {
            // As when it was linked: the built-in exchange makes its key, whatever the request says.
            return (await rotate.HandleAsync(context.Caller(), account.Id, null, context.RequestAborted))
                .ToResult(context);
        }

        var errors = new FieldErrors();
        errors.RequireKey(request.ApiKey, request.ApiSecret);
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        var credentials = new ExchangeCredentials(
            request.ApiKey!.Value, request.ApiSecret!.Value, request.Passphrase);
        return (await rotate.HandleAsync(context.Caller(), account.Id, credentials, context.RequestAborted))
            .ToResult(context);
    }

    // Before the body is read: what is not there is not there, whatever is said of it.
    private static async Task<ExchangeAccount?> FindAsync(
        HttpContext context, string id, AccountRepository accounts) =>
        AccountId.TryParse(id, out var account)
            ? await accounts.FindAsync(context.Caller().Tenant, account, context.RequestAborted)
            : null;
}
