using System.Runtime.CompilerServices;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// The accounts of one address that want to hear of themselves, spread over as few connections as the exchange allows.
/// </summary>
internal sealed class BinanceUserStreams(BinanceVenue venue)
{
    private readonly Lock _gate = new();
    private readonly List<UserConnection> _connections = [];

    /// <summary>What an account tells, until cancelled.</summary>
    public async IAsyncEnumerable<UserEvent> ReadAsync(
        BinanceAccount account, BinanceSigner signer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var subscriber = new UserSubscriber(account, signer);
        var connection = Join(subscriber);
        try
        {
            await foreach (var what in subscriber.Events.ReadAsync(connection.ServeAsync, cancellation))
            {
                yield return what;
            }
        }
        finally
        {
            await LeaveAsync(connection, subscriber);
        }
    }

    private UserConnection Join(UserSubscriber subscriber)
    {
        lock (_gate)
        {
            foreach (var open in _connections)
            {
                if (open.TryJoin(subscriber))
                {
                    return open;
                }
            }

            var connection = new UserConnection(venue);
            connection.TryJoin(subscriber);
            _connections.Add(connection);
            return connection;
        }
    }

    private async Task LeaveAsync(UserConnection connection, UserSubscriber subscriber)
    {
        lock (_gate)
        {
            if (!connection.LeaveAsLast(subscriber))
            {
                return;
            }

            _connections.Remove(connection);
        }

        await connection.DisposeAsync();
    }
}
