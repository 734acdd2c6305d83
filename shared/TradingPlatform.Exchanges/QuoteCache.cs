using System.Collections.Concurrent;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Exchanges;

/// <summary>
/// Best prices, from copies of at most a second; each pair is asked once for all who want it at a time.
/// </summary>
internal sealed class QuoteCache(TimeProvider time, Func<Symbol, Task<MarketQuote>> ask)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Symbol, Slot> _slots = new();

    private TimeProvider Time => time;

    private Func<Symbol, Task<MarketQuote>> Ask => ask;

    public Task<MarketQuote> GetAsync(Symbol symbol, CancellationToken cancellation)
    {
        var slot = _slots.GetOrAdd(symbol, static (symbol, quotes) => new Slot(quotes, symbol), this);
        return slot.GetAsync(cancellation);
    }

    private sealed class Slot
    {
        private readonly QuoteCache _quotes;
        private readonly Symbol _symbol;
        private readonly SingleFlight<MarketQuote> _asking;
        private Copy? _copy;

        public Slot(QuoteCache quotes, Symbol symbol)
        {
            (_quotes, _symbol) = (quotes, symbol);
            _asking = new SingleFlight<MarketQuote>(AskAsync);
        }

        private Task<MarketQuote>? Fresh =>
            Volatile.Read(ref _copy) is { } copy && _quotes.Time.GetElapsedTime(copy.Stamp) < KeptFor
                ? copy.Quote
                : null;

        public Task<MarketQuote> GetAsync(CancellationToken cancellation) => Fresh ?? _asking.RunAsync(cancellation);

        private async Task<MarketQuote> AskAsync()
        {
            // Who found no copy a moment ago may come here just after another has brought one.
            if (Fresh is { } brought)
            {
                return await brought;
            }

            var stamp = _quotes.Time.GetTimestamp();
            var quote = await _quotes.Ask(_symbol);
            Volatile.Write(ref _copy, new Copy(Task.FromResult(quote), stamp));
            return quote;
        }

        private sealed record Copy(Task<MarketQuote> Quote, long Stamp);
    }
}
