using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>Opens the feeds of one address. While the exchange wants silence none is opened.</summary>
/// <param name="venue">Whose.</param>
/// <param name="market">Where everyone listens.</param>
/// <param name="user">Where accounts listen to themselves.</param>
internal sealed class CoinbaseFeeds(CoinbaseVenue venue, Uri market, Uri user) : IDisposable
{
    private const int MostWaiting = 50_000;
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);

    private readonly WebSocketHandshake _handshake = new();

    public CoinbaseVenue Venue => venue;

    /// <summary>What an account's own feed tells, until cancelled.</summary>
    public IAsyncEnumerable<UserEvent> ReadUser(
        Func<EventQueue<UserEvent>, ISocketListener> listeners, CancellationToken cancellation) =>
        Read(user, listeners, [], cancellation);

    /// <summary>What the public feed tells of these pairs, until cancelled; candles are asked for beside it.</summary>
    /// <exception cref="ExchangeException">It has no such pair.</exception>
    public async IAsyncEnumerable<MarketEvent> ReadMarketAsync(
        ImmutableArray<Symbol> symbols, MarketFeed wanted, Func<EventQueue<MarketEvent>, ISocketListener> listeners,
        IMarketData candles, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var symbol in symbols)
        {
            await venue.SpellAsync(symbol, cancellation);
        }

        ImmutableArray<Func<EventQueue<MarketEvent>, CancellationToken, Task>> also =
            wanted.HasFlag(MarketFeed.Candles) ? [new CandleWatch(venue, symbols, candles).RunAsync] : [];
        await foreach (var what in Read(market, listeners, also, cancellation))
        {
            yield return what;
        }
    }

    /// <summary>Where the feeds of an origin that is none of Coinbase's own are: beside its REST (API.md).</summary>
    public static Uri Beside(Uri origin) => new UriBuilder(origin)
    {
        Scheme = origin.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        // Named even where it is the scheme's own: changing the scheme alone would keep the other one's.
        Port = origin.Port,
    }.Uri;

    public void Dispose() => _handshake.Dispose();

    private IAsyncEnumerable<T> Read<T>(
        Uri address, Func<EventQueue<T>, ISocketListener> listeners,
        ImmutableArray<Func<EventQueue<T>, CancellationToken, Task>> also, CancellationToken cancellation)
    {
        var events = new EventQueue<T>(MostWaiting);
        var link = new SocketLink(
            Options(address), _handshake, venue.Time, venue.Log, () => listeners(events));
        return events.ReadAsync(
            token => Task.WhenAll([link.RunAsync(token), .. also.Select(one => one(events, token))]), cancellation);
    }

    private SocketOptions Options(Uri address) => new()
    {
        // Its own at the exchange's own address; at another one beside the calls.
        Address = () => venue.Transport.InUse == venue.Address ? address : Beside(venue.Transport.InUse),
        FirstDelay = venue.Options.ReconnectDelay,
        LongestDelay = venue.Options.LongestReconnectDelay,
        // Heartbeats come every second, and are asked for.
        ProbeEvery = venue.Options.FeedSilence / 3,
        SilentAfter = venue.Options.FeedSilence,
        Chance = venue.Options.Chance ?? Chance,
        HoldBack = () => venue.Budget.Stopped()?.RetryAfter ?? TimeSpan.Zero,
        Refused = refused =>
        {
            if (refused.Status is 418 or 429)
            {
                venue.Budget.Stop(refused.RetryAfter ?? DefaultPause, banned: refused.Status == 418);
            }
        },
    };

    private static double Chance() => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);
}
