using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Risk;

/// <summary>By what an order's reservation is counted; fixed when the order is checked.</summary>
/// <param name="Quantity">
/// The most of the base asset that it can trade. For an order in the quote asset it is computed from the price.
/// </param>
/// <param name="UnitValue">What one unit of the base asset is worth in USDT, at the order's price.</param>
public readonly record struct ReservationBasis(Quantity Quantity, decimal UnitValue);

/// <summary>
/// What one order takes up of its tenant's limits: a pure function of how the order stands, so that counters follow
/// orders by differences and can be computed anew from them.
/// </summary>
/// <param name="Orders">1 while it may fill, else 0.</param>
/// <param name="Notional">What is left of it, in USDT, while it may fill.</param>
/// <param name="Long">
/// What it adds to the holding of its base asset at worst: a buy's fills, and what it may still buy; a sell's fills
/// count down, what it may still sell does not.
/// </param>
/// <param name="Base">The base asset.</param>
/// <param name="Account">Whose open orders it is among.</param>
/// <param name="Symbol">In which pair.</param>
/// <param name="Waits">It is of a kind that waits for a stop price.</param>
public sealed record Reservation(
    int Orders, decimal Notional, decimal Long, Asset Base, AccountId Account, Symbol Symbol, bool Waits)
{
    /// <summary>
    /// On a futures account, what it adds to how short the position can become: the mirror of <see cref="Long"/>. Null
    /// on spot, where nothing is sold that is not held.
    /// </summary>
    public decimal? Short { get; init; }

    /// <summary>What the order takes up as it stands.</summary>
    public static Reservation Of(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var live = !order.Status.IsTerminal();
        var left = live ? Math.Max(0, order.Reserves.Quantity.Value - order.Filled.Value) : 0;
        var symbol = order.Ticket.Symbol;
        // What may only reduce can turn nothing over: its fills move the position, what is left of it cannot.
        var opens = order.Ticket.ReduceOnly ? 0 : left;
        var isBuy = order.Ticket.Side is OrderSide.Buy;
        return new Reservation(
            live ? 1 : 0,
            left * order.Reserves.UnitValue,
            isBuy ? order.Filled.Value + opens : -order.Filled.Value,
            symbol.Base,
            order.Account,
            symbol,
            order.Ticket.Type.HasStop())
        {
            Short = order.Exchange.IsFutures() ? isBuy ? -order.Filled.Value : order.Filled.Value + opens : null,
        };
    }

    /// <summary>
    /// What ends with the order were it cancelled now: what it takes up, less what its fills have brought, which stays.
    /// </summary>
    public static Reservation Left(Order order)
    {
        var whole = Of(order);
        var kept = Of(order with { Status = OrderStatus.Cancelled });
        return whole with { Long = whole.Long - kept.Long, Short = whole.Short - kept.Short };
    }
}
