using TradingPlatform.Core.Accounts;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Credentials;

/// <summary>How the domain's answers about accounts read in the contract.</summary>
internal static class AccountAnswers
{
    public static Problem NotFound => Problem.Of(ProblemCode.NotFound, "There is no such exchange account.");

    public static Problem LabelTaken => Problem.Of(ProblemCode.Conflict, "You have an account of this label.");

    /// <summary>The account, or the problem that the answer is.</summary>
    public static IResult ToResult(this AccountAnswer answer, HttpContext context) => answer switch
    {
        AccountAnswer.Done done => Show(done.Account, context),
        AccountAnswer.NotFound => NotFound,
        AccountAnswer.LabelTaken => LabelTaken,
        AccountAnswer.Busy => Problem.Of(
            ProblemCode.Conflict, "The account's key is being changed, or the account unlinked, just now."),
        AccountAnswer.KeyRefused refused => Refused(refused.Why, refused.Error),
        AccountAnswer.Unavailable unavailable => Unavailable(unavailable.Error),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The account as it stands now.</summary>
    public static IResult Show(
        ExchangeAccount account, HttpContext context, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(
            AccountView.Of(account, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()),
            CredentialsJson.Wire.AccountView, statusCode: status);

    public static Problem Refused(string why, Core.Exchanges.ExchangeError? error) =>
        Problem.Of(ProblemCode.CredentialsInvalid, why) with
        {
            ExchangeCode = error?.Code, ExchangeMessage = error?.Message,
        };

    public static Problem Unavailable(Core.Exchanges.ExchangeError error) =>
        Problem.Of(ProblemCode.ExchangeUnavailable, error.Message) with { RetryAfter = error.RetryAfter };
}
