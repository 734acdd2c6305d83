using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Core.Health;

/// <summary>The best prices of a pair, and whose they are.</summary>
public sealed record SourcedQuote(ExchangeId Source, MarketQuote Quote);

/// <summary>
/// The price of a pair at a spot exchange, or at another one while that gives no answers: for what is shown, with its
/// source beside it. No order is checked or valued by it: that takes the prices of where it goes.
/// </summary>
public sealed class PublicPrices(
    IEnumerable<IExchangeConnector> connectors, TimeProvider clock, ILogger<PublicPrices> log)
{
    private readonly ImmutableArray<IExchangeConnector> _connectors =
        [.. connectors.Where(connector => !connector.Exchange.IsFutures())];

    private readonly ConcurrentDictionary<ExchangeId, Fallback<ExchangeId>> _choices = new();

    /// <summary>Null where no exchange that answers has the pair.</summary>
    /// <param name="wanted">Whose price is wanted: a spot exchange.</param>
    /// <param name="own">Asks that one.</param>
    /// <param name="symbol">The pair.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<SourcedQuote?> FindAsync(
        ExchangeId wanted, Func<CancellationToken, Task<MarketQuote>> own, Symbol symbol,
        CancellationToken cancellation)
    {
        var choice = _choices.GetOrAdd(wanted, Choose);
        if (choice.TryBeginProbe())
        {
            // On the side: it may take as long as a dead exchange takes.
            _ = ProbeAsync(choice, own);
        }

        foreach (var exchange in Ways(choice.Current))
        {
            try
            {
                var quote = exchange == wanted
                    ? await own(cancellation)
                    : await AskAsync(exchange, symbol, cancellation);
                choice.Heard(exchange, failed: false);
                if (quote is not null)
                {
                    return new SourcedQuote(exchange, quote);
                }
            }
            catch (ExchangeException e)
            {
                choice.Heard(exchange, failed: e.Error.Kind is ExchangeErrorKind.Unavailable);
            }
        }

        return null;
    }

    private Fallback<ExchangeId> Choose(ExchangeId wanted) => new(
        [.. Ways(wanted)], new FallbackRules(), clock, (from, to) => log.PricesMoved(from, to));

    private IEnumerable<ExchangeId> Ways(ExchangeId first) =>
        [first, .. _connectors.Select(connector => connector.Exchange).Where(exchange => exchange != first).Order()];

    private static async Task ProbeAsync(Fallback<ExchangeId> choice, Func<CancellationToken, Task<MarketQuote>> own)
    {
        var failed = true;
        try
        {
            await own(CancellationToken.None);
            failed = false;
        }
        catch (ExchangeException)
        {
            // It gives no answers yet.
        }
        finally
        {
            choice.Probed(failed);
        }
    }

    private async Task<MarketQuote?> AskAsync(
        ExchangeId exchange, Symbol symbol, CancellationToken cancellation)
    {
        var connector = _connectors.Single(one => one.Exchange == exchange);
        var market = connector.OpenMarket(connector.DefaultAddress(TradingMode.Production, null));
        var asked = clock.GetUtcNow();
        return (await market.GetInstrumentsAsync(cancellation)).Any(one => one.Symbol == symbol)
            && await market.GetTickerAsync(symbol, cancellation) is { Bid: { } bid, Ask: { } ask }
                ? new MarketQuote(symbol, bid, ask, asked)
                : null;
    }
}
