using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Risk;

/// <summary>What a tenant's counters must say, by its orders and fills.</summary>
/// <param name="Least">Without the orders that are pending: whether the gate let them pass is not stored.</param>
/// <param name="Most">With them.</param>
public sealed record CountedExposure(Exposure Least, Exposure Most);

/// <summary>Counts what a tenant's orders and holdings take up, anew from what is stored of them.</summary>
public sealed class CountExposure(OrderRepository orders, AccountRepository accounts, PositionReader positions)
{
    /// <summary>Counts. While orders are recorded it is true of no one moment.</summary>
    public async Task<CountedExposure> GetAsync(TenantId tenant, CancellationToken cancellation)
    {
        var sure = Item.NoCounters.ToBuilder();
        var pending = Item.NoCounters.ToBuilder();
        await foreach (var order in orders.GetUnsettledAsync(tenant, null, null, cancellation))
        {
            AddOrder(order.Status is OrderStatus.Pending ? pending : sure, order);
        }

        foreach (var account in await accounts.GetAllAsync(tenant, cancellation))
        {
            await foreach (var position in positions.GetAllAsync(account, cancellation))
            {
                if (account.Exchange.IsFutures())
                {
                    Add(sure, Exposure.Up(account.Id, position.Symbol), position.Quantity);
                    Add(sure, Exposure.Down(account.Id, position.Symbol), -position.Quantity);
                    continue;
                }

                // Fees taken in the asset are no sale: the order that paid them reserved for what it bought.
                var fees = position.Fees.GetValueOrDefault(position.Symbol.Base.Text);
                Add(sure, Exposure.Long(position.Symbol.Base), position.Quantity + fees);
            }
        }

        var least = new Exposure(sure.ToImmutable());
        foreach (var (name, amount) in pending)
        {
            Add(sure, name, amount);
        }

        return new CountedExposure(least, new Exposure(sure.ToImmutable()));
    }

    private static void AddOrder(IDictionary<string, decimal> counters, Order order)
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

    private static void Add(IDictionary<string, decimal> counters, string name, decimal amount) =>
        counters[name] = (counters.TryGetValue(name, out var before) ? before : 0) + amount;
}
