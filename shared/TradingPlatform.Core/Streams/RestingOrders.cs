using System.Collections.Concurrent;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Streams;

/// <summary>
/// The orders of one account that rest, as they were last stored: a sweep compares what the exchange lists with this
/// and reads only those that differ. In memory: whoever starts anew reads each order once.
/// </summary>
public sealed class RestingOrders
{
    private readonly ConcurrentDictionary<OrderId, Quantity> _filled = new();

    /// <summary>True where the order is known to rest: there is no doubt about it that a look could end.</summary>
    public bool Holds(OrderId order) => _filled.ContainsKey(order);

    /// <summary>True where the order rests and no more of it is filled than the exchange says.</summary>
    public bool Agrees(OrderId order, Quantity filled) =>
        _filled.TryGetValue(order, out var known) && known == filled;

    /// <summary>The order now stands so.</summary>
    public void Saw(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Status is OrderStatus.Open or OrderStatus.PartiallyFilled && order.TradesAreWhole)
        {
            _filled[order.Id] = order.Filled;
        }
        else
        {
            _filled.TryRemove(order.Id, out _);
        }
    }

    /// <summary>Forgets those that are not unsettled any more.</summary>
    public void Keep(IReadOnlySet<OrderId> unsettled)
    {
        foreach (var order in _filled.Keys.Where(order => !unsettled.Contains(order)))
        {
            _filled.TryRemove(order, out _);
        }
    }
}
