using System.Collections.Immutable;

namespace TradingPlatform.Core.Risk;

/// <summary>
/// A tenant's limits (API.md, 'Risk'). Amounts in USDT, shares as fractions of equity; null or an empty list switches a
/// rule off.
/// </summary>
public sealed record RiskLimits
{
    /// <summary>The only pairs that may be traded.</summary>
    public ImmutableArray<string> SymbolWhitelist { get; init; } = [];

    /// <summary>The most that one order may be worth.</summary>
    public decimal? MaxOrderNotional { get; init; } = 1000;

    /// <summary>The most that the holding of one asset may be worth, open buys included.</summary>
    public decimal? MaxPositionNotional { get; init; } = 5000;

    /// <summary>How many orders may be open at once.</summary>
    public int? MaxOpenOrders { get; init; } = 200;

    /// <summary>The most that positions and open orders together may be worth, as a multiple of equity.</summary>
    public decimal? MaxLeverage { get; init; } = 10;

    /// <summary>The share of equity that one order can lose.</summary>
    public decimal? MaxRiskPerTrade { get; init; } = 0.02m;

    /// <summary>The share of equity that may be held in one asset.</summary>
    public decimal? MaxPositionShare { get; init; } = 0.1m;

    /// <summary>The least that an order may trade, in the base asset.</summary>
    public decimal? MinOrderQuantity { get; init; } = 0.001m;

    /// <summary>The most that an order may trade, in the base asset.</summary>
    public decimal? MaxOrderQuantity { get; init; } = 1000;

    /// <summary>The fall of equity since the day began (UTC) after which nothing more is opened.</summary>
    public decimal? MaxDailyLoss { get; init; } = 500;

    /// <summary>
    /// The fall of equity from its high-water mark, as a share of it, after which nothing more is opened.
    /// </summary>
    public decimal? MaxDrawdown { get; init; } = 0.2m;

    /// <summary>How far beyond the market a limit price may pay, in hundredths of a percent.</summary>
    public int? PriceCollarBps { get; init; } = 500;

    /// <summary>A new tenant's.</summary>
    public static RiskLimits Default { get; } = new();

    /// <summary>A rule that stands on what the tenant owns is on.</summary>
    public bool NeedEquity => MaxLeverage is not null || MaxRiskPerTrade is not null || MaxPositionShare is not null
        || MaxDailyLoss is not null || MaxDrawdown is not null;
}
