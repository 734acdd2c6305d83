using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>One trade of one order, stored once under the exchange's own trade id.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Account">On which account.</param>
/// <param name="Exchange">At which exchange.</param>
/// <param name="Order">Of which order.</param>
/// <param name="Symbol">In which pair.</param>
/// <param name="Trade">What the exchange reports of it.</param>
public sealed record Fill(
    TenantId Tenant, AccountId Account, ExchangeId Exchange, OrderId Order, Symbol Symbol, ReportedFill Trade)
{
    /// <summary>
    /// The order is none of the platform's: someone traded on the account past it. <see cref="Order"/> then names no
    /// stored order, and is the same for every trade of the exchange's order.
    /// </summary>
    public bool IsExternal { get; init; }

    /// <summary>
    /// Its name in the contract: the account, the pair, the trade id and the side name it once. The side, because an
    /// account that trades with itself has one trade on both.
    /// </summary>
    public string Id => $"{Account.Text}.{Symbol.Text}.{Trade.TradeId}.{(Trade.Side is OrderSide.Buy ? 'B' : 'S')}";
}
