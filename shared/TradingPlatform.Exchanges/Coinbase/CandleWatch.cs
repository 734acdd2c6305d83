using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Sockets;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>
/// Tells the candles of a minute once they are closed. Neither feed has them (the one has none, the other has five
/// minutes' alone), so they are asked for when the exchange's clock proves their end.
/// </summary>
internal sealed class CandleWatch(CoinbaseVenue venue, ImmutableArray<Symbol> symbols, IMarketData candles)
{
    // Until then a candle that is over may still be counted.
    private static readonly TimeSpan After = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Symbol, DateTimeOffset> _next = [];

    public async Task RunAsync(EventQueue<MarketEvent> events, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                foreach (var symbol in symbols)
                {
                    await TellAsync(symbol, events, cancellation);
                }

                var now = venue.Time.GetUtcNow();
                var over = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Minute.Ticks), TimeSpan.Zero) + Minute;
                await Task.Delay(over + After - now, venue.Time, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
    }

    private async Task TellAsync(Symbol symbol, EventQueue<MarketEvent> events, CancellationToken cancellation)
    {
        var now = venue.Time.GetUtcNow();
        var from = _next.GetValueOrDefault(symbol, now - (3 * Minute));
        try
        {
            var found = await candles.GetCandlesAsync(symbol, CandleInterval.OneMinute, from, now, cancellation);
            foreach (var candle in found.Where(candle => candle.Closed))
            {
                events.Tell(new MarketEvent.CandleChanged(candle));
                _next[symbol] = candle.OpenTime + Minute;
            }
        }
        catch (ExchangeException failure)
        {
            // Asked for again in a minute, from where it was.
            Log.CandlesFailed(venue.Log, venue.Address, failure.Error.Kind, failure.Error.Code);
        }
    }
}
