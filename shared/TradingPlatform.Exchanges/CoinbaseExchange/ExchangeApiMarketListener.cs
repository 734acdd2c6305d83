using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>
/// One session of the Exchange API's public feed. Its book has no sequence; its trades are numbered one by one, and its
/// heartbeats name the last of them, so trades are always subscribed: what is missing of them shows what was missed.
/// </summary>
internal sealed class ExchangeApiMarketListener(
    CoinbaseVenue venue, ImmutableArray<Symbol> symbols, MarketFeed wanted, EventQueue<MarketEvent> events)
    : MarketListener(venue, symbols, events)
{
    private readonly Dictionary<string, Symbol> _pairs =
        symbols.Distinct().ToDictionary(symbol => symbol.Text, StringComparer.Ordinal);
    private readonly Dictionary<Symbol, TradeCount> _trades =
        symbols.Distinct().ToDictionary(symbol => symbol, _ => new TradeCount());

    public override Task OpenedAsync(SocketSession session, CancellationToken cancellation)
    {
        // The batched book is the one that needs no key.
        session.Send(FeedMessage.Write(json =>
        {
            json.WriteString("type", "subscribe");
            FeedMessage.WriteList(json, "product_ids", _pairs.Keys);
            FeedMessage.WriteList(json, "channels",
            [
                "heartbeat", "matches",
                .. wanted.HasFlag(MarketFeed.Quotes) ? ["ticker"] : Array.Empty<string>(),
                .. wanted.HasFlag(MarketFeed.Book) ? ["level2_batch"] : Array.Empty<string>(),
            ]);
        }));
        return Task.CompletedTask;
    }

    protected override void Read(SocketSession session, JsonElement message)
    {
        var type = message.Text("type");
        if (type == "subscriptions")
        {
            BeReady(session);
        }
        else if (type == "error")
        {
            session.End("the exchange refused the subscription");
        }
        else if (_pairs.TryGetValue(message.Text("product_id") ?? "", out var symbol))
        {
            Read(session, type, symbol, message);
        }
    }

    private void Read(SocketSession session, string? type, Symbol symbol, JsonElement message)
    {
        switch (type)
        {
            case "ticker":
                Tell(session, new MarketEvent.QuoteChanged(ProductReader.Quote(
                    symbol, message.Decimal("best_bid"), message.Decimal("best_ask"), message.Decimal("price"),
                    Venue.Time.GetUtcNow())));
                break;
            case "match" or "last_match":
                Traded(session, type, symbol, message);
                break;
            case "heartbeat":
                if (!_trades[symbol].Heartbeat(message.Int64("last_trade_id") ?? 0))
                {
                    Missed(session, "a trade was missed");
                }

                break;
            case "snapshot":
                Change(session, symbol, true, ReadSnapshot(message), null, message.Time("time")
                    ?? Venue.Time.GetUtcNow());
                break;
            case "l2update":
                Change(session, symbol, false, ReadChanges(message), null, message.Time("time")
                    ?? Venue.Time.GetUtcNow());
                break;
        }
    }

    private void Traded(SocketSession session, string type, Symbol symbol, JsonElement message)
    {
        var trade = ExchangeApiMarketAnswers.Trade(message, symbol);
        if (!_trades[symbol].Trade(ExchangeApiOrders.Number(trade.TradeId), isFirst: type == "last_match"))
        {
            Missed(session, "a trade was missed");
        }
        else if (type == "match" && wanted.HasFlag(MarketFeed.Trades))
        {
            Tell(session, new MarketEvent.Traded(trade));
        }
    }

    internal static IEnumerable<(bool IsBid, decimal Price, decimal Quantity)> ReadSnapshot(JsonElement message) =>
        message.List("bids").Select(level => (true, level[0].Decimal() ?? 0, level[1].Decimal() ?? 0))
            .Concat(message.List("asks").Select(level => (false, level[0].Decimal() ?? 0, level[1].Decimal() ?? 0)));

    internal static IEnumerable<(bool IsBid, decimal Price, decimal Quantity)> ReadChanges(JsonElement message) =>
        message.List("changes").Select(change =>
            (change[0].Text() == "buy", change[1].Decimal() ?? 0, change[2].Decimal() ?? 0));
}
