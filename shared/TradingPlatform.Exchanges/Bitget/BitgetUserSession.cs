using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>One session of an account's stream: logs on, subscribes, and hands on what comes.</summary>
internal sealed class BitgetUserSession(BitgetUserStream stream) : ISocketListener
{
    private readonly TaskCompletionSource _loggedOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RuleBook? _book;
    private int _missing = BitgetUserStream.Channels.Length;
    private bool _stood;

    public async Task OpenedAsync(SocketSession session, CancellationToken cancellation)
    {
        var gateway = stream.Venue.Gateway;
        _book = await stream.Venue.Rules.GetAnyAsync(cancellation);
        await gateway.Clock.EnsureAsync(cancellation);
        if (!gateway.Clock.TryNow(out var now))
        {
            throw new ExchangeException(BitgetGateway.ClockUnknown);
        }

        // In seconds, unlike a call's (Websocket API, 'Login').
        session.Send(stream.Signer.Login(now.Milliseconds / 1000));
        await _loggedOn.Task.WaitAsync(cancellation);
        session.Send(BitgetFrames.Ask("subscribe", stream.Venue.Product.InstType, BitgetUserStream.Channels));
        await _subscribed.Task.WaitAsync(cancellation);
        _stood = true;
        session.BeReady();
        stream.Stand();
    }

    public void Received(SocketSession session, ReadOnlySpan<byte> message)
    {
        if (BitgetFrames.IsPong(message))
        {
            Alive();
            return;
        }

        var json = BitgetFrames.Read(message);
        switch (json.Text("event"))
        {
            case null when _book is { } book:
                if (!stream.Hear(json, book))
                {
                    session.End("the subscriber is too slow");
                }

                break;
            case "login" when json.Text("code") is "0":
                _loggedOn.TrySetResult();
                break;
            case "subscribe" when --_missing == 0:
                _subscribed.TrySetResult();
                break;
            case "subscribe":
                break;
            case "error" or "login":
                session.End($"refused ({json.Text("code")})");
                break;
        }
    }

    public void Alive() => stream.Tell(new UserEvent.Alive());

    public void Ended(string why, bool replaced)
    {
        if (_stood && !replaced)
        {
            stream.Fall(why);
        }
    }
}
