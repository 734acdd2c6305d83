using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using TradingPlatform.Hosting.Pipeline;

namespace TradingPlatform.Hosting.Problems;

/// <summary>An error answer: <c>application/problem+json</c> (RFC 9457) with the members that API.md adds.</summary>
/// <remarks>
/// An endpoint returns it as its result; a bulk answer holds it as a member. Members that are null are left out. Texts
/// are shown to the caller: never an exception's message, never a secret.
/// </remarks>
[JsonConverter(typeof(ProblemJsonConverter))]
public sealed record Problem : IResult
{
    /// <summary>The content type of every error.</summary>
    public const string ContentType = "application/problem+json";

    private Problem(ProblemCode code) => Code = code;

    /// <summary>What kind of error.</summary>
    public ProblemCode Code { get; }

    /// <summary>What happened this time, for the caller; null for nothing beyond the title.</summary>
    public string? Detail { get; init; }

    /// <summary>Overrides the code's own <see cref="ProblemCode.Retryable"/>; null leaves it.</summary>
    public bool? Retryable { get; init; }

    /// <summary>When to come back, as the header <c>Retry-After</c> in whole seconds, rounded up; null for unknown.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The call's id. Null takes the request's own when this is the answer; a bulk answer sets it.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The fields at fault.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>The risk rules that refuse; null for another code.</summary>
    public IReadOnlyList<ProblemViolation>? Violations { get; init; }

    /// <summary>The instrument rule that refuses: the exchange's filter type.</summary>
    public string? Rule { get; init; }

    /// <summary>What the rule allows.</summary>
    public string? Limit { get; init; }

    /// <summary>What the request asked for.</summary>
    public string? Actual { get; init; }

    /// <summary>The trading state that restricts.</summary>
    public string? State { get; init; }

    /// <summary>Why trading is restricted.</summary>
    public string? Reason { get; init; }

    /// <summary>The exchange's own code.</summary>
    public string? ExchangeCode { get; init; }

    /// <summary>The exchange's own words.</summary>
    public string? ExchangeMessage { get; init; }

    /// <summary>The order that the exchange refused, which is stored as such.</summary>
    public string? OrderId { get; init; }

    /// <summary>An error of this kind; its other members are set using <c>with</c>.</summary>
    public static Problem Of(ProblemCode code, string? detail = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        return new Problem(code) { Detail = detail };
    }

    /// <summary>One field is at fault: <c>VALIDATION_FAILED</c>.</summary>
    public static Problem Invalid(string field, string message) =>
        Invalid([new FieldError(field, message)]);

    /// <summary>Some fields are at fault: <c>VALIDATION_FAILED</c>.</summary>
    public static Problem Invalid(IReadOnlyList<FieldError> errors) =>
        new(ProblemCode.ValidationFailed) { Errors = errors };

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        var response = httpContext.Response;
        response.StatusCode = Code.Status;
        response.ContentType = ContentType;
        if (RetryAfter is { } wait)
        {
            var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var buffer = new ArrayBufferWriter<byte>(512);
        await using (var writer = new Utf8JsonWriter(buffer, ProblemJson.WriterOptions))
        {
            ProblemJson.Write(writer, this, CorrelationId ?? httpContext.CallScope()?.CorrelationId);
        }

        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted);
    }
}
