using System.Text.Json;
using System.Threading.Channels;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>
/// One session of the feed in which an account hears of itself. Its messages have no sequence of their own, so a
/// missing one does not show: only asking over REST proves that nothing was missed.
/// </summary>
/// <remarks>
/// A message says what changed and not how the order stands. What can be told from it alone is told at once; for
/// anything else the order is asked about, one at a time, off the session's reader.
/// </remarks>
internal sealed class ExchangeApiUserListener(
    CoinbaseVenue venue, CoinbaseAccount account, ExchangeApiSigner signer, OrderLook look,
    EventQueue<UserEvent> events) : ISocketListener
{
    private readonly Channel<(Symbol Symbol, string OrderId)> _looks =
        Channel.CreateUnbounded<(Symbol, string)>(new UnboundedChannelOptions { SingleReader = true });

    private IReadOnlyDictionary<string, Symbol> _pairs = new Dictionary<string, Symbol>(StringComparer.Ordinal);
    private bool _isReady;

    public async Task OpenedAsync(SocketSession session, CancellationToken cancellation)
    {
        _pairs = (await venue.Rules.GetAnyAsync(cancellation)).Pairs;
        await venue.Clock.EnsureAsync(cancellation);
        if (!venue.Clock.TryNow(out var now))
        {
            throw new ExchangeException(CoinbaseVenue.ClockUnknown);
        }

        session.Send(Subscription(signer.SignFeed(now), _pairs.Keys));
        await LookAsync(cancellation);
    }

    public void Received(SocketSession session, ReadOnlySpan<byte> message)
    {
        var json = WireFields.Open(message, JsonValueKind.Object);
        switch (json.Text("type"))
        {
            case "subscriptions" when !_isReady:
                _isReady = true;
                events.Tell(new UserEvent.Connected());
                session.BeReady();
                break;
            case "heartbeat":
                events.TryTell(new UserEvent.Alive());
                break;
            case "error":
                session.End("the exchange refused the subscription");
                break;
            default:
                if (ExchangeApiUserMessage.Read(json) is { } change
                    && _pairs.TryGetValue(change.Product, out var symbol))
                {
                    Changed(session, symbol, change);
                }

                break;
        }
    }

    public void Alive() => events.TryTell(new UserEvent.Alive());

    public void Ended(string why, bool replaced)
    {
        _looks.Writer.TryComplete();
        if (!replaced)
        {
            events.Tell(new UserEvent.Lost(why));
        }
    }

    private static byte[] Subscription(
        (string Key, string Passphrase, string Timestamp, string Signature) signed, IEnumerable<string> products) =>
        FeedMessage.Write(json =>
        {
            json.WriteString("type", "subscribe");
            FeedMessage.WriteList(json, "product_ids", products);
            json.WriteStartArray("channels");
            json.WriteStringValue("user");
            // One pair's is enough to know that the connection lives.
            json.WriteStartObject();
            json.WriteString("name", "heartbeat");
            FeedMessage.WriteList(json, "product_ids", products.Take(1));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("key", signed.Key);
            json.WriteString("passphrase", signed.Passphrase);
            json.WriteString("timestamp", signed.Timestamp);
            json.WriteString("signature", signed.Signature);
        });

    private void Changed(SocketSession session, Symbol symbol, ExchangeApiUserMessage change)
    {
        if (change.ClientOrderId is { } named)
        {
            account.Known.Learn(change.OrderId, named);
        }

        if (account.Known.Find(change.OrderId) is { } id && change.Report(symbol, id) is { } report)
        {
            if (!events.TryTell(new UserEvent.OrderChanged(report)))
            {
                session.End("a reader of an account fell behind");
            }
        }
        else
        {
            _looks.Writer.TryWrite((symbol, change.OrderId));
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        await foreach (var (symbol, orderId) in _looks.Reader.ReadAllAsync(cancellation))
        {
            try
            {
                var id = account.Known.Find(orderId);
                var reference = new OrderReference(symbol, id ?? new ClientOrderId(orderId), orderId);
                if (await look(reference, cancellation) is { } report)
                {
                    events.Tell(new UserEvent.OrderChanged(report));
                }
                else if (id is { } own)
                {
                    // Gone from the books: cancelled, and nothing of it was filled.
                    events.Tell(new UserEvent.OrderChanged(new OrderReport(
                        own, orderId, symbol, ReportedStatus.Cancelled, Quantity.Zero, 0, [],
                        venue.Time.GetUtcNow())));
                }
            }
            catch (ExchangeException failure)
            {
                // What it was about is not known, so the account has to be caught up with.
                Log.LookFailed(venue.Log, venue.Address, failure.Error.Kind, failure.Error.Code);
                events.Tell(new UserEvent.Lost("an order could not be asked about"));
                events.Tell(new UserEvent.Connected());
            }
        }
    }
}
