using System.Collections.Immutable;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Core.Risk;

/// <summary>
/// The rules on what is taken up already, turned into bounds for the write that reserves: a guard knows no arithmetic,
/// so each bound is the limit less what the order adds. A property test holds them to <see cref="RiskRules"/>.
/// </summary>
public static class GateBounds
{
    /// <summary>What must hold of the counters for the order to pass.</summary>
    /// <param name="order">The order.</param>
    /// <param name="reserves">What it will take up.</param>
    /// <param name="frees">
    /// What an order that this one replaces takes up: the exchange cancels that one first, so the two are never open
    /// together and only the difference counts.
    /// </param>
    /// <param name="openInPair">
    /// How many orders the exchange lets the account have open in the pair; null for any.
    /// </param>
    /// <param name="waitingInPair">How many of those may wait for a stop; null for any.</param>
    public static ImmutableArray<CounterGuard> Of(
        RiskInput order, Reservation reserves, Reservation? frees, int? openInPair, int? waitingInPair)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(reserves);
        var limits = order.Limits;
        var freed = frees is null ? Item.NoCounters : Exposure.Amounts(frees);
        var guards = ImmutableArray.CreateBuilder<CounterGuard>();
        guards.Add(new CounterGuard(Exposure.Killed, 0));
        AtMost(Exposure.Orders, limits.MaxOpenOrders, 1);
        AtMost(Exposure.Open(reserves.Account, reserves.Symbol), openInPair, 1);
        if (reserves.Waits)
        {
            AtMost(Exposure.Waiting(reserves.Account, reserves.Symbol), waitingInPair, 1);
        }

        if (!order.Reduces)
        {
            AtMost(
                order.HeldCounter, Units(PositionLimit(order), order.Basis.UnitValue),
                order.Ticket.Side is OrderSide.Buy ? reserves.Long : reserves.Short.GetValueOrDefault());
            AtMost(
                Exposure.Notional,
                limits.MaxLeverage * order.Equity.Total - order.HoldingsNotional,
                order.Notional);
        }

        return guards.ToImmutable();

        void AtMost(string counter, decimal? limit, decimal added)
        {
            if (limit is { } most)
            {
                guards.Add(new CounterGuard(counter, most - added + freed.GetValueOrDefault(counter)));
            }
        }
    }

    // Down, so that a quotient without an end never lets more through than the limit.
    private static decimal? Units(decimal? limit, decimal unitValue) => limit is { } amount
        ? decimal.Round(amount / unitValue, 10, MidpointRounding.ToNegativeInfinity)
        : null;

    private static decimal? PositionLimit(RiskInput order)
    {
        var share = order.Limits.MaxPositionShare * order.Equity.Total;
        return (order.Limits.MaxPositionNotional, share) switch
        {
            ({ } notional, { } part) => Math.Min(notional, part),
            var (notional, part) => notional ?? part,
        };
    }
}
