using System.Text.Json;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>Asks for a pair's best prices.</summary>
internal sealed class BinanceQuotes(BinanceVenue venue)
{
    private volatile bool _hasNoBookTicker;

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

    public async Task<MarketQuote> AskAsync(Symbol symbol)
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
}
