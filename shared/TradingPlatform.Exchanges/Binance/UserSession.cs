using System.Text.Json;
using System.Threading.Channels;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.RateBudget;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// What is subscribed on one session of the WebSocket API (FACTS.md E2, 'User data'): each account by a signature of
/// its own. One that is refused does not disturb the others, and is tried again later.
/// </summary>
internal sealed class UserSession : ISocketListener
{
    private const int Weight = 2;

    private readonly BinanceVenue _venue;
    private readonly UserConnection _connection;
    private readonly UserSubscriptions _subscriptions;
    private readonly Channel<UserSubscriber> _wanted = Channel.CreateUnbounded<UserSubscriber>();
    private SocketSession? _session;

    public UserSession(BinanceVenue venue, UserConnection connection, IEnumerable<UserSubscriber> subscribers)
    {
        (_venue, _connection) = (venue, connection);
        _subscriptions = new UserSubscriptions(venue.Time);
        foreach (var subscriber in subscribers)
        {
            Want(subscriber);
        }
    }

    /// <summary>Subscribes an account as soon as may be.</summary>
    public void Want(UserSubscriber subscriber)
    {
        _subscriptions.Want(subscriber);
        _wanted.Writer.TryWrite(subscriber);
    }

    public void Forget(UserSubscriber subscriber)
    {
        if (_subscriptions.Forget(subscriber) is { } subscription)
        {
            Volatile.Read(ref _session)?.Send(UserRequests.Unsubscribe(subscription));
        }
    }

    public async Task OpenedAsync(SocketSession session, CancellationToken cancellation)
    {
        Volatile.Write(ref _session, session);
        await foreach (var subscriber in _wanted.Reader.ReadAllAsync(cancellation))
        {
            if (_subscriptions.Begin(subscriber) is { } id)
            {
                try
                {
                    await SubscribeAsync(session, subscriber, id, cancellation);
                }
                catch (ExchangeException refused)
                {
                    Refuse(id, refused.Error);
                    ReadyWhereAllAnswered(session);
                }
            }
        }
    }

    public void Received(SocketSession session, ReadOnlySpan<byte> message)
    {
        try
        {
            Take(session, ApiMessage.Read(message, LeaveOut));
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or OverflowException
            or InvalidOperationException or ArgumentException)
        {
            // One event must not end the streams of a thousand accounts: its own account catches up over REST.
            if (ApiMessage.FindSubscription(message) is not { } number
                || _subscriptions.Find(number) is not { } subscriber)
            {
                throw;
            }

            subscriber.Events.Tell(new UserEvent.Lost("an event could not be read"));
            subscriber.Events.Tell(new UserEvent.Connected());
        }
    }

    public void Alive()
    {
        foreach (var subscriber in _subscriptions.Standing())
        {
            subscriber.Events.TryTell(new UserEvent.Alive());
        }

        // The exchange's sign of life comes every few seconds: often enough to try again by.
        foreach (var subscriber in _subscriptions.Due())
        {
            _wanted.Writer.TryWrite(subscriber);
        }
    }

    public void Ended(string why, bool replaced)
    {
        _connection.Remove(this);
        if (!replaced)
        {
            foreach (var subscriber in _subscriptions.Standing())
            {
                subscriber.Events.Tell(new UserEvent.Lost(why));
            }
        }
    }

    private void Take(SocketSession session, ApiMessage read)
    {
        if (read.Weight is { } counted)
        {
            _venue.Budget.Observe(counted);
        }

        if (read.Event is { } what)
        {
            Tell(session, read.SubscriptionId, what);
        }
        else if (read.Id is { } id)
        {
            Answered(session, id, read);
        }
    }

    private async Task SubscribeAsync(
        SocketSession session, UserSubscriber subscriber, string id, CancellationToken cancellation)
    {
        // Pairs are told by the exchange's spelling, so its rules are needed before the first event.
        await _venue.Rules.GetAnyAsync(cancellation);
        await _venue.Clock.EnsureAsync(cancellation);
        var grant = await _venue.Budget.WaitAsync(CallLane.Inquiry, Weight, cancellation);
        if (grant.Refusal is { } refusal)
        {
            throw new ExchangeException(refusal.Describe());
        }

        if (!_venue.Clock.TryNow(out var now))
        {
            throw new ExchangeException(new ExchangeError(
                ExchangeErrorKind.ClockSkew, "CLOCK_UNKNOWN", "The exchange's clock is not known."));
        }

        session.Send(UserRequests.Subscribe(subscriber, id, now.Milliseconds, _venue.Options.ReceiveWindow));
    }

    private void Answered(SocketSession session, string id, ApiMessage answer)
    {
        if (answer is { Status: >= 200 and < 300, SubscriptionId: { } subscription })
        {
            _subscriptions.Stand(id, subscription)?.Events.Tell(new UserEvent.Connected());
        }
        else if (answer.Status is < 200 or >= 300)
        {
            var error = BinanceErrors.Map(answer.Status, answer.Error, answer.RetryAfter);
            if (error.Kind is ExchangeErrorKind.RateLimited or ExchangeErrorKind.Banned)
            {
                var banned = error.Kind == ExchangeErrorKind.Banned;
                _venue.Budget.Stop(
                    error.RetryAfter ?? (banned ? BinanceVenue.DefaultBan : BinanceVenue.DefaultPause), banned);
            }
            else if (error.Kind == ExchangeErrorKind.ClockSkew)
            {
                _venue.Clock.Distrust();
            }

            Refuse(id, error);
        }

        ReadyWhereAllAnswered(session);
    }

    private void Refuse(string id, ExchangeError error) =>
        _subscriptions.Refuse(id)?.Events.Tell(
            new UserEvent.Lost($"the subscription was refused ({error.Kind} {error.Code})"));

    private void ReadyWhereAllAnswered(SocketSession session)
    {
        if (_subscriptions.AllAnswered)
        {
            session.BeReady();
        }
    }

    private void Tell(SocketSession session, long? subscription, UserMessage message)
    {
        if (message.Kind == UserEventKind.ServerShutdown)
        {
            session.AskRenewal();
            return;
        }

        if (subscription is not { } number || _subscriptions.Find(number) is not { } subscriber)
        {
            return;
        }

        switch (message.Kind)
        {
            case UserEventKind.Terminated:
                subscriber.Events.Tell(new UserEvent.Lost("the exchange ended the subscription"));
                if (_subscriptions.End(number))
                {
                    Want(subscriber);
                }

                break;
            case UserEventKind.Execution when message.Execution.IsNamed
                && Name(message.Execution.Spelling) is { } symbol:
                Tell(session, subscriber, new UserEvent.OrderChanged(message.Execution.Report(symbol)));
                break;
            case UserEventKind.Balances:
                Tell(session, subscriber, new UserEvent.BalancesChanged(message.Balances));
                break;
            default:
                subscriber.Events.TryTell(new UserEvent.Alive());
                break;
        }
    }

    private static void Tell(SocketSession session, UserSubscriber subscriber, UserEvent what)
    {
        if (!subscriber.Events.TryTell(what))
        {
            session.End("a reader of an account fell behind");
        }
    }

    private Symbol? Name(string spelling)
    {
        if (_venue.Rules.Known?.Pairs.TryGetValue(spelling, out var symbol) is true)
        {
            return symbol;
        }

        // Listed since the rules were read, or without a name here: no order of ours can be in it.
        _venue.Rules.Forget();
        LeaveOut(spelling);
        return null;
    }

    private void LeaveOut(string spelling) => Log.LeftOut(_venue.Log, _venue.Address, spelling);
}
