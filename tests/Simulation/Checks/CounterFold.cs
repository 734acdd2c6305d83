using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;

namespace TradingPlatform.Simulation.Checks;

/// <summary>What a tenant's counters must say by its orders and the exchange's trades, counted anew (I17).</summary>
internal static class CounterFold
{
    /// <summary>The first counter that says something else; null where none does.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="external">
    /// Trades that are booked as the tenant's, of orders that the platform did not place.
    /// </param>
    public static string? Difference(TenantRecord tenant, IEnumerable<Fill> external)
    {
        var counted = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var order in tenant.Orders.Select(record => record.Stored).OfType<Order>())
        {
            var symbol = order.Ticket.Symbol;
            var isOpen = order.Status is OrderStatus.Open or OrderStatus.PartiallyFilled;
            var left = isOpen ? Math.Max(0, order.Reserves.Quantity.Value - order.Filled.Value) : 0;
            Add("long:" + symbol.Base.Text, order.Ticket.Side is OrderSide.Buy
                ? order.Filled.Value + left
                : -order.Filled.Value);
            Add("notional", left * order.Reserves.UnitValue);
            Add("orders", isOpen ? 1 : 0);
            Add($"open:{order.Account.Text}:{symbol.Text}", isOpen ? 1 : 0);
            if (order.Ticket.Type.HasStop())
            {
                Add($"waiting:{order.Account.Text}:{symbol.Text}", isOpen ? 1 : 0);
            }
        }

        foreach (var fill in external)
        {
            var quantity = fill.Trade.Quantity.Value;
            Add("long:" + fill.Symbol.Base.Text, fill.Trade.Side is OrderSide.Buy ? quantity : -quantity);
        }

        var stored = tenant.Exposure;
        return counted.Keys.Union(stored.Counters.Keys, StringComparer.Ordinal)
            .Where(Exposure.IsCounted)
            .Select(name => (Name: name, Says: stored[name], Counted: counted.GetValueOrDefault(name)))
            .Where(counter => counter.Says != counter.Counted)
            .Select(counter => $"{counter.Name} says {counter.Says}, and it is {counter.Counted}")
            .FirstOrDefault();

        void Add(string name, decimal amount) => counted[name] = counted.GetValueOrDefault(name) + amount;
    }
}
