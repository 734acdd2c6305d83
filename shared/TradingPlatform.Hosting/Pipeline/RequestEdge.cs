using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Logs;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.Pipeline;

/// <summary>
/// The outermost part: gives the request its correlation id, its headers and its log line, and turns whatever is thrown
/// within into an answer. The only place that catches everything.
/// </summary>
internal sealed class RequestEdge(
    TimeProvider clock, NewCorrelationId makeId, CurrentCall current, ICallEnd callEnd, ILogger<RequestEdge> logger)
{
    // Answered to nobody, for the log only: the caller has hung up. 499 is the usual number for it.
    private const int ClientClosedRequest = 499;

    internal async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var begun = clock.GetTimestamp();
        var correlationId = CorrelationIds.TakeOrMake(context.Request.Headers[CorrelationIds.Header], makeId);
        var scope = new CallScope(correlationId, context.Request.Method);
        context.Features.Set(scope);
        context.Response.Headers[CorrelationIds.Header] = correlationId;
        SecurityHeaders.Add(context);
        using var _ = logger.BeginScope(scope);
        current.Enter(scope);
        try
        {
            await InvokeWithinAsync(context, next);
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception);
        }
        finally
        {
            scope.Operation = Operation(context);
            var duration = clock.GetElapsedTime(begun).TotalMilliseconds;
            RequestLog.Answered(logger, context.Response.StatusCode, Math.Round(duration, 3));
            callEnd.Ended();
        }
    }

    private static async Task InvokeWithinAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.ContentLength > RequestBody.MaxBytes)
        {
            await Problem.Of(ProblemCode.BodyTooLarge).ExecuteAsync(context);
            return;
        }

        await next(context);
        if (context.Response is { HasStarted: false, ContentType: null } bare
            && OfRouting(bare.StatusCode) is { } problem)
        {
            await problem.ExecuteAsync(context);
        }
    }

    /// <summary>Routing answers with a bare status.</summary>
    private static Problem? OfRouting(int status) => status switch
    {
        StatusCodes.Status404NotFound => Problem.Of(ProblemCode.NotFound),
        StatusCodes.Status405MethodNotAllowed => Problem.Of(ProblemCode.MethodNotAllowed),
        StatusCodes.Status415UnsupportedMediaType => RequestBody.WrongType,
        _ => null,
    };

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            context.Response.StatusCode = context.Response.HasStarted
                ? context.Response.StatusCode
                : ClientClosedRequest;
            return;
        }

        var problem = ProblemOf(exception);
        if (problem.Code == ProblemCode.Internal)
        {
            RequestLog.Failed(logger, exception, exception.GetType().FullName ?? "?");
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (context.Response.HasStarted)
        {
            // Half an answer is on its way: cutting the connection is the only way left to say that it is not whole.
            context.Abort();
            return;
        }

        await problem.ExecuteAsync(context);
    }

    private static Problem ProblemOf(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            Problem.Of(ProblemCode.BodyTooLarge),
        BadHttpRequestException => Problem.Invalid(FieldPath.Whole, "could not be read"),
        _ => Problem.Of(ProblemCode.Internal, "The fault is logged under this correlation id."),
    };

    private static string Operation(HttpContext context)
    {
        // A path may hold anything, a pattern only what we wrote.
        var pattern = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        return string.Create(CultureInfo.InvariantCulture, $"{MethodOf(context.Request)} {pattern ?? "(no route)"}");
    }

    private static string MethodOf(HttpRequest request) =>
        request.Method.Length <= 16 ? request.Method : "(unknown method)";
}

/// <summary>
/// What happens once a call has been answered: on Lambda the metrics leave, for the process may freeze.
/// </summary>
internal interface ICallEnd
{
    void Ended();
}
