using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>
/// One session of the feed in which an account hears of itself. It tells how an order stands, never its trades: those
/// are fetched by whoever finds that more is filled than is known.
/// </summary>
internal sealed class AdvancedUserListener(
    CoinbaseVenue venue, CoinbaseAccount account, AdvancedSigner signer, EventQueue<UserEvent> events)
    : ISocketListener
{
    private const int Channels = 2;

    private readonly MessageCount _count = new();
    private IReadOnlyDictionary<string, Symbol> _pairs = new Dictionary<string, Symbol>(StringComparer.Ordinal);
    private int _answered;
    private bool _isBroken;

    public async Task OpenedAsync(SocketSession session, CancellationToken cancellation)
    {
        _pairs = (await venue.Rules.GetAnyAsync(cancellation)).Pairs;
        await venue.Clock.EnsureAsync(cancellation);
        if (!venue.Clock.TryNow(out var now))
        {
            throw new ExchangeException(CoinbaseVenue.ClockUnknown);
        }

        // A token for each message: the exchange takes none twice.
        session.Send(AdvancedEnvelope.Subscribe("heartbeats", [], signer.FeedToken(now)));
        session.Send(AdvancedEnvelope.Subscribe("user", [], signer.FeedToken(now)));
    }

    public void Received(SocketSession session, ReadOnlySpan<byte> message)
    {
        if (_isBroken)
        {
            return;
        }

        var envelope = AdvancedEnvelope.Read(message);
        if (envelope.Channel is null)
        {
            session.End("the exchange refused the subscription");
        }
        else if (!_count.IsNext(envelope.Number))
        {
            _isBroken = true;
            events.Tell(new UserEvent.Lost("a message was missed"));
            session.AskRenewal();
        }
        else
        {
            Read(session, envelope);
        }
    }

    public void Alive() => events.TryTell(new UserEvent.Alive());

    public void Ended(string why, bool replaced)
    {
        if (!replaced && !_isBroken)
        {
            events.Tell(new UserEvent.Lost(why));
        }
    }

    private void Read(SocketSession session, AdvancedEnvelope envelope)
    {
        switch (envelope.Channel)
        {
            case "subscriptions" when ++_answered == Channels:
                events.Tell(new UserEvent.Connected());
                session.BeReady();
                break;
            case "user":
                ReadOrders(session, envelope);
                break;
            default:
                events.TryTell(new UserEvent.Alive());
                break;
        }
    }

    private void ReadOrders(SocketSession session, AdvancedEnvelope envelope)
    {
        foreach (var json in envelope.Events.SelectMany(one => one.List("orders")))
        {
            if (!_pairs.TryGetValue(json.Text("product_id") ?? "", out var symbol))
            {
                continue;
            }

            var report = AdvancedOrders.Read(json, symbol) with { At = envelope.At ?? venue.Time.GetUtcNow() };
            account.Known.Learn(report);
            if (!events.TryTell(new UserEvent.OrderChanged(report)))
            {
                session.End("a reader of an account fell behind");
                return;
            }
        }
    }
}
