using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// The streams of one connection that stays. While a session is being replaced both bring events; those of one alone
/// are told, so that nothing is told twice.
/// </summary>
internal sealed class MarketSource(
    BinanceVenue venue, IReadOnlyList<SpeltPair> pairs, MarketFeed feeds, EventQueue<MarketNotice> events)
{
    private volatile MarketSession? _current;

    public BinanceVenue Venue => venue;

    public IReadOnlyList<SpeltPair> Pairs => pairs;

    public MarketFeed Feeds => feeds;

    public ImmutableArray<string> Streams =>
        [.. pairs.SelectMany(pair => MarketStreamNames.Of(pair.Spelling, feeds))];

    public Task RunAsync(CancellationToken cancellation) =>
        venue.Sockets.Market(() => new MarketSession(this)).RunAsync(cancellation);

    /// <summary>The session's streams stand: it is the one that is told of from now on.</summary>
    public void Stand(MarketSession session)
    {
        _current = session;
        foreach (var pair in pairs)
        {
            events.Tell(new MarketNotice(new MarketEvent.Connected(pair.Symbol), null));
        }
    }

    public void Lose(MarketSession session, string why)
    {
        if (_current == session)
        {
            foreach (var pair in pairs)
            {
                Lose(pair, why);
            }
        }
    }

    public void Lose(SpeltPair pair, string why) =>
        events.Tell(new MarketNotice(new MarketEvent.Lost(pair.Symbol, why), null));

    public bool IsCurrent(MarketSession session) => _current == session;

    /// <summary>False where the reader has fallen behind.</summary>
    public bool TryTell(MarketSession session, MarketNotice notice) => _current != session || events.TryTell(notice);
}
