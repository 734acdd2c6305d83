using Microsoft.AspNetCore.Http;

namespace TradingPlatform.Hosting.Problems;

/// <summary>Every way in which an answer can be an error: the table of API.md, and nothing else.</summary>
public sealed class ProblemCode
{
    private ProblemCode(string code, int status, string title, bool retryable = false)
    {
        Code = code;
        Status = status;
        Title = title;
        Retryable = retryable;
        Type = "urn:trading-platform:problem:" + code.ToLowerInvariant().Replace('_', '-');
    }

    /// <summary>The word in the answer's <c>code</c>.</summary>
    public string Code { get; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>One line for people, the same each time.</summary>
    public string Title { get; }

    /// <summary>True where the same request may succeed later without being changed.</summary>
    public bool Retryable { get; }

    /// <summary>The answer's <c>type</c> (RFC 9457): a name, not an address.</summary>
    public string Type { get; }

    /// <summary>Malformed JSON, an unknown enum value, a missing or out-of-range field.</summary>
    public static ProblemCode ValidationFailed { get; } =
        new("VALIDATION_FAILED", StatusCodes.Status400BadRequest, "The request is not valid");

    /// <summary>A body over 256 KiB. API.md names the status and no code: it is a request that is not valid.</summary>
    public static ProblemCode BodyTooLarge { get; } =
        new("VALIDATION_FAILED", StatusCodes.Status413PayloadTooLarge, "The request body is too large");

    /// <summary>No token, or one that is not good.</summary>
    public static ProblemCode Unauthenticated { get; } =
        new("UNAUTHENTICATED", StatusCodes.Status401Unauthorized, "A valid access token is required");

    /// <summary>The caller's role is too low.</summary>
    public static ProblemCode Forbidden { get; } =
        new("FORBIDDEN", StatusCodes.Status403Forbidden, "Your role does not allow this");

    /// <summary>No such thing, or another tenant's.</summary>
    public static ProblemCode NotFound { get; } =
        new("NOT_FOUND", StatusCodes.Status404NotFound, "There is no such thing");

    /// <summary>The path exists, this method on it does not. API.md names no code of its own for it.</summary>
    public static ProblemCode MethodNotAllowed { get; } =
        new("NOT_FOUND", StatusCodes.Status405MethodNotAllowed, "This path does not know this method");

    /// <summary>The same idempotency key with a different body.</summary>
    public static ProblemCode IdempotencyKeyReused { get; } = new(
        "IDEMPOTENCY_KEY_REUSED", StatusCodes.Status422UnprocessableEntity, "This key belongs to a different request");

    /// <summary>A risk rule refuses. Set <see cref="Problem.Violations"/>.</summary>
    public static ProblemCode RiskRejected { get; } =
        new("RISK_REJECTED", StatusCodes.Status422UnprocessableEntity, "A risk limit does not allow this order");

    /// <summary>
    /// The exchange's rules for the instrument refuse. Set <see cref="Problem.Rule"/>, <see cref="Problem.Limit"/> and
    /// <see cref="Problem.Actual"/>.
    /// </summary>
    public static ProblemCode InstrumentRule { get; } =
        new("INSTRUMENT_RULE", StatusCodes.Status422UnprocessableEntity, "The exchange's rules do not allow this");

    /// <summary>The tenant's kill switch is on.</summary>
    public static ProblemCode KillSwitchActive { get; } =
        new("KILL_SWITCH_ACTIVE", StatusCodes.Status409Conflict, "The kill switch is on");

    /// <summary>
    /// The account or symbol does not trade freely. Set <see cref="Problem.State"/> and <see cref="Problem.Reason"/>.
    /// </summary>
    public static ProblemCode TradingRestricted { get; } =
        new("TRADING_RESTRICTED", StatusCodes.Status409Conflict, "Trading is restricted");

    /// <summary>The thing is not in a state that allows this.</summary>
    public static ProblemCode Conflict { get; } =
        new("CONFLICT", StatusCodes.Status409Conflict, "The present state does not allow this");

    /// <summary>
    /// The exchange said no. Set <see cref="Problem.ExchangeCode"/> and <see cref="Problem.ExchangeMessage"/>.
    /// </summary>
    public static ProblemCode ExchangeRejected { get; } =
        new("EXCHANGE_REJECTED", StatusCodes.Status422UnprocessableEntity, "The exchange refused");

    /// <summary>Not enough of an asset.</summary>
    public static ProblemCode InsufficientBalance { get; } =
        new("INSUFFICIENT_BALANCE", StatusCodes.Status422UnprocessableEntity, "The balance is too low");

    /// <summary>The exchange does not accept the key, or the key may do more than it should.</summary>
    public static ProblemCode CredentialsInvalid { get; } =
        new("CREDENTIALS_INVALID", StatusCodes.Status422UnprocessableEntity, "The exchange key is not accepted");

    /// <summary>
    /// Circuit open, exchange down, or we are banned. Set <see cref="Problem.RetryAfter"/> when it is known.
    /// </summary>
    public static ProblemCode ExchangeUnavailable { get; } = new(
        "EXCHANGE_UNAVAILABLE",
        StatusCodes.Status503ServiceUnavailable,
        "The exchange cannot be reached",
        retryable: true);

    /// <summary>
    /// The time that Lambda gives a call is nearly over. What was under way is settled as after any lost answer. API.md
    /// names no code of its own for it.
    /// </summary>
    public static ProblemCode OutOfTime { get; } =
        new("INTERNAL", StatusCodes.Status504GatewayTimeout, "The time for an answer is over", retryable: true);

    /// <summary>Over the tier's limit. Set <see cref="Problem.RetryAfter"/>.</summary>
    public static ProblemCode RateLimitExceeded { get; } =
        new("RATE_LIMIT_EXCEEDED", StatusCodes.Status429TooManyRequests, "Too many requests", retryable: true);

    /// <summary>
    /// A fault of ours. Repeating is safe wherever API.md asks for an idempotency key: the key is the guard.
    /// </summary>
    public static ProblemCode Internal { get; } =
        new("INTERNAL", StatusCodes.Status500InternalServerError, "Something went wrong on our side", retryable: true);

    /// <summary>Every code.</summary>
    public static IReadOnlyList<ProblemCode> All { get; } =
    [
        ValidationFailed, BodyTooLarge, Unauthenticated, Forbidden, NotFound, MethodNotAllowed, IdempotencyKeyReused,
        RiskRejected, InstrumentRule, KillSwitchActive, TradingRestricted, Conflict, ExchangeRejected,
        InsufficientBalance, CredentialsInvalid, ExchangeUnavailable, RateLimitExceeded, OutOfTime,
        Internal,
    ];

    /// <inheritdoc/>
    public override string ToString() => Code;
}
