using TradingPlatform.Core.Risk;

namespace TradingPlatform.Orders.Views;

/// <summary>Limits as the contract shows and takes them; null or an empty list switches a rule off.</summary>
/// <remarks>A limit that a request leaves out is switched off, as by null: what is put is the whole.</remarks>
public sealed record LimitsView(
    IReadOnlyList<string>? SymbolWhitelist = null,
    decimal? MaxOrderNotional = null,
    decimal? MaxPositionNotional = null,
    int? MaxOpenOrders = null,
    decimal? MaxLeverage = null,
    decimal? MaxRiskPerTrade = null,
    decimal? MaxPositionShare = null,
    decimal? MinOrderQuantity = null,
    decimal? MaxOrderQuantity = null,
    decimal? MaxDailyLoss = null,
    decimal? MaxDrawdown = null,
    int? PriceCollarBps = null)
{
    /// <summary>Shows limits.</summary>
    public static LimitsView Of(RiskLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new LimitsView(
            limits.SymbolWhitelist.IsDefault ? [] : limits.SymbolWhitelist, limits.MaxOrderNotional,
            limits.MaxPositionNotional, limits.MaxOpenOrders, limits.MaxLeverage, limits.MaxRiskPerTrade,
            limits.MaxPositionShare, limits.MinOrderQuantity, limits.MaxOrderQuantity, limits.MaxDailyLoss,
            limits.MaxDrawdown, limits.PriceCollarBps);
    }

    /// <summary>The limits that these say.</summary>
    public RiskLimits ToLimits() => new()
    {
        SymbolWhitelist = SymbolWhitelist is null ? [] : [.. SymbolWhitelist],
        MaxOrderNotional = MaxOrderNotional,
        MaxPositionNotional = MaxPositionNotional,
        MaxOpenOrders = MaxOpenOrders,
        MaxLeverage = MaxLeverage,
        MaxRiskPerTrade = MaxRiskPerTrade,
        MaxPositionShare = MaxPositionShare,
        MinOrderQuantity = MinOrderQuantity,
        MaxOrderQuantity = MaxOrderQuantity,
        MaxDailyLoss = MaxDailyLoss,
        MaxDrawdown = MaxDrawdown,
        PriceCollarBps = PriceCollarBps,
    };
}

/// <summary>The kill switch.</summary>
public sealed record KillSwitchView(bool Active, string? Reason, string? By, DateTimeOffset? At)
{
    /// <summary>Shows the switch.</summary>
    public static KillSwitchView Of(KillSwitch killSwitch)
    {
        ArgumentNullException.ThrowIfNull(killSwitch);
        return new KillSwitchView(killSwitch.Active, killSwitch.Reason, killSwitch.By, killSwitch.At);
    }
}

/// <summary>How the tenant stands against its limits.</summary>
public sealed record RiskStatusView(
    int OpenOrders, decimal OpenNotional, decimal PositionNotional, decimal Equity, decimal HighWaterMark,
    decimal DailyLoss, decimal Drawdown, KillSwitchView KillSwitch, LimitsView Limits)
{
    /// <summary>Shows the status.</summary>
    public static RiskStatusView Of(RiskStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return new RiskStatusView(
            status.OpenOrders, status.OpenNotional, status.PositionNotional, status.Equity.Total,
            status.Equity.HighWaterMark, status.Equity.DailyLoss, status.Equity.Drawdown,
            KillSwitchView.Of(status.KillSwitch), LimitsView.Of(status.Limits));
    }
}
