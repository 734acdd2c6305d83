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
public sealed record AccountState(bool CanTrade, ImmutableArray<Balance> Balances);

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
