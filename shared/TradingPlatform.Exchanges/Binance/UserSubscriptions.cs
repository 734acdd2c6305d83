using System.Globalization;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>How each account stands on one session: wanted, asked for, standing, or refused until later.</summary>
internal sealed class UserSubscriptions(TimeProvider time)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<UserSubscriber, Place> _all = [];
    private readonly Dictionary<string, UserSubscriber> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<long, UserSubscriber> _standing = [];
    private int _lastId;
    private int _unanswered;

    private enum Stage
    {
        Wanted = 1,
        Asked,
        Standing,
        Refused,
    }

    /// <summary>Every account that was ever wanted stands or was refused once.</summary>
    public bool AllAnswered
    {
        get
        {
            lock (_gate)
            {
                return _unanswered == 0;
            }
        }
    }

    public void Want(UserSubscriber subscriber)
    {
        lock (_gate)
        {
            if (!_all.TryGetValue(subscriber, out var standing))
            {
                _all.Add(subscriber, standing = new Place());
                _unanswered++;
            }

            standing.Stage = Stage.Wanted;
        }
    }

    /// <summary>The id to ask under; null where it is wanted no more, or was asked for already.</summary>
    public string? Begin(UserSubscriber subscriber)
    {
        lock (_gate)
        {
            if (!_all.TryGetValue(subscriber, out var standing) || standing.Stage is Stage.Asked or Stage.Standing)
            {
                return null;
            }

            var id = (++_lastId).ToString(CultureInfo.InvariantCulture);
            standing.Stage = Stage.Asked;
            _asked.Add(id, subscriber);
            return id;
        }
    }

    /// <summary>Whom the answer is for; null where it left meanwhile.</summary>
    public UserSubscriber? Stand(string id, long subscription)
    {
        lock (_gate)
        {
            if (Take(id) is not var (subscriber, standing))
            {
                return null;
            }

            (standing.Stage, standing.Subscription, standing.Since) =
                (Stage.Standing, subscription, time.GetTimestamp());
            standing.Wait = FirstWait;
            _standing[subscription] = subscriber;
            return subscriber;
        }
    }

    /// <summary>Whom the refusal is for; null where it left meanwhile.</summary>
    public UserSubscriber? Refuse(string id)
    {
        lock (_gate)
        {
            if (Take(id) is not var (subscriber, standing))
            {
                return null;
            }

            (standing.Stage, standing.Since) = (Stage.Refused, time.GetTimestamp());
            return subscriber;
        }
    }

    public UserSubscriber? Find(long subscription)
    {
        lock (_gate)
        {
            return _standing.GetValueOrDefault(subscription);
        }
    }

    /// <summary>
    /// The exchange ended it. False where that came so soon that it must wait like one that was refused.
    /// </summary>
    public bool End(long subscription)
    {
        lock (_gate)
        {
            if (!_standing.Remove(subscription, out var subscriber) || !_all.TryGetValue(subscriber, out var place))
            {
                return false;
            }

            var stood = time.GetElapsedTime(place.Since);
            (place.Stage, place.Since) = (Stage.Refused, time.GetTimestamp());
            return stood >= FirstWait;
        }
    }

    public UserSubscriber[] Standing()
    {
        lock (_gate)
        {
            return [.. _standing.Values];
        }
    }

    /// <summary>Those refused whose wait is over; the next one is twice as long.</summary>
    public UserSubscriber[] Due()
    {
        lock (_gate)
        {
            var due = _all.Where(each => each.Value.Stage == Stage.Refused
                && time.GetElapsedTime(each.Value.Since) >= each.Value.Wait).ToArray();
            foreach (var (_, standing) in due)
            {
                standing.Stage = Stage.Wanted;
                standing.Wait = standing.Wait * 2 < LongestWait ? standing.Wait * 2 : LongestWait;
            }

            return [.. due.Select(each => each.Key)];
        }
    }

    /// <summary>Its subscription's number, where it stands.</summary>
    public long? Forget(UserSubscriber subscriber)
    {
        lock (_gate)
        {
            if (!_all.Remove(subscriber, out var standing))
            {
                return null;
            }

            _unanswered -= standing.WasAnswered ? 0 : 1;
            return standing.Stage == Stage.Standing && _standing.Remove(standing.Subscription)
                ? standing.Subscription
                : null;
        }
    }

    private (UserSubscriber Subscriber, Place Standing)? Take(string id)
    {
        if (!_asked.Remove(id, out var subscriber) || !_all.TryGetValue(subscriber, out var standing))
        {
            return null;
        }

        _unanswered -= standing.WasAnswered ? 0 : 1;
        standing.WasAnswered = true;
        return (subscriber, standing);
    }

    private sealed class Place
    {
        public Stage Stage { get; set; } = Stage.Wanted;

        public bool WasAnswered { get; set; }

        public long Subscription { get; set; }

        public long Since { get; set; }

        public TimeSpan Wait { get; set; } = FirstWait;
    }
}
