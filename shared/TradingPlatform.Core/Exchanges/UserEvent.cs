using System.Collections.Immutable;

namespace TradingPlatform.Core.Exchanges;

/// <summary>What an account's own stream tells, in the order in which it came.</summary>
/// <remarks>
/// A stream promises nothing about completeness: frames get lost while heartbeats go on (FAILURES.md F05). Its events
/// only add to what answers and polls tell, through the same once-only path.
/// </remarks>
public abstract record UserEvent
{
    private UserEvent()
    {
    }

    /// <summary>
    /// The subscription stands from now on. What happened before it must be caught up over REST; nothing is replayed.
    /// </summary>
    public sealed record Connected : UserEvent;

    /// <summary>An order changed, or a fill came.</summary>
    public sealed record OrderChanged(OrderReport Report) : UserEvent;

    /// <summary>Balances as they now stand, of the assets that changed.</summary>
    public sealed record BalancesChanged(ImmutableArray<Balance> Balances) : UserEvent;

    /// <summary>A sign of life without content: a ping, a heartbeat, an answered probe.</summary>
    public sealed record Alive : UserEvent;

    /// <summary>
    /// The connection is gone, or a sequence number was skipped: what was told since is not all that happened. The
    /// adapter connects again by itself and then tells <see cref="Connected"/>.
    /// </summary>
    /// <param name="Why">For a log: never an exchange's raw frame.</param>
    public sealed record Lost(string Why) : UserEvent;
}
