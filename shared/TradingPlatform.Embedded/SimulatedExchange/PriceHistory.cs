using TradingPlatform.Embedded.SimulatedExchange.Engine;

namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>Makes up the candles that lie before an exchange's first start: seeded, and ending at the first price.
/// </summary>
internal static class PriceHistory
{
    public static EngineState MadeUp(EngineState state, SimulatedExchangeOptions options, long now) => state with
    {
        Candles = options.Symbols.ToDictionary(
            symbol => symbol.Name, symbol => Minutes(symbol, options.HistoryMinutes, now), StringComparer.Ordinal),
    };

    private static List<Candle> Minutes(SimulatedSymbol symbol, int count, long now)
    {
        var random = new Random(PriceWalk.SeedFor(symbol.Name, 0));
        var minutes = new List<Candle>(count + 1);
        var opens = now - (now % CandleSeries.Minute);
        var close = symbol.StartPrice;
        // Backwards from the first price and the minute before this one, so that it ends where trading begins.
        for (var minute = opens - CandleSeries.Minute; minutes.Count < count; minute -= CandleSeries.Minute)
        {
            var open = PriceWalk.Step(random, close, 10m, symbol.Filters.TickSize);
            var volume = symbol.HouseNotional / 10m / close;
            volume -= volume % Math.Max(symbol.Filters.StepSize, 0.00000001m);
            minutes.Add(new Candle
            {
                OpenTime = minute,
                Open = open,
                High = Math.Max(open, close),
                Low = Math.Min(open, close),
                Close = close,
                Volume = volume,
                QuoteVolume = decimal.Round(volume * (open + close) / 2m, 8),
                Trades = 100,
                TakerBuyVolume = volume / 2m,
                TakerBuyQuote = decimal.Round(volume * (open + close) / 4m, 8),
            });
            close = open;
        }

        minutes.Reverse();
        return minutes;
    }
}
