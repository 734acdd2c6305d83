using System.Collections.Concurrent;
using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>
/// Best prices, from copies of at most a second; each pair is asked once for all who want it at a time.
/// </summary>
internal sealed class BinanceQuotes(BinanceVenue venue)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Symbol, Slot> _slots = new();
    private volatile bool _hasNoBookTicker;

    public Task<MarketQuote> GetAsync(Symbol symbol, CancellationToken cancellation)
    {
        var slot = _slots.GetOrAdd(symbol, static (symbol, quotes) => new Slot(quotes, symbol), this);
        return slot.GetAsync(cancellation);
    }

    /// <summary>Reads <c>{"bidPrice","askPrice"}</c>, or <c>{"price"}</c>, which stands for both.</summary>
    public static MarketQuote Read(ReadOnlySpan<byte> body, Symbol symbol, DateTimeOffset at)
    {
        decimal? bid = null, ask = null, price = null;
        var reader = WireJson.Open(body, JsonTokenType.StartObject);
        while (WireJson.NextMember(ref reader))
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "bidPrice": bid = WireJson.Decimal(ref reader); break;
                case "askPrice": ask = WireJson.Decimal(ref reader); break;
                case "price": price = WireJson.Decimal(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        WireJson.Close(ref reader);
        // A side of the book that is empty has a price of 0; the other one is then the best that is known.
        (bid, ask) = (Known(bid) ?? Known(price) ?? Known(ask), Known(ask) ?? Known(price) ?? Known(bid));
        return bid is { } best && ask is { } least
            ? new MarketQuote(symbol, new Price(best), new Price(least), at)
            : throw new JsonException("The answer has no price.");
    }

    private static decimal? Known(decimal? price) => price > 0 ? price : null;

    private async Task<MarketQuote> AskAsync(Symbol symbol)
    {
        var spelling = await venue.SpellAsync(symbol, CancellationToken.None);
        if (!_hasNoBookTicker)
        {
            using var answer = await AskAsync("/api/v3/ticker/bookTicker", spelling);
            if (answer.Status != 404)
            {
                return Parse(answer, symbol);
            }

            _hasNoBookTicker = true;
        }

        using var last = await AskAsync("/api/v3/ticker/price", spelling);
        return Parse(last, symbol);
    }

    private Task<WireAnswer> AskAsync(string path, string spelling) => venue.Calls.PublicAsync(
        CallLane.Other, 2, path, "symbol=" + Uri.EscapeDataString(spelling), CancellationToken.None);

    private MarketQuote Parse(WireAnswer answer, Symbol symbol)
    {
        var at = venue.Time.GetUtcNow();
        return BinanceCalls.Parse(answer, body => Read(body, symbol, at));
    }

    private sealed class Slot
    {
        private readonly BinanceQuotes _quotes;
        private readonly Symbol _symbol;
        private readonly SingleFlight<MarketQuote> _asking;
        private Copy? _copy;

        public Slot(BinanceQuotes quotes, Symbol symbol)
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
            var quote = await _quotes.AskAsync(_symbol);
            Volatile.Write(ref _copy, new Copy(Task.FromResult(quote), stamp));
            return quote;
        }

        private sealed record Copy(Task<MarketQuote> Quote, long Stamp);
    }

    private TimeProvider Time => venue.Time;
}
