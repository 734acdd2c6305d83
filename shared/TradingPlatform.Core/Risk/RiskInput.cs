using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Risk;

/// <summary>All that the rules judge an order by, taken at one moment.</summary>
/// <param name="Ticket">The order.</param>
/// <param name="Basis">How much it trades at most, and what a unit of that is worth.</param>
/// <param name="Limits">The tenant's limits.</param>
/// <param name="Exposure">What is taken up already, this order not included.</param>
/// <param name="Equity">What the tenant owns.</param>
/// <param name="Market">The pair's best prices.</param>
/// <param name="HoldingsNotional">What all that the tenant holds is worth, by the counters, in USDT.</param>
public sealed record RiskInput(
    OrderTicket Ticket,
    ReservationBasis Basis,
    RiskLimits Limits,
    Exposure Exposure,
    Equity Equity,
    MarketQuote Market,
    decimal HoldingsNotional)
{
    /// <summary>What the order is worth, in USDT.</summary>
    public decimal Notional => Basis.Quantity.Value * Basis.UnitValue;

    /// <summary>The futures account that it is for; null on spot.</summary>
    public AccountId? Futures { get; init; }

    /// <summary>The leverage that the account has set for the pair; null on spot.</summary>
    public decimal? Leverage { get; init; }

    /// <summary>
    /// The order can only reduce a holding, so no limit on holdings or losses binds it: on spot a sell; on futures what
    /// the exchange itself holds to reducing.
    /// </summary>
    public bool Reduces => Futures is null ? Ticket.Side is OrderSide.Sell : Ticket.ReduceOnly;

    /// <summary>
    /// The counter of what the order adds to: how much of the base asset is held; on futures, how far the position goes
    /// to the order's side.
    /// </summary>
    public string HeldCounter => Futures is not { } account
        ? Risk.Exposure.Long(Ticket.Symbol.Base)
        : Ticket.Side is OrderSide.Buy
            ? Risk.Exposure.Up(account, Ticket.Symbol)
            : Risk.Exposure.Down(account, Ticket.Symbol);

    /// <summary>What that is at worst, this order not included.</summary>
    public decimal Held => Exposure[HeldCounter];
}
