using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Orders;

/// <summary>How the domain's refusals read in the contract.</summary>
internal static class Refusals
{
    /// <summary>The problem that a refusal is.</summary>
    public static Problem ToProblem(this Refusal refusal) => refusal switch
    {
        Refusal.NoSuchAccount => Problem.Of(ProblemCode.NotFound, "There is no such exchange account."),
        Refusal.NoSuchOrder => Problem.Of(ProblemCode.NotFound, "There is no such order."),
        Refusal.NoSuchSymbol e => Problem.Invalid("symbol", $"{e.Symbol.Text} is not traded there"),
        Refusal.KeyInvalid => Problem.Of(
            ProblemCode.CredentialsInvalid, "The exchange no longer accepts the account's key."),
        Refusal.AccountInactive => Problem.Of(ProblemCode.Conflict, "The account is switched off."),
        Refusal.Restricted e => Problem.Of(ProblemCode.TradingRestricted) with
        {
            State = WireEnum.Text(e.Trading.State), Reason = e.Trading.Reason,
        },
        Refusal.BreaksInstrument e => Problem.Of(ProblemCode.InstrumentRule) with
        {
            Rule = e.Violation.Rule, Limit = e.Violation.Limit, Actual = e.Violation.Actual,
        },
        Refusal.BreaksRisk e => Problem.Of(ProblemCode.RiskRejected) with
        {
            Violations = [.. e.Violations.Select(v => new ProblemViolation(v.Rule, v.Limit, v.Actual))],
        },
        Refusal.Killed => Problem.Of(ProblemCode.KillSwitchActive),
        Refusal.KeyReused => Problem.Of(ProblemCode.IdempotencyKeyReused),
        Refusal.Conflict e => Problem.Of(
            ProblemCode.Conflict, $"The order is {WireEnum.Text(e.Status)}."),
        Refusal.Unavailable e => Unavailable(e.Error),
        Refusal.ExchangeRefuses e => Of(e.Error),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The problem that an order refused by its exchange is; it is stored, so the problem names it.</summary>
    public static Problem ToProblem(Order rejected)
    {
        var reason = rejected.RejectReason!;
        var code = reason.Code switch
        {
            "INSUFFICIENT_BALANCE" => ProblemCode.InsufficientBalance,
            "CREDENTIALS_INVALID" => ProblemCode.CredentialsInvalid,
            "EXCHANGE_UNAVAILABLE" => ProblemCode.ExchangeUnavailable,
            _ => ProblemCode.ExchangeRejected,
        };
        return Problem.Of(code) with
        {
            OrderId = rejected.Id.Text, ExchangeCode = reason.ExchangeCode, ExchangeMessage = reason.Message,
            // Another order is another decision, and needs another key.
            Retryable = false,
        };
    }

    /// <summary>The problem that an exchange's refusal is, where no order is stored of it.</summary>
    public static Problem Of(ExchangeError error) => error.Kind switch
    {
        ExchangeErrorKind.InsufficientBalance => Refused(ProblemCode.InsufficientBalance, error),
        ExchangeErrorKind.CredentialsInvalid => Refused(ProblemCode.CredentialsInvalid, error),
        ExchangeErrorKind.RateLimited or ExchangeErrorKind.Banned or ExchangeErrorKind.Unavailable
            or ExchangeErrorKind.ClockSkew => Unavailable(error),
        _ => Refused(ProblemCode.ExchangeRejected, error),
    };

    private static Problem Refused(ProblemCode code, ExchangeError error) =>
        Problem.Of(code) with { ExchangeCode = error.Code, ExchangeMessage = error.Message };

    private static Problem Unavailable(ExchangeError error) => error.Kind is ExchangeErrorKind.CredentialsInvalid
        ? Refused(ProblemCode.CredentialsInvalid, error)
        : Problem.Of(ProblemCode.ExchangeUnavailable, error.Message) with { RetryAfter = error.RetryAfter };
}
