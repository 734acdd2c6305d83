namespace TradingPlatform.Core.Markets;

/// <summary>What was traded in a stretch of time.</summary>
/// <param name="Symbol">The pair.</param>
/// <param name="Interval">How long the stretch is.</param>
/// <param name="OpenTime">When it begins, by the exchange's clock.</param>
/// <param name="Open">The first price.</param>
/// <param name="High">The highest.</param>
/// <param name="Low">The lowest.</param>
/// <param name="Close">The last; the latest so far where it still forms.</param>
/// <param name="BaseVolume">Traded, in the base asset.</param>
/// <param name="Closed">
/// The exchange says, or its clock proves, that it changes no more. Nothing may be decided on one that forms
/// (FAILURES.md F16).
/// </param>
public sealed record Candle(
    Symbol Symbol, CandleInterval Interval, DateTimeOffset OpenTime, Price Open, Price High, Price Low, Price Close,
    decimal BaseVolume, bool Closed)
{
    /// <summary>Traded, in the quote asset; null where the exchange does not say.</summary>
    public decimal? QuoteVolume { get; init; }
}

/// <summary>The lengths of a candle that every exchange here has. The values are minutes.</summary>
public enum CandleInterval
{
    /// <summary>A minute.</summary>
    OneMinute = 1,

    /// <summary>Five minutes.</summary>
    FiveMinutes = 5,

    /// <summary>A quarter.</summary>
    FifteenMinutes = 15,

    /// <summary>An hour.</summary>
    OneHour = 60,

    /// <summary>Six hours.</summary>
    SixHours = 360,

    /// <summary>A day, from midnight UTC.</summary>
    OneDay = 1440,
}
