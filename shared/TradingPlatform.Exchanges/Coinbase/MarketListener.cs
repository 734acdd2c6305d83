using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>One session of a public feed, of either API.</summary>
internal abstract class MarketListener(
    CoinbaseVenue venue, ImmutableArray<Symbol> symbols, EventQueue<MarketEvent> events) : ISocketListener
{
    private readonly Dictionary<Symbol, LevelBook> _books = symbols.Distinct().ToDictionary(
        symbol => symbol, symbol => new LevelBook(symbol, venue.Options.BookDepth));

    private bool _isReady;
    private bool _isBroken;

    protected CoinbaseVenue Venue { get; } = venue;

    protected IEnumerable<Symbol> Symbols => _books.Keys;

    public abstract Task OpenedAsync(SocketSession session, CancellationToken cancellation);

    public void Received(SocketSession session, ReadOnlySpan<byte> message)
    {
        // What comes after something was missed is not told: the session that takes this one's place tells it.
        if (!_isBroken)
        {
            Read(session, WireFields.Open(message, JsonValueKind.Object));
        }
    }

    public void Alive()
    {
    }

    public void Ended(string why, bool replaced)
    {
        if (!replaced && !_isBroken && _isReady)
        {
            TellLost(why);
        }
    }

    /// <summary>Reads a message.</summary>
    protected abstract void Read(SocketSession session, JsonElement message);

    /// <summary>The subscriptions stand.</summary>
    protected void BeReady(SocketSession session)
    {
        if (_isReady)
        {
            return;
        }

        _isReady = true;
        foreach (var symbol in _books.Keys)
        {
            events.Tell(new MarketEvent.Connected(symbol));
        }

        session.BeReady();
    }

    /// <summary>Tells, or ends the session where nobody keeps up.</summary>
    protected void Tell(SocketSession session, MarketEvent what)
    {
        if (!events.TryTell(what))
        {
            session.End("a reader of the market fell behind");
        }
    }

    /// <summary>
    /// A message was missed: prices are old until another session stands, which begins with snapshots (FAILURES.md
    /// F17).
    /// </summary>
    protected void Missed(SocketSession session, string what)
    {
        _isBroken = true;
        TellLost(what);
        session.AskRenewal();
    }

    /// <summary>Changes a book and tells it, unless nobody knows what it was before.</summary>
    protected void Change(
        SocketSession session, Symbol symbol, bool isSnapshot,
        IEnumerable<(bool IsBid, decimal Price, decimal Quantity)>
        levels, long? sequence, DateTimeOffset at)
    {
        var book = _books[symbol];
        if (isSnapshot)
        {
            book.Begin();
        }

        if (!book.IsInStep)
        {
            return;
        }

        foreach (var (isBid, price, quantity) in levels)
        {
            book.Set(isBid, price, quantity);
        }

        if (book.IsCrossed)
        {
            Missed(session, "the book is crossed");
        }
        else
        {
            Tell(session, new MarketEvent.BookChanged(book.ToSnapshot(sequence, at)));
        }
    }

    private void TellLost(string why)
    {
        foreach (var symbol in _books.Keys)
        {
            events.Tell(new MarketEvent.Lost(symbol, why));
        }
    }
}
