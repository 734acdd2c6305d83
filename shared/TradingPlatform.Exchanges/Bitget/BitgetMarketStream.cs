using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>Hears of pairs: best prices, trades, candles and books.</summary>
internal sealed class BitgetMarketStream(BitgetVenue venue, BitgetMarketData market, MarketFeed feeds)
{
    private const int MostWaiting = 100_000;

    // The exchange asks for fewer than fifty channels a connection.
    private const int ChannelsEach = 48;

    private readonly EventQueue<MarketEvent> _events = new(MostWaiting);
    private readonly Dictionary<string, Symbol> _pairs = new(StringComparer.Ordinal);
    private CancellationToken _ending;

    /// <summary>What is told, until cancelled.</summary>
    public IAsyncEnumerable<MarketEvent> ReadAsync(ImmutableArray<Symbol> symbols, CancellationToken cancellation) =>
        _events.ReadAsync(token => RunAsync(symbols, token), cancellation);

    private async Task RunAsync(ImmutableArray<Symbol> symbols, CancellationToken cancellation)
    {
        _ending = cancellation;
        foreach (var symbol in symbols)
        {
            _pairs[await venue.SpellAsync(symbol, cancellation)] = symbol;
        }

        var each = Math.Max(1, ChannelsEach / Math.Max(1, Names.Length));
        await Task.WhenAll(_pairs.Keys.Order(StringComparer.Ordinal).Chunk(each).Select(pairs => new SocketLink(
            venue.SocketsOf("/v2/ws/public"), venue.Handshake, venue.Time, venue.Gateway.Log,
            () => new Session(
                this, [.. pairs.SelectMany(pair => Names, (pair, name) => new BitgetChannel(name, pair))]))
            .RunAsync(cancellation)));
    }

    private string[] Names =>
    [
        .. feeds.HasFlag(MarketFeed.Quotes) ? ["ticker"] : Array.Empty<string>(),
        .. feeds.HasFlag(MarketFeed.Trades) ? ["trade"] : Array.Empty<string>(),
        .. feeds.HasFlag(MarketFeed.Candles) ? ["candle1m"] : Array.Empty<string>(),
        .. feeds.HasFlag(MarketFeed.Book) ? ["books"] : Array.Empty<string>(),
    ];

    /// <summary>
    /// A candle that the exchange has gone on from: it says so by the next one's beginning, and the whole of it stands
    /// in its history (FAILURES.md F16).
    /// </summary>
    private async Task CloseAsync(Candle candle)
    {
        try
        {
            foreach (var closed in await market.GetCandlesAsync(
                candle.Symbol, candle.Interval, candle.OpenTime, candle.OpenTime.AddMinutes(1), _ending))
            {
                if (closed.Closed)
                {
                    _events.TryTell(new MarketEvent.CandleChanged(closed));
                }
            }
        }
        catch (Exception failure) when (failure is ExchangeException or OperationCanceledException)
        {
            // It stays as it was told: forming. Nothing may be decided on it.
        }
    }

    private sealed class Session(BitgetMarketStream stream, ImmutableArray<BitgetChannel> channels) : ISocketListener
    {
        private readonly Dictionary<Symbol, BitgetBook> _books = [];
        private readonly Dictionary<Symbol, Candle> _candles = [];
        private readonly HashSet<BitgetChannel> _missing = [.. channels];
        private readonly HashSet<BitgetChannel> _renewing = [];
        private bool _stood;

        private IEnumerable<Symbol> Symbols =>
            channels.Select(channel => stream._pairs[channel.Instrument!]).Distinct();

        public Task OpenedAsync(SocketSession session, CancellationToken cancellation)
        {
            session.Send(BitgetFrames.Ask("subscribe", stream.InstType, channels));
            return Task.CompletedTask;
        }

        public void Received(SocketSession session, ReadOnlySpan<byte> message)
        {
            if (BitgetFrames.IsPong(message))
            {
                return;
            }

            var json = BitgetFrames.Read(message);
            var channel = BitgetFrames.Channel(json);
            switch (json.Text("event"))
            {
                case "subscribe":
                    Subscribed(session, channel);
                    break;
                case "unsubscribe" when _renewing.Remove(channel):
                    session.Send(BitgetFrames.Ask("subscribe", stream.InstType, [channel]));
                    break;
                case "error":
                    session.End($"refused ({json.Text("code")})");
                    break;
                case null when channel.Instrument is { } pair && stream._pairs.TryGetValue(pair, out var symbol):
                    if (!Hear(session, channel, symbol, json))
                    {
                        session.End("the subscriber is too slow");
                    }

                    break;
            }
        }

        public void Alive()
        {
            // Prices are as old as their last message, whoever is alive.
        }

        public void Ended(string why, bool replaced)
        {
            if (_stood && !replaced)
            {
                foreach (var symbol in Symbols)
                {
                    stream._events.Tell(new MarketEvent.Lost(symbol, why));
                }
            }
        }

        private void Subscribed(SocketSession session, BitgetChannel channel)
        {
            if (!_missing.Remove(channel) || _missing.Count > 0)
            {
                return;
            }

            _stood = true;
            session.BeReady();
            foreach (var symbol in Symbols)
            {
                stream._events.Tell(new MarketEvent.Connected(symbol));
            }
        }

        private bool Hear(SocketSession session, BitgetChannel channel, Symbol symbol, JsonElement json) =>
            channel.Name switch
            {
                "ticker" => json.List("data").All(row => stream._events.TryTell(new MarketEvent.QuoteChanged(
                    BitgetMarketAnswers.Quote(
                        BitgetMarketAnswers.Ticker(row, symbol), stream.Time.GetUtcNow())))),
                // The first message repeats what was traded before.
                "trade" => json.Text("action") == "snapshot" || json.List("data").Reverse().All(row =>
                    stream._events.TryTell(new MarketEvent.Traded(BitgetMarketAnswers.Trade(row, symbol)))),
                "candle1m" => json.List("data").All(row => HearCandle(
                    BitgetMarketAnswers.Candle(row, symbol, CandleInterval.OneMinute, DateTimeOffset.MinValue))),
                "books" => HearBook(session, channel, symbol, json),
                _ => true,
            };

        private bool HearCandle(Candle candle)
        {
            if (_candles.TryGetValue(candle.Symbol, out var last) && candle.OpenTime < last.OpenTime)
            {
                return true;
            }

            if (last is not null && candle.OpenTime > last.OpenTime)
            {
                _ = stream.CloseAsync(last);
            }

            _candles[candle.Symbol] = candle;
            return stream._events.TryTell(new MarketEvent.CandleChanged(candle));
        }

        private bool HearBook(SocketSession session, BitgetChannel channel, Symbol symbol, JsonElement json)
        {
            if (!_books.TryGetValue(symbol, out var book))
            {
                _books[symbol] = book = new BitgetBook(symbol);
            }

            foreach (var data in json.List("data"))
            {
                if (book.Apply(json.Text("action") == "snapshot", data) is { } now)
                {
                    if (!stream._events.TryTell(new MarketEvent.BookChanged(now)))
                    {
                        return false;
                    }
                }
                else if (_renewing.Add(channel))
                {
                    // Out of step: a new snapshot comes with a new subscription.
                    stream._events.Tell(new MarketEvent.Lost(symbol, "the book was out of step"));
                    session.Send(BitgetFrames.Ask("unsubscribe", stream.InstType, [channel]));
                }
            }

            return true;
        }
    }

    private string InstType => venue.Product.InstType;

    private TimeProvider Time => venue.Time;
}
