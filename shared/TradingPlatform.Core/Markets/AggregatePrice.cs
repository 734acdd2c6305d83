using System.Collections.Immutable;

namespace TradingPlatform.Core.Markets;

/// <summary>A pair's price by several exchanges together (FAILURES.md F17).</summary>
/// <param name="Middle">
/// The median of the middles of bid and ask of the sources that count; null where none does.
/// </param>
/// <param name="Confidence">
/// 0 to 1. Three sources that agree are 1; two that agree are 0.6, one by itself 0.3; sources that disagree with nobody
/// to decide between them are 0.
/// </param>
/// <param name="Faults">What is wrong with each source, in the order they were given.</param>
public sealed record AggregatePrice(Price? Middle, decimal Confidence, ImmutableArray<PriceFault> Faults)
{
    /// <summary>Below this nothing may be stopped, closed or killed by the price.</summary>
    public const decimal ConfidentEnough = 0.5m;

    // Scales the median of absolute deviations to a standard deviation, for what is spread normally.
    private const decimal Scale = 1.4826m;

    /// <summary>
    /// True where an automatic stop or kill may rest on it: never on one source, whatever it says.
    /// </summary>
    public bool MayTrigger => Confidence >= ConfidentEnough;

    /// <summary>
    /// Puts sources together: the faulty ones aside, then those too far from the median of the others.
    /// </summary>
    public static AggregatePrice Of(
        IReadOnlyList<PriceSource> sources, PriceTolerance tolerance, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(tolerance);
        var faults = sources.Select(source => Fault(source, tolerance, now)).ToArray();
        var sound = Sound();
        if (sound.Count == 0)
        {
            return new AggregatePrice(null, 0, [.. faults]);
        }

        var median = Median(sound);
        var spread = Median([.. sound.Select(middle => Math.Abs(middle - median))]) * Scale * tolerance.Deviations;
        var near = Math.Max(spread, median * tolerance.Near);
        if (sound.Count >= 3)
        {
            for (var i = 0; i < faults.Length; i++)
            {
                if (faults[i] is PriceFault.None && Math.Abs(Middle(sources[i]) - median) > near)
                {
                    faults[i] = PriceFault.Outlier;
                }
            }

            sound = Sound();
            median = Median(sound);
        }

        return new AggregatePrice(new Price(median), Confide(sound, median, tolerance), [.. faults]);

        List<decimal> Sound() => [.. sources.Where((_, i) => faults[i] is PriceFault.None).Select(Middle)];

        static decimal Middle(PriceSource source) => source.Quote.Mid.Value;
    }

    /// <summary>What is wrong with a source by itself.</summary>
    public static PriceFault Fault(PriceSource source, PriceTolerance tolerance, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(tolerance);
        var (bid, ask) = (source.Quote.Bid.Value, source.Quote.Ask.Value);
        return bid > ask ? PriceFault.Crossed
            : (ask - bid) > (ask + bid) / 2 * tolerance.Widest ? PriceFault.Wide
            : now - source.Quote.At > tolerance.Stale ? PriceFault.Stale
            : now - source.ChangedAt > tolerance.Frozen ? PriceFault.Frozen
            : PriceFault.None;
    }

    private static decimal Confide(List<decimal> sound, decimal median, PriceTolerance tolerance)
    {
        // Those that stay after the outliers are gone can still lie in two camps: then nobody knows which is right.
        var agree = sound.Count(middle => Math.Abs(middle - median) <= median * tolerance.Near * 5);
        return (sound.Count, agree) switch
        {
            (1, _) => 0.3m,
            (2, 2) => 0.6m,
            (2, _) => 0,
            _ when agree < 3 => 0,
            _ => Math.Round((decimal)agree / sound.Count, 2),
        };
    }

    private static decimal Median(List<decimal> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
