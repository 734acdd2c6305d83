using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Risk;

/// <summary>
/// Sets a tenant's exposure counters to what its orders and fills say they are. Needed after a crash between an order's
/// write and its counters'.
/// </summary>
/// <remarks>
/// It computes first and writes only if nobody has changed the counters meanwhile. A pending order counts as reserved,
/// since it may have passed without that being stored yet: an error is on the high side. Only for when nobody records
/// anything for the tenant: an order whose end is stored, and whose counters have not followed yet, is counted as ended
/// here and given back once more there, which leaves them too low.
/// So it runs at start, before anything is served.
/// </remarks>
public sealed class RecomputeExposure(
    RiskRepository risk, OrderRepository orders, AccountRepository accounts, PositionReader positions)
{
    /// <summary>Recomputes. False where counters kept changing under it, so that nothing was written.</summary>
    public async Task<bool> HandleAsync(TenantId tenant, CancellationToken cancellation)
    {
        const int Attempts = 5;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (stored, version) = await risk.GetExposureAsync(tenant, cancellation);
            var counters = Item.NoCounters.ToBuilder();
            await AddOrdersAsync(counters, tenant, cancellation);
            await AddHoldingsAsync(counters, tenant, cancellation);
            foreach (var (name, value) in stored.Counters.Where(counter => Exposure.IsSwitch(counter.Key)))
            {
                counters[name] = value;
            }

            foreach (var zero in counters.Where(c => c.Value == 0).Select(c => c.Key).ToList())
            {
                counters.Remove(zero);
            }

            var computed = counters.ToImmutable();
            if (Same(stored, new Exposure(computed))
                || await risk.TryResetAsync(tenant, computed, version, cancellation))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Same(Exposure stored, Exposure computed) =>
        stored.Counters.Keys.Union(computed.Counters.Keys, StringComparer.Ordinal)
            .All(name => stored[name] == computed[name]);

    private async Task AddOrdersAsync(
        IDictionary<string, decimal> counters, TenantId tenant, CancellationToken cancellation)
    {
        await foreach (var order in orders.GetUnsettledAsync(tenant, null, null, cancellation))
        {
            // What its stored fills hold is in the positions already.
            var amounts = Exposure.Amounts(Reservation.Of(order));
            var ticket = order.Ticket;
            string[] held = order.Exchange.IsFutures()
                ? [Exposure.Up(order.Account, ticket.Symbol), Exposure.Down(order.Account, ticket.Symbol)]
                : [Exposure.Long(ticket.Symbol.Base), ""];
            foreach (var (name, amount) in amounts.Where(a => !held.Contains(a.Key, StringComparer.Ordinal)))
            {
                Add(counters, name, amount);
            }

            var grows = held[ticket.Side is OrderSide.Buy ? 0 : 1];
            if (grows.Length > 0)
            {
                Add(counters, grows, amounts[grows] - order.TradedQuantity.Value);
            }
        }
    }

    private async Task AddHoldingsAsync(
        IDictionary<string, decimal> counters, TenantId tenant, CancellationToken cancellation)
    {
        foreach (var account in await accounts.GetAllAsync(tenant, cancellation))
        {
            await foreach (var position in positions.GetAllAsync(account, cancellation))
            {
                if (account.Exchange.IsFutures())
                {
                    Add(counters, Exposure.Up(account.Id, position.Symbol), position.Quantity);
                    Add(counters, Exposure.Down(account.Id, position.Symbol), -position.Quantity);
                    continue;
                }

                // Fees taken in the asset are no sale: the order that paid them reserved for what it bought.
                var fees = position.Fees.GetValueOrDefault(position.Symbol.Base.Text);
                Add(counters, Exposure.Long(position.Symbol.Base), position.Quantity + fees);
            }
        }
    }

    private static void Add(IDictionary<string, decimal> counters, string name, decimal amount) =>
        counters[name] = (counters.TryGetValue(name, out var before) ? before : 0) + amount;
}
