using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>One session of Advanced Trade's public feed. Its messages are numbered one by one.</summary>
internal sealed class AdvancedMarketListener(
    CoinbaseVenue venue, ImmutableArray<Symbol> symbols, MarketFeed wanted, EventQueue<MarketEvent> events)
    : MarketListener(venue, symbols, events)
{
    private readonly MessageCount _count = new();
    private readonly Dictionary<string, Symbol> _pairs = Names(symbols);
    private readonly string[] _channels =
    [
        "heartbeats",
        .. wanted.HasFlag(MarketFeed.Quotes) ? ["ticker"] : Array.Empty<string>(),
        .. wanted.HasFlag(MarketFeed.Trades) ? ["market_trades"] : Array.Empty<string>(),
        .. wanted.HasFlag(MarketFeed.Book) ? ["level2"] : Array.Empty<string>(),
    ];

    private int _answered;

    public override Task OpenedAsync(SocketSession session, CancellationToken cancellation)
    {
        string[] products = [.. Symbols.Select(symbol => symbol.Text)];
        foreach (var channel in _channels)
        {
            session.Send(AdvancedEnvelope.Subscribe(channel, channel == "heartbeats" ? [] : products, null));
        }

        return Task.CompletedTask;
    }

    protected override void Read(SocketSession session, JsonElement message)
    {
        var envelope = AdvancedEnvelope.Read(message);
        if (envelope.Channel is null)
        {
            session.End("the exchange refused the subscription");
        }
        else if (!_count.IsNext(envelope.Number))
        {
            Missed(session, "a message was missed");
        }
        else if (envelope.Channel == "subscriptions" && ++_answered == _channels.Length)
        {
            BeReady(session);
        }
        else
        {
            foreach (var one in envelope.Events)
            {
                Read(session, envelope, one);
            }
        }
    }

    // What trades against USDC is told as what trades against USD: the two share one book.
    private static Dictionary<string, Symbol> Names(ImmutableArray<Symbol> symbols)
    {
        var pairs = symbols.Distinct().ToDictionary(symbol => symbol.Text, StringComparer.Ordinal);
        foreach (var symbol in symbols.Where(symbol => symbol.Quote.Text == "USDC"))
        {
            pairs.TryAdd(symbol.Base.Text + "-USD", symbol);
        }

        return pairs;
    }

    private void Read(SocketSession session, AdvancedEnvelope envelope, JsonElement one)
    {
        var at = envelope.At ?? Venue.Time.GetUtcNow();
        switch (envelope.Channel)
        {
            case "ticker" or "ticker_batch":
                foreach (var (symbol, ticker) in Named(one.List("tickers")))
                {
                    Tell(session, new MarketEvent.QuoteChanged(ProductReader.Quote(
                        symbol, ticker.Decimal("best_bid"), ticker.Decimal("best_ask"), ticker.Decimal("price"),
                        Venue.Time.GetUtcNow())));
                }

                break;
            case "market_trades" when one.Text("type") == "update":
                foreach (var (symbol, trade) in Named(one.List("trades")))
                {
                    Tell(session, new MarketEvent.Traded(AdvancedMarketAnswers.Trade(trade, symbol)));
                }

                break;
            case "l2_data" when _pairs.TryGetValue(one.Text("product_id") ?? "", out var pair):
                Change(session, pair, one.Text("type") == "snapshot", ReadLevels(one), envelope.Number, at);
                break;
        }
    }

    internal static IEnumerable<(bool IsBid, decimal Price, decimal Quantity)> ReadLevels(JsonElement one) =>
        one.List("updates").Select(level => (
            level.Text("side") == "bid", level.Decimal("price_level") ?? 0, level.Decimal("new_quantity") ?? 0));

    private IEnumerable<(Symbol Symbol, JsonElement Json)> Named(IEnumerable<JsonElement> rows) => rows
        .Where(row => _pairs.ContainsKey(row.Text("product_id") ?? ""))
        .Select(row => (_pairs[row.Text("product_id")!], row));
}
