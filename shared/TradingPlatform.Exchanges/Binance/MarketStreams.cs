using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>What one reader hears of some pairs, over as many connections as their streams need.</summary>
internal sealed class MarketStreams(BinanceVenue venue, ImmutableArray<Symbol> symbols, MarketFeed feeds)
{
    // The exchange takes 1,024 streams on a connection.
    private const int StreamsPerSocket = 1000;
    private const int MostWaiting = 100_000;

    private readonly EventQueue<MarketNotice> _events = new(MostWaiting);

    public async IAsyncEnumerable<MarketEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var feedsOfPair = MarketStreamNames.Of("", feeds).Length;
        var pairs = new List<SpeltPair>();
        foreach (var symbol in symbols.Distinct())
        {
            pairs.Add(new SpeltPair(symbol, await venue.SpellAsync(symbol, cancellation)));
        }

        var links = pairs.Chunk(StreamsPerSocket / feedsOfPair)
            .Select(some => new MarketSource(venue, some, feeds, _events)).ToArray();
        var notices = _events.ReadAsync(
            token => Task.WhenAll(links.Select(link => link.RunAsync(token))), cancellation);
        await foreach (var notice in notices)
        {
            if (notice.What() is { } what)
            {
                yield return what;
            }
        }
    }
}

/// <summary>A pair, and how the exchange spells it.</summary>
internal sealed record SpeltPair(Symbol Symbol, string Spelling);

/// <summary>An event, or word that a book has one: it is taken when it is read, so that a slow reader skips states of
/// the book and never falls behind by them.</summary>
internal readonly record struct MarketNotice(MarketEvent? Event, BookKeeper? Book)
{
    /// <summary>Null where the book is out of step again.</summary>
    public MarketEvent? What() => Event ?? Book?.TakeChange();
}
