using System.Collections.Immutable;
using TradingPlatform.Core.Markets;

namespace TradingPlatform.Core.Exchanges;

/// <summary>What an account holds of one asset.</summary>
/// <param name="Asset">Of what.</param>
/// <param name="Free">To trade with.</param>
/// <param name="Locked">Bound in open orders.</param>
public sealed record Balance(Asset Asset, decimal Free, decimal Locked)
{
    /// <summary>Both together.</summary>
    public decimal Total => Free + Locked;
}

/// <summary>An account as the exchange shows it.</summary>
/// <param name="CanTrade">The account itself may trade.</param>
/// <param name="Balances">Of the assets that it holds; empty ones may be left out.</param>
public sealed record AccountState(bool CanTrade, ImmutableArray<Balance> Balances)
{
    /// <summary>The exchange's own name for the account; null where it does not tell.</summary>
    public string? Uid { get; init; }
}

/// <summary>What a key may do, as the exchange says.</summary>
/// <param name="CanRead">Read the account.</param>
/// <param name="CanTrade">Place and cancel spot orders.</param>
/// <param name="CanWithdraw">Move funds out, or between accounts. A key that may is refused (API.md).</param>
/// <param name="IpRestricted">It works only from listed addresses.</param>
/// <param name="ExpiresAt">When it ends by itself; null where it does not, or the exchange does not say.</param>
public sealed record KeyPermissions(
    bool CanRead, bool CanTrade, bool CanWithdraw, bool IpRestricted, DateTimeOffset? ExpiresAt);

/// <summary>One page of an account's trades.</summary>
/// <param name="Fills">Oldest first.</param>
/// <param name="Next">The cursor for the trades that follow; null where the page is empty.</param>
public sealed record TradePage(ImmutableArray<ReportedFill> Fills, string? Next);

/// <summary>One page of an account's orders.</summary>
/// <param name="Orders">Oldest first.</param>
/// <param name="Next">The cursor for the orders that follow; null where the page is empty.</param>
public sealed record OrderPage(ImmutableArray<OrderReport> Orders, string? Next);

/// <summary>What a trade costs, as a share of its quote amount: 0.001 is a tenth of a percent.</summary>
/// <param name="Maker">For resting; below zero for a rebate.</param>
/// <param name="Taker">For taking.</param>
public sealed record TradingFees(decimal Maker, decimal Taker);

/// <summary>A futures position, as the exchange shows it.</summary>
/// <param name="Symbol">The pair.</param>
/// <param name="Quantity">In the base asset; below zero for a short.</param>
/// <param name="EntryPrice">Its average.</param>
/// <param name="Leverage">As set for the pair.</param>
/// <param name="Margin">Shared with other positions, or its own.</param>
/// <param name="LiquidationPrice">Where the exchange closes it; null where it says none.</param>
/// <param name="UnrealisedProfit">At the exchange's mark price, in the quote asset.</param>
public sealed record ExchangePosition(
    Symbol Symbol, decimal Quantity, Price EntryPrice, decimal Leverage, MarginMode Margin, Price? LiquidationPrice,
    decimal UnrealisedProfit);

/// <summary>What stands behind a futures position.</summary>
public enum MarginMode
{
    /// <summary>The whole account.</summary>
    Cross = 1,

    /// <summary>What was set aside for it.</summary>
    Isolated = 2,
}
