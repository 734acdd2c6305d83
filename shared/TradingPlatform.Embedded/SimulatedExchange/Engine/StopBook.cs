namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>The orders that wait for a price.</summary>
internal sealed class StopBook
{
    private static readonly Comparer<LiveOrder> ByStopPrice = Comparer<LiveOrder>.Create((a, b) =>
    {
        var byPrice = decimal.Compare(a.Order.StopPrice, b.Order.StopPrice);
        return byPrice != 0 ? byPrice : a.Order.OrderId.CompareTo(b.Order.OrderId);
    });

    private readonly SortedSet<LiveOrder> _above = new(ByStopPrice);
    private readonly SortedSet<LiveOrder> _below = new(ByStopPrice);

    /// <summary>Trailing stops: each trade may move what they wait for.</summary>
    public List<LiveOrder> Trailing { get; } = [];

    public void Add(LiveOrder order)
    {
        if (order.Order.TrailingDelta > 0)
        {
            Trailing.Add(order);
        }
        else
        {
            (order.Order.TriggersAbove ? _above : _below).Add(order);
        }
    }

    /// <summary>Takes an order out; one that has just been triggered is out already.</summary>
    public void Remove(LiveOrder order)
    {
        if (order.Order.TrailingDelta > 0)
        {
            Trailing.Remove(order);
        }
        else
        {
            (order.Order.TriggersAbove ? _above : _below).Remove(order);
        }
    }

    /// <summary>Takes out one order that a trade at this price triggers, or returns null.</summary>
    public LiveOrder? TakeTriggered(decimal price)
    {
        if (_above.Min is { } above && above.Order.StopPrice <= price)
        {
            _above.Remove(above);
            return above;
        }

        if (_below.Max is { } below && below.Order.StopPrice >= price)
        {
            _below.Remove(below);
            return below;
        }

        return null;
    }
}
