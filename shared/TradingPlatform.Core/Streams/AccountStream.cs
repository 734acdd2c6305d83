using System.Collections.Immutable;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Streams;

/// <summary>What is known of one account's stream, while it is followed. Safe for many callers.</summary>
public sealed class AccountStream
{
    private readonly Lock _lock = new();
    private readonly Dictionary<OrderId, DateTimeOffset> _owed = [];
    private StreamStanding _standing;

    /// <summary>A stream that is about to be opened.</summary>
    /// <remarks>It counts as seen now: whoever starts to look has as long as anyone to find out.</remarks>
    public AccountStream(ExchangeAccount account, DateTimeOffset now) =>
        (Account, _standing) = (account, new StreamStanding(StreamState.Absent, now, now));

    /// <summary>Whose.</summary>
    public ExchangeAccount Account { get; }

    /// <summary>The account at its exchange; null until it could be opened.</summary>
    public IExchange? Exchange { get; internal set; }

    /// <summary>Trading on it is restricted until something proves that it need not be: sweeps ask for proof.</summary>
    public bool NeedsProof { get; internal set; }

    /// <summary>The pairs in which orders are not settled, as they were last counted.</summary>
    public ImmutableArray<Symbol> Pairs { get; private set; } = [];

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
    public bool IsTrusted(DateTimeOffset now, TimeSpan seenWithin)
    {
        lock (_lock)
        {
            return _standing.State is StreamState.Live && now - _standing.SeenAt <= seenWithin;
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
            if (_standing.State is StreamState.Live or StreamState.CatchingUp)
            {
                _standing = _standing with { SeenAt = now, ToldAt = now };
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
                SeenAt = begun > _standing.SeenAt ? begun : _standing.SeenAt,
                Unsettled = sweep.Unsettled,
                IsSwept = true,
                AnsweredAt = sweep.WasAnswered ? begun : _standing.AnsweredAt,
                Trouble = sweep.WasAnswered ? null : _standing.Trouble,
            };
        }
    }

    /// <summary>These orders are not settled.</summary>
    internal void Counted(IReadOnlyCollection<UnsettledOrder> unsettled)
    {
        lock (_lock)
        {
            Pairs = [.. unsettled.Select(order => order.Symbol).Distinct()];
            _standing = _standing with { Unsettled = unsettled.Count };
        }
    }

    /// <summary>A sweep failed, and nothing is proven.</summary>
    internal void SweepFailed(ExchangeError? why)
    {
        lock (_lock)
        {
            _standing = _standing with { Trouble = why ?? _standing.Trouble };
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
