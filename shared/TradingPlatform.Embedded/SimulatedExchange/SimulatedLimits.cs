namespace TradingPlatform.Embedded.SimulatedExchange;

/// <summary>Rate limits, reported in <c>exchangeInfo</c> and enforced with 429, and 418 for who goes on.</summary>
/// <remarks>
/// The defaults are wider than Binance's (6,000 weight a minute, 50 to 100 orders in ten seconds), so that they do
/// not decide a load test: a client must read limits from <c>exchangeInfo</c> in any case.
/// </remarks>
public sealed record SimulatedLimits
{
    /// <summary>Request weight per calendar minute and address.</summary>
    public int WeightPerMinute { get; init; } = 600_000;

    /// <summary>Requests of any kind per five minutes and address.</summary>
    public int RequestsPerFiveMinutes { get; init; } = 30_000_000;

    /// <summary>Unfilled orders per account in ten seconds.</summary>
    public int OrdersPerTenSeconds { get; init; } = 1_000_000;

    /// <summary>Unfilled orders per account in a day.</summary>
    public int OrdersPerDay { get; init; } = 200_000_000;

    /// <summary>How many requests after a 429, within its time, turn it into a ban.</summary>
    public int IgnoredRefusalsBeforeBan { get; init; } = 10;

    /// <summary>How long the first ban lasts; each further one is twice as long, up to three days.</summary>
    public TimeSpan FirstBan { get; init; } = TimeSpan.FromMinutes(2);
}
