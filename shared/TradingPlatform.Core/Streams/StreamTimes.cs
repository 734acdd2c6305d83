namespace TradingPlatform.Core.Streams;

/// <summary>How often and how long streams are looked after.</summary>
public sealed record StreamTimes
{
    /// <summary>How often a stream that stands is compared with what the exchange lists (FAILURES.md F05).</summary>
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often an account is swept whose stream does not stand.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How soon after a sweep that failed the next one is tried.</summary>
    public TimeSpan RetryEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a change that a sweep has found may take to come over the stream as well.</summary>
    public TimeSpan MayTake { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long after its last proof a stream is relied on.</summary>
    public TimeSpan TrustedFor { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// How long an account with orders at work may be unproven before nothing but reducing orders is taken (F06).
    /// </summary>
    public TimeSpan BlindAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How often it is stored that an account is looked after: half of what that is good for, so that a write that
    /// fails can be tried again often enough.
    /// </summary>
    public TimeSpan WatchEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after a stream could not be opened, or was found incomplete, it is opened anew.</summary>
    public TimeSpan ReopenAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many reports may wait to be recorded. What comes beyond is left out, and caught up.</summary>
    public int QueueLength { get; init; } = 1_000;
}
