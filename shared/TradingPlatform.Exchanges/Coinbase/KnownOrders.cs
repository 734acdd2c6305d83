using System.Collections.Concurrent;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>
/// Which of our ids an order of the exchange's has, and when it was told, as this process has heard: feeds name an
/// order by the exchange's id alone. Bounded; what is forgotten is asked about.
/// </summary>
internal sealed class KnownOrders(TimeProvider time)
{
    private const int MostKept = 20_000;

    private readonly ConcurrentDictionary<string, Told> _orders = new(StringComparer.Ordinal);

    /// <summary>Remembers what a report tells.</summary>
    public void Learn(OrderReport report) => Learn(report.ExchangeOrderId, report.ClientOrderId);

    /// <summary>Remembers an order.</summary>
    public void Learn(string exchangeOrderId, ClientOrderId id)
    {
        if (_orders.Count >= MostKept)
        {
            _orders.Clear();
        }

        _orders.TryAdd(exchangeOrderId, new Told(id, time.GetTimestamp()));
    }

    /// <summary>Our id of an order; null where it is not known here.</summary>
    public ClientOrderId? Find(string exchangeOrderId) =>
        _orders.TryGetValue(exchangeOrderId, out var told) ? told.Id : null;

    /// <summary>For how long this process has known of the order; null where it does not.</summary>
    public TimeSpan? Age(string exchangeOrderId) =>
        _orders.TryGetValue(exchangeOrderId, out var told) ? time.GetElapsedTime(told.Stamp) : null;

    private sealed record Told(ClientOrderId Id, long Stamp);
}
