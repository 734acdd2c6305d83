using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges.Http;

/// <summary>How long calls may take.</summary>
/// <param name="Order">An order's answer.</param>
/// <param name="Read">One attempt of any other call.</param>
/// <param name="Chance">For the spread of retries, from 0 up to 1; null for the retry library's own.</param>
internal sealed record WireTimes(TimeSpan Order, TimeSpan Read, Func<double>? Chance);

/// <summary>The pipelines of one address, built once. Both share one breaker; only reads are repeated.</summary>
internal sealed class WireResilience
{
    public WireResilience(WireTimes times, TimeProvider clock)
    {
        // One unknown order is no outage: a share of at least twenty calls is (DESIGN.md, 'Resilience').
        var breaker = new ResiliencePipelineBuilder<WireAnswer> { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<WireAnswer>
            {
                FailureRatio = 0.5,
                MinimumThroughput = 20,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
                ShouldHandle = static args => ValueTask.FromResult(IsOutage(args.Outcome)),
            })
            .Build();
        Order = Guarded(breaker, times.Order, clock);
        Read = Guarded(breaker, times.Read, clock);
        Retry = new ResiliencePipelineBuilder<WireAnswer> { TimeProvider = clock }
            .AddRetry(RetryOptions(times.Chance))
            .Build();
    }

    /// <summary>Sends once, within the order's time.</summary>
    public ResiliencePipeline<WireAnswer> Order { get; }

    /// <summary>Sends once, within a read's time.</summary>
    public ResiliencePipeline<WireAnswer> Read { get; }

    /// <summary>Repeats what only reads, around <see cref="Read"/> and the wait for the rate budget.</summary>
    public ResiliencePipeline<WireAnswer> Retry { get; }

    /// <summary>What a failure to get an answer says to a caller; null for what is no such failure.</summary>
    public static ExchangeError? Describe(Exception failure) => failure switch
    {
        NotSentException refused => refused.Error,
        BrokenCircuitException open => new ExchangeError(
            ExchangeErrorKind.Unavailable, "CIRCUIT_OPEN", "Too many calls failed; nothing was sent.", open.RetryAfter),
        TimeoutRejectedException => new ExchangeError(ExchangeErrorKind.Unavailable, "TIMEOUT", "No answer in time."),
        HttpRequestException lost => new ExchangeError(
            ExchangeErrorKind.Unavailable, "CONNECTION", $"The connection failed: {lost.HttpRequestError}."),
        IOException => new ExchangeError(ExchangeErrorKind.Unavailable, "CONNECTION", "The answer broke off."),
        _ => null,
    };

    private static RetryStrategyOptions<WireAnswer> RetryOptions(Func<double>? chance)
    {
        var retry = new RetryStrategyOptions<WireAnswer>
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = static args => ValueTask.FromResult(IsOutage(args.Outcome)),
        };
        retry.Randomizer = chance ?? retry.Randomizer;
        return retry;
    }

    private static ResiliencePipeline<WireAnswer> Guarded(
        ResiliencePipeline<WireAnswer> breaker, TimeSpan timeout, TimeProvider clock) =>
        new ResiliencePipelineBuilder<WireAnswer> { TimeProvider = clock }
            .AddPipeline(breaker)
            .AddTimeout(timeout)
            .Build();

    private static bool IsOutage(Outcome<WireAnswer> outcome) => outcome.Exception is null
        ? outcome.Result?.Status >= 500
        : outcome.Exception is HttpRequestException or IOException or TimeoutRejectedException;
}
