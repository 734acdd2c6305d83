using Amazon.Lambda.AspNetCoreServer;
using Amazon.Lambda.Core;
using Microsoft.AspNetCore.Http;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.Lambda;

/// <summary>
/// Ends a request shortly before Lambda would end the process, while it can still be answered: nothing is sent to an
/// exchange whose answer nobody would live to see.
/// </summary>
internal sealed class LambdaDeadline(TimeProvider clock)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The time a call has for its work: all but two seconds, and at least half where there is less than four.
    /// </summary>
    internal static TimeSpan TimeFor(TimeSpan remaining)
    {
        var margin = remaining / 2 < Margin ? remaining / 2 : Margin;
        return remaining <= TimeSpan.Zero ? TimeSpan.Zero : remaining - margin;
    }

    internal async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Items[AbstractAspNetCoreFunction.LAMBDA_CONTEXT] is not ILambdaContext lambda)
        {
            await next(context);
            return;
        }

        var aborted = context.RequestAborted;
        using var time = new CancellationTokenSource(TimeFor(lambda.RemainingTime), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, aborted);
        context.RequestAborted = either.Token;
        try
        {
            await next(context);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException
            && time.IsCancellationRequested && !context.Response.HasStarted)
        {
            // The caller still waits, unlike one who has hung up.
            context.RequestAborted = aborted;
            await Problem.Of(ProblemCode.OutOfTime, "Ask for what became of it, or send the same again.")
                .ExecuteAsync(context);
        }
        finally
        {
            context.RequestAborted = aborted;
        }
    }
}
