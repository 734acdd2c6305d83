using System.Collections.Immutable;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Risk;

/// <summary>One rule: what it finds wrong with an order, or null. Pure.</summary>
public delegate RiskViolation? RiskRule(RiskInput order);

/// <summary>Every rule of API.md, each under its limit's name.</summary>
public static class RiskRules
{
    /// <summary>All of them, in the order of the contract.</summary>
    public static ImmutableArray<RiskRule> All { get; } =
    [
        SymbolWhitelist, MaxOrderNotional, MaxPositionNotional, MaxOpenOrders, MaxLeverage, MaxRiskPerTrade,
        MaxPositionShare, MinOrderQuantity, MaxOrderQuantity, MaxDailyLoss, MaxDrawdown, PriceCollar,
    ];

    /// <summary>Everything that is wrong with the order; empty where nothing is.</summary>
    public static ImmutableArray<RiskViolation> Check(RiskInput order) =>
        [.. All.Select(rule => rule(order)).OfType<RiskViolation>()];

    /// <summary>The pair must be listed.</summary>
    public static RiskViolation? SymbolWhitelist(RiskInput order) =>
        order.Limits.SymbolWhitelist.IsDefaultOrEmpty
        || order.Limits.SymbolWhitelist.Contains(order.Ticket.Symbol.Text, StringComparer.Ordinal)
            ? null
            : new RiskViolation(
                "symbolWhitelist", string.Join(',', order.Limits.SymbolWhitelist), order.Ticket.Symbol.Text);

    /// <summary>The order's worth.</summary>
    public static RiskViolation? MaxOrderNotional(RiskInput order) =>
        Above("maxOrderNotional", order.Limits.MaxOrderNotional, order.Notional);

    /// <summary>The worth of the asset, held and bought, with this order.</summary>
    public static RiskViolation? MaxPositionNotional(RiskInput order) => order.Reduces
        ? null
        : Above("maxPositionNotional", order.Limits.MaxPositionNotional, PositionAfter(order));

    /// <summary>The number of open orders, with this one.</summary>
    public static RiskViolation? MaxOpenOrders(RiskInput order) =>
        Above("maxOpenOrders", order.Limits.MaxOpenOrders, order.Exposure[Exposure.Orders] + 1);

    /// <summary>Everything held and open, with this order, over equity.</summary>
    public static RiskViolation? MaxLeverage(RiskInput order)
    {
        if (order.Reduces || order.Limits.MaxLeverage is not { } limit)
        {
            return null;
        }

        if (order.Leverage is { } set && set > limit)
        {
            // The exchange would lend more than the tenant allows, however little is used of it.
            return RiskViolation.Of("maxLeverage", limit, set);
        }

        var gross = GrossAfter(order);
        return gross <= limit * order.Equity.Total
            ? null
            : RiskViolation.Of("maxLeverage", limit, Share(gross, order.Equity.Total));
    }

    /// <summary>What the order can lose: the way to its stop, or all of it where it has none.</summary>
    public static RiskViolation? MaxRiskPerTrade(RiskInput order)
    {
        if (order.Reduces || order.Limits.MaxRiskPerTrade is not { } limit)
        {
            return null;
        }

        var loss = order.Notional;
        if (order.Ticket is { StopPrice: { } stop, Price: { } entry })
        {
            loss = order.Notional * Math.Min(1, Math.Abs(entry.Value - stop.Value) / entry.Value);
        }

        return loss <= limit * order.Equity.Total
            ? null
            : RiskViolation.Of("maxRiskPerTrade", limit, Share(loss, order.Equity.Total));
    }

    /// <summary>The asset's share of equity, with this order.</summary>
    public static RiskViolation? MaxPositionShare(RiskInput order)
    {
        if (order.Reduces || order.Limits.MaxPositionShare is not { } limit)
        {
            return null;
        }

        var position = PositionAfter(order);
        return position <= limit * order.Equity.Total
            ? null
            : RiskViolation.Of("maxPositionShare", limit, Share(position, order.Equity.Total));
    }

    /// <summary>The least quantity.</summary>
    public static RiskViolation? MinOrderQuantity(RiskInput order) =>
        order.Limits.MinOrderQuantity is { } limit && order.Basis.Quantity.Value < limit
            ? RiskViolation.Of("minOrderQuantity", limit, order.Basis.Quantity.Value)
            : null;

    /// <summary>The greatest quantity.</summary>
    public static RiskViolation? MaxOrderQuantity(RiskInput order) =>
        Above("maxOrderQuantity", order.Limits.MaxOrderQuantity, order.Basis.Quantity.Value);

    /// <summary>Nothing is opened on a day that has lost this much.</summary>
    public static RiskViolation? MaxDailyLoss(RiskInput order) => order.Reduces
        ? null
        : Reached("maxDailyLoss", order.Limits.MaxDailyLoss, order.Equity.DailyLoss);

    /// <summary>Nothing is opened after such a fall.</summary>
    public static RiskViolation? MaxDrawdown(RiskInput order) => order.Reduces
        ? null
        : Reached("maxDrawdown", order.Limits.MaxDrawdown, order.Equity.Drawdown);

    /// <summary>
    /// A limit price must not give more away than this: a buy above the market, a sell below it. An order that waits is
    /// measured from its stop, where it wakes.
    /// </summary>
    public static RiskViolation? PriceCollar(RiskInput order)
    {
        if (order.Limits.PriceCollarBps is not { } limit || order.Ticket.Price is not { } price)
        {
            return null;
        }

        var market = (order.Ticket.StopPrice ?? order.Market.Mid).Value;
        var given = order.Ticket.Side is OrderSide.Buy ? price.Value - market : market - price.Value;
        return given * 10_000 <= limit * market
            ? null
            : RiskViolation.Of("priceCollarBps", limit, decimal.Round(given * 10_000 / market, 2));
    }

    private static decimal PositionAfter(RiskInput order) =>
        (Math.Max(0, order.Held) + order.Basis.Quantity.Value) * order.Basis.UnitValue;

    private static decimal GrossAfter(RiskInput order) =>
        order.HoldingsNotional + order.Exposure[Exposure.Notional] + order.Notional;

    private static RiskViolation? Above(string rule, decimal? limit, decimal actual) =>
        limit is { } most && actual > most ? RiskViolation.Of(rule, most, actual) : null;

    private static RiskViolation? Reached(string rule, decimal? limit, decimal actual) =>
        limit is { } most && actual >= most && actual > 0 ? RiskViolation.Of(rule, most, actual) : null;

    // With nothing owned any exposure is boundless; the answer needs a figure all the same.
    private static decimal Share(decimal amount, decimal equity) =>
        equity > 0 ? decimal.Round(amount / equity, 8) : 999_999_999;
}
