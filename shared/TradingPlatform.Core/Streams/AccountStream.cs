using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Orders;

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

/// <summary>How a stream stood at a moment.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Since">Since when it stands there.</param>
/// <param name="ProvenAt">
/// When the account was last proven to be seen as it is: by something that the stream told of it, or by a sweep over
/// REST. A mere heartbeat proves nothing (FAILURES.md F05, F06).
/// </param>
/// <param name="Unsettled">How many orders were not settled at the last sweep: what there is to be missed.</param>
public sealed record StreamStanding(StreamState State, DateTimeOffset Since, DateTimeOffset ProvenAt, int Unsettled);

/// <summary>What is known of one account's stream, while it is followed. Safe for many callers.</summary>
public sealed class AccountStream
{
    private readonly Lock _lock = new();
    private readonly Dictionary<OrderId, DateTimeOffset> _owed = [];
    private StreamStanding _standing;

    /// <summary>A stream that is about to be opened.</summary>
    /// <remarks>It counts as proven now: whoever starts to look has as long as anyone to find out.</remarks>
    public AccountStream(ExchangeAccount account, DateTimeOffset now) =>
        (Account, _standing) = (account, new StreamStanding(StreamState.Absent, now, now, 0));

    /// <summary>Whose.</summary>
    public ExchangeAccount Account { get; }

    /// <summary>The account's orders that rest, as they were last seen.</summary>
    public RestingOrders Resting { get; } = new();

    /// <summary>How it stands.</summary>
    public StreamStanding Standing
    {
        get
        {
            lock (_lock)
            {
                return _standing;
            }
        }
    }

    /// <summary>
    /// True while orders that rest need no look: the stream tells of them, and a sweep has found it complete not long
    /// ago.
    /// </summary>
    public bool IsTrusted(DateTimeOffset now, TimeSpan provenWithin)
    {
        lock (_lock)
        {
            return _standing.State is StreamState.Live && now - _standing.ProvenAt <= provenWithin;
        }
    }

    /// <summary>The subscription stands: what came before it is to be caught up.</summary>
    internal void Connected(DateTimeOffset now) => Move(StreamState.CatchingUp, now);

    /// <summary>It is gone, or was found incomplete.</summary>
    internal void Lost(DateTimeOffset now) => Move(StreamState.Lost, now);

    /// <summary>Its queue was full, so something was left out: as after a connection, it is caught up.</summary>
    internal void LeftOut(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_standing.State is StreamState.Live)
            {
                Move(StreamState.CatchingUp, now);
            }
        }
    }

    /// <summary>It told something of the account.</summary>
    internal void Told(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_standing.State is StreamState.Live or StreamState.CatchingUp && now > _standing.ProvenAt)
            {
                _standing = _standing with { ProvenAt = now };
            }
        }
    }

    /// <summary>It told of an order, so it owes nothing of it.</summary>
    internal void ToldOf(OrderId order)
    {
        lock (_lock)
        {
            _owed.Remove(order);
        }
    }

    /// <summary>A sweep has ended: what was true when it began is known.</summary>
    /// <param name="begun">When it began.</param>
    /// <param name="stood">
    /// How the stream stood then; a connection that was made meanwhile is not caught up by it.
    /// </param>
    /// <param name="sweep">What it found.</param>
    /// <param name="now">The moment.</param>
    internal void Swept(DateTimeOffset begun, StreamStanding stood, Sweep sweep, DateTimeOffset now)
    {
        lock (_lock)
        {
            var isSame = _standing.State == stood.State && _standing.Since == stood.Since;
            if (isSame && stood.State is StreamState.CatchingUp)
            {
                Move(StreamState.Live, now);
            }
            else if (isSame && stood.State is StreamState.Live)
            {
                foreach (var order in sweep.Changed)
                {
                    _owed.TryAdd(order, now);
                }
            }

            _standing = _standing with
            {
                ProvenAt = begun > _standing.ProvenAt ? begun : _standing.ProvenAt, Unsettled = sweep.Unsettled,
            };
        }
    }

    /// <summary>
    /// True where a sweep has found a change that the stream has still not told of: heartbeats may come, but it is not
    /// whole, and is to be opened anew.
    /// </summary>
    internal bool IsOverdue(DateTimeOffset now, TimeSpan mayTake)
    {
        lock (_lock)
        {
            return _standing.State is StreamState.Live && _owed.Values.Any(since => now - since > mayTake);
        }
    }

    private void Move(StreamState state, DateTimeOffset now)
    {
        lock (_lock)
        {
            _standing = _standing with { State = state, Since = now };
            _owed.Clear();
        }
    }
}
