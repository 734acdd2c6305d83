using Polly;

namespace TradingPlatform.Exchanges.Http;

/// <summary>Runs pipelines where their caller runs.</summary>
internal static class PipelineRuns
{
    /// <summary>
    /// As the library's own, but that it continues on its caller's scheduler: its own way leaves for the thread pool,
    /// out of the hands of whoever owns that scheduler (the simulation does).
    /// </summary>
    public static async ValueTask<WireAnswer> RunAsync<TState>(
        this ResiliencePipeline<WireAnswer> pipeline, Func<TState, CancellationToken, ValueTask<WireAnswer>> call,
        TState state, CancellationToken cancellation)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellation);
        try
        {
            return await pipeline.ExecuteAsync(
                static (context, work) => work.call(work.state, context.CancellationToken), context, (call, state));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
