namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>Follows one symbol's price path.</summary>
internal sealed class PriceWalk(SimulatedSymbol symbol, PricePath path)
{
    private readonly Random _random = new(SeedFor(symbol.Name, path is PricePath.Walk walk ? walk.Seed : 0));
    private int _next;

    /// <summary>The next price, or null where it stays.</summary>
    public decimal? Next(decimal price)
    {
        switch (path)
        {
            case PricePath.Walk walk:
                return Step(_random, price, walk.MaxStepBps, symbol.Filters.TickSize);
            case PricePath.Listed listed when _next < listed.Prices.Count:
                return listed.Prices[_next++];
            default:
                return null;
        }
    }

    public static decimal Step(Random random, decimal price, decimal maxStepBps, decimal tick)
    {
        var share = (((decimal)random.NextDouble() * 2) - 1) * maxStepBps / 10_000m;
        var moved = price * (1 + share);
        tick = tick > 0 ? tick : 0.00000001m;
        return Math.Max(moved - (moved % tick), tick);
    }

    /// <summary>The same on every machine, unlike a string's hash code.</summary>
    public static int SeedFor(string symbol, int seed)
    {
        unchecked
        {
            var hash = (uint)seed ^ 2166136261u;
            foreach (var letter in symbol)
            {
                hash = (hash ^ letter) * 16777619u;
            }

            return (int)hash;
        }
    }
}
