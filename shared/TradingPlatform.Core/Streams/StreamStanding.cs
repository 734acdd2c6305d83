using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Core.Streams;

/// <summary>Where an account's own stream stands.</summary>
public enum StreamState
{
    /// <summary>Its exchange has none, or it has not been opened yet: polls alone tell.</summary>
    Absent = 1,

    /// <summary>The connection is gone, or something was missed: polls tell until it is back.</summary>
    Lost = 2,

    /// <summary>It stands, but what happened before it stood is not caught up yet.</summary>
    CatchingUp = 3,

    /// <summary>It stands and nothing is known to be missing.</summary>
    Live = 4,
}

/// <summary>How an account was seen at a moment.</summary>
/// <param name="State">Where its stream stands.</param>
/// <param name="Since">Since when it stands there.</param>
/// <param name="SeenAt">
/// When the account was last seen as it is: by something that the stream told of it, or by a sweep over REST. A mere
/// heartbeat shows nothing (FAILURES.md F05, F06).
/// </param>
public sealed record StreamStanding(StreamState State, DateTimeOffset Since, DateTimeOffset SeenAt)
{
    /// <summary>How many orders are not settled, as far as is known: what there is to be missed.</summary>
    public int Unsettled { get; init; }

    /// <summary>A sweep has ended since it is followed, so what was missed before then is known.</summary>
    public bool IsSwept { get; init; }

    /// <summary>When the stream last told something of the account; null where it never did.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>When a sweep began to which the exchange last answered; null where it never did.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>Why the last sweep failed; null where it did not.</summary>
    public ExchangeError? Trouble { get; init; }
}
