namespace TradingPlatform.Exchanges.Binance;

/// <summary>One connection to the WebSocket API, and the accounts that share it.</summary>
internal sealed class UserConnection : IAsyncDisposable
{
    private readonly BinanceVenue _venue;
    private readonly Lock _gate = new();
    private readonly HashSet<UserSubscriber> _subscribers = [];
    private readonly List<UserSession> _sessions = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _running;

    public UserConnection(BinanceVenue venue)
    {
        _venue = venue;
        _running = venue.Sockets.Api(Open).RunAsync(_closing.Token);
    }

    /// <summary>Completes with the connection: until its reader leaves, or a bug ends it.</summary>
    public Task ServeAsync(CancellationToken cancellation) => _running.WaitAsync(cancellation);

    /// <summary>False where it is full, or hears of this account already: the exchange takes each once.</summary>
    public bool TryJoin(UserSubscriber subscriber)
    {
        lock (_gate)
        {
            if (_subscribers.Count >= _venue.Options.AccountsPerSocket
                || _subscribers.Any(each => each.Account.Key == subscriber.Account.Key))
            {
                return false;
            }

            _subscribers.Add(subscriber);
            foreach (var session in _sessions)
            {
                session.Want(subscriber);
            }

            return true;
        }
    }

    /// <summary>True where nobody is left.</summary>
    public bool LeaveAsLast(UserSubscriber subscriber)
    {
        lock (_gate)
        {
            _subscribers.Remove(subscriber);
            foreach (var session in _sessions)
            {
                session.Forget(subscriber);
            }

            return _subscribers.Count == 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running;
        _closing.Dispose();
    }

    public void Remove(UserSession session)
    {
        lock (_gate)
        {
            _sessions.Remove(session);
        }
    }

    private UserSession Open()
    {
        lock (_gate)
        {
            var session = new UserSession(_venue, this, _subscribers);
            _sessions.Add(session);
            return session;
        }
    }
}
