using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Core.Health;

/// <summary>
/// Whether an exchange's own prices of a pair can be opened by (DESIGN.md, 'Degradation'): pure, from what all
/// exchanges say.
/// </summary>
public static class JudgePrice
{
    /// <summary>
    /// What one exchange may lie beside the others by, and how old a price that is asked for every few seconds may be.
    /// Wider than what an aggregate leaves out: pairs are asked for one after the other, and markets move.
    /// </summary>
    public static PriceTolerance Tolerance { get; } = new() { Stale = TimeSpan.FromMinutes(1), Near = 0.01m };

    /// <summary>What is doubtful of it, for a person; null where nothing is.</summary>
    /// <param name="own">The exchange.</param>
    /// <param name="sources">What all exchanges say of the pair.</param>
    /// <param name="askedSince">Since when they are asked.</param>
    /// <param name="now">The moment.</param>
    public static string? Doubt(
        ExchangeId own, ImmutableArray<PriceSource> sources, DateTimeOffset askedSince, DateTimeOffset now)
    {
        if (sources.FirstOrDefault(source => source.Exchange == own) is not { } mine)
        {
            return now - askedSince > Tolerance.Stale ? "The exchange has told no price for too long." : null;
        }

        var fault = AggregatePrice.Fault(mine, Tolerance, now);
        if (fault is PriceFault.Stale)
        {
            return "The exchange has told no price for too long.";
        }

        if (fault is PriceFault.Crossed)
        {
            return "The exchange's book is crossed: its prices cannot be right.";
        }

        // A wide or quiet market is no wrong one: it is doubted only where others agree on another price.
        var others = AggregatePrice.Of([.. sources.Where(source => source.Exchange != own)], Tolerance, now);
        return others is { MayTrigger: true, Middle: { } middle }
            && Math.Abs(mine.Quote.Mid.Value - middle.Value) > middle.Value * Tolerance.Near
                ? "The exchange's price lies too far from what others agree on."
                : null;
    }
}
