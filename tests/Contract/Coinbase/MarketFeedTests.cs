using System.Collections.Immutable;
using System.Globalization;
using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Contract.Coinbase;

/// <summary>
/// A book that is kept through lost messages and cut connections equals the server's at every checkpoint (F17).
/// </summary>
public sealed class MarketFeedTests
{
    private static readonly Symbol Pair = Symbol.Parse("BTC-USDT");
    private readonly SortedDictionary<decimal, decimal> _bids = [];
    private readonly SortedDictionary<decimal, decimal> _asks = [];
    private readonly Lock _gate = new();
    private readonly Random _random = new(20260108);
    private BookSnapshot? _told;
    private int _lost;
    private long _trades;

    [Fact]
    public async Task F17_Advanced_Trades_book_is_in_step_after_every_gap_and_cut()
    {
        await using var venue = new AdvancedVenue(TimeProvider.System);
        venue.Own.Subscribed = (peer, channel) =>
        {
            if (channel == "level2")
            {
                lock (_gate)
                {
                    peer.Send(AdvancedShapes.Message(peer, "l2_data", Event("snapshot", All())));
                }
            }
        };
        await venue.StartAsync();
        await CheckAsync(
            venue.Market, venue.Server,
            changes => venue.Own.Publish("level2", "l2_data", Event("update", changes)),
            () => venue.Own.Publish("heartbeats", "heartbeats", """{"heartbeat_counter":1}"""));
    }

    [Fact]
    public async Task F17_The_Exchange_APIs_book_is_in_step_after_every_missed_trade_and_cut()
    {
        await using var venue = new ExchangeApiVenue(TimeProvider.System);
        var server = (ExchangeApiServer)venue.Server;
        server.Subscribed = peer =>
        {
            lock (_gate)
            {
                string Side(SortedDictionary<decimal, decimal> side) => string.Join(',', side.Select(level =>
                    FormattableString.Invariant($"[\"{level.Key}\",\"{level.Value}\"]")));
                peer.Send($$"""
                    {"type":"snapshot","product_id":"BTC-USDT","bids":[{{Side(_bids)}}],"asks":[{{Side(_asks)}}]}
                    """);
                peer.Send(Trade("last_match"));
            }
        };
        await venue.StartAsync();
        await CheckAsync(
            venue.Market, server,
            changes =>
            {
                var rows = string.Join(',', changes.Select(one => FormattableString.Invariant(
                    $"[\"{(one.IsBid ? "buy" : "sell")}\",\"{one.Price}\",\"{one.Quantity}\"]")));
                _trades++;
                // What is dropped is dropped whole: the book's change and the trade that made it.
                var text = $$"""{"type":"l2update","product_id":"BTC-USDT","changes":[{{rows}}]}""";
                foreach (var peer in server.Peers.Where(peer => !peer.Drops(text)))
                {
                    var drops = peer.Drops;
                    peer.Drops = static _ => false;
                    peer.Send(text);
                    peer.Send(Trade("match"));
                    peer.Drops = drops;
                }
            },
            () =>
            {
                for (var beat = 0; beat < 2; beat++)
                {
                    server.Publish("heartbeat", string.Create(CultureInfo.InvariantCulture,
                        $$"""{"type":"heartbeat","product_id":"BTC-USDT","sequence":1,"last_trade_id":{{_trades}}}"""));
                }
            });
    }

    private static string Event(string type, IEnumerable<(bool IsBid, decimal Price, decimal Quantity)> changes) =>
        $$"""{"type":"{{type}}","product_id":"BTC-USDT","updates":[{{string.Join(',', changes.Select(one =>
            FormattableString.Invariant($$"""
                {"side":"{{(one.IsBid ? "bid" : "offer")}}","price_level":"{{one.Price}}","new_quantity":"{{one.Quantity}}"}
                """)))}}]}""";

    private string Trade(string type) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"type":"{{type}}","product_id":"BTC-USDT","trade_id":{{_trades}},"side":"buy","size":"1","price":"100",
         "time":"2026-01-08T10:30:00.000000Z"}
        """);

    private async Task CheckAsync(
        IMarketData market, DialectServer server,
        Action<List<(bool IsBid, decimal Price, decimal Quantity)>> publish, Action beat)
    {
        using var ending = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        foreach (var _ in Enumerable.Range(0, 40))
        {
            Step();
        }

        var following = FollowAsync(market, ending.Token);
        for (var checkpoint = 0; checkpoint < 10; checkpoint++)
        {
            for (var change = 0; change < 40; change++)
            {
                lock (_gate)
                {
                    publish(Step());
                }

                if (_random.Next(25) == 0)
                {
                    server.CutFeeds();
                }

                foreach (var peer in server.Peers)
                {
                    var drops = _random.Next(10) == 0;
                    peer.Drops = text => drops && text.Contains("l2", StringComparison.Ordinal);
                }

                await Task.Delay(1, ending.Token);
            }

            foreach (var peer in server.Peers)
            {
                peer.Drops = static _ => false;
            }

            await EqualAsync(beat, ending.Token);
        }

        Assert.True(_lost > 5);
        await ending.CancelAsync();
        await following;
    }

    private async Task EqualAsync(Action beat, CancellationToken cancellation)
    {
        while (true)
        {
            beat();
            await Task.Delay(10, cancellation);
            lock (_gate)
            {
                if (Volatile.Read(ref _told) is { } told
                    && told.Bids.SequenceEqual(Levels(_bids.Reverse())) && told.Asks.SequenceEqual(Levels(_asks)))
                {
                    return;
                }
            }
        }
    }

    private async Task FollowAsync(IMarketData market, CancellationToken cancellation)
    {
        try
        {
            await foreach (var what in market.StreamAsync([Pair], MarketFeed.Book, cancellation))
            {
                _told = what switch
                {
                    MarketEvent.BookChanged changed => changed.Book,
                    MarketEvent.Lost => null,
                    _ => _told,
                };
                _lost += what is MarketEvent.Lost ? 1 : 0;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private List<(bool IsBid, decimal Price, decimal Quantity)> Step()
    {
        lock (_gate)
        {
            var isBid = _random.Next(2) == 0;
            var (side, price) = isBid ? (_bids, 100m - (_random.Next(1, 30) / 100m)) : (_asks, 100m + (_random.Next(1, 30) / 100m));
            var quantity = _random.Next(4) == 0 ? 0 : _random.Next(1, 1000) / 1000m;
            if (quantity == 0)
            {
                side.Remove(price);
            }
            else
            {
                side[price] = quantity;
            }

            return [(isBid, price, quantity)];
        }
    }

    private IEnumerable<(bool IsBid, decimal Price, decimal Quantity)> All() =>
        _bids.Select(level => (true, level.Key, level.Value)).Concat(_asks.Select(level => (false, level.Key, level.Value)));

    private static ImmutableArray<BookLevel> Levels(IEnumerable<KeyValuePair<decimal, decimal>> side) =>
        [.. side.Select(level => new BookLevel(new Price(level.Key), new Quantity(level.Value)))];
}
