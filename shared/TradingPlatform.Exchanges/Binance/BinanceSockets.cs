using System.Security.Cryptography;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// Opens the sockets of one exchange, each at the address in use when it is opened. While the exchange wants silence
/// none is opened.
/// </summary>
internal sealed class BinanceSockets(BinanceVenue venue) : IDisposable
{
    private readonly WebSocketHandshake _handshake = new();

    /// <summary>The WebSocket API; its messages are limited by their weight, as REST's are.</summary>
    public SocketLink Api(Func<ISocketListener> listeners) =>
        Link(Options(() => BinanceAddresses.Api(venue.Transport.InUse)) with { MessagesPerSecond = 50 }, listeners);

    /// <summary>Market streams.</summary>
    public SocketLink Market(Func<ISocketListener> listeners) =>
        Link(Options(() => BinanceAddresses.Market(venue.Transport.PublicInUse)), listeners);

    public void Dispose() => _handshake.Dispose();

    private SocketLink Link(SocketOptions options, Func<ISocketListener> listeners) =>
        new(options, _handshake, venue.Time, venue.Log, listeners);

    private SocketOptions Options(Func<Uri> address) => new()
    {
        Address = address,
        FirstDelay = venue.Options.ReconnectDelay,
        LongestDelay = venue.Options.LongestReconnectDelay,
        RenewAfter = venue.Options.RenewSocketsAfter,
        Chance = venue.Options.Chance ?? Chance,
        HoldBack = () => venue.Budget.Stopped()?.RetryAfter ?? TimeSpan.Zero,
        Refused = Heed,
    };

    /// <summary>Sockets are counted by address, as calls are: one that asks for silence asks it of all.</summary>
    private void Heed(HandshakeRefusedException refused)
    {
        if (refused.Status is 418 or 429)
        {
            var banned = refused.Status == 418;
            venue.Budget.Stop(
                refused.RetryAfter ?? (banned ? BinanceVenue.DefaultBan : BinanceVenue.DefaultPause), banned);
        }
    }

    private static double Chance() => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);
}
