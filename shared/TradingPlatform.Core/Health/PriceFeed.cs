using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Core.Health;

/// <summary>
/// The prices of pairs at every spot exchange that has them, asked for again and again: what <see
/// cref="AggregatePrice"/> is made of. Public data alone, of the exchanges' real markets.
/// </summary>
public sealed class PriceFeed(IEnumerable<IExchangeConnector> connectors, TimeProvider clock, ILogger<PriceFeed> log)
{
    private static readonly TimeSpan AskWithin = TimeSpan.FromSeconds(8);

    private readonly ImmutableArray<IExchangeConnector> _connectors =
        [.. connectors.Where(connector => !connector.Exchange.IsFutures())];

    private readonly ConcurrentDictionary<(ExchangeId Exchange, Symbol Symbol), PriceSource> _sources = new();

    /// <summary>
    /// Asks all exchanges once for these pairs, and forgets all others. One that fails keeps none of the others from
    /// theirs: its prices stay as old as they are.
    /// </summary>
    public async Task RefreshAsync(IReadOnlySet<Symbol> symbols, CancellationToken cancellation)
    {
        foreach (var key in _sources.Keys.Where(key => !symbols.Contains(key.Symbol)))
        {
            _sources.TryRemove(key, out _);
        }

        if (symbols.Count > 0)
        {
            await Task.WhenAll(_connectors.Select(connector => AskAsync(connector, symbols, cancellation)));
        }
    }

    /// <summary>What the exchanges last said of a pair.</summary>
    public ImmutableArray<PriceSource> SourcesOf(Symbol symbol) =>
        [.. _sources.Where(source => source.Key.Symbol == symbol).OrderBy(source => source.Key.Exchange)
            .Select(source => source.Value)];

    private async Task AskAsync(
        IExchangeConnector connector, IReadOnlySet<Symbol> symbols, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(AskWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            var market = connector.OpenMarket(connector.DefaultAddress(TradingMode.Production, null));
            var listed = (await market.GetInstrumentsAsync(either.Token)).Select(one => one.Symbol).ToHashSet();
            foreach (var symbol in symbols.Where(listed.Contains))
            {
                var asked = clock.GetUtcNow();
                if (await market.GetTickerAsync(symbol, either.Token) is { Bid: { } bid, Ask: { } ask })
                {
                    Hear(connector.Exchange, new MarketQuote(symbol, bid, ask, asked));
                }
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // This is the edge of one exchange's turn: a fault of ours there must not cost the others theirs.
            log.PricesNotRead(connector.Exchange, e is ExchangeException ? e.Message : e.GetType().Name);
        }
    }

    private void Hear(ExchangeId exchange, MarketQuote quote) => _sources.AddOrUpdate(
        (exchange, quote.Symbol),
        static (key, quote) => new PriceSource(key.Exchange, quote, quote.At),
        static (_, before, quote) => before with
        {
            Quote = quote,
            ChangedAt = (before.Quote.Bid, before.Quote.Ask) == (quote.Bid, quote.Ask) ? before.ChangedAt : quote.At,
        },
        quote);
}
