namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>The orders of one price, first come first.</summary>
internal sealed class PriceLevel(decimal price)
{
    public decimal Price => price;

    public LiveOrder? First { get; private set; }

    public LiveOrder? Last { get; private set; }

    /// <summary>What the book shows at this price.</summary>
    public decimal Visible { get; set; }

    public void Append(LiveOrder order)
    {
        order.Level = this;
        order.Previous = Last;
        order.Next = null;
        if (Last is null)
        {
            First = order;
        }
        else
        {
            Last.Next = order;
        }

        Last = order;
        Visible += order.Visible;
    }

    public void Remove(LiveOrder order)
    {
        Visible -= order.Visible;
        if (order.Previous is null)
        {
            First = order.Next;
        }
        else
        {
            order.Previous.Next = order.Next;
        }

        if (order.Next is null)
        {
            Last = order.Previous;
        }
        else
        {
            order.Next.Previous = order.Previous;
        }

        order.Level = null;
        order.Previous = null;
        order.Next = null;
    }
}

/// <summary>One side of a book. The best level stands last in the list, where it is cheapest to take away.</summary>
internal sealed class BookSide(Side side)
{
    private readonly List<PriceLevel> _levels = [];

    public Side Side => side;

    public int Count => _levels.Count;

    public PriceLevel? Best => _levels.Count == 0 ? null : _levels[^1];

    /// <summary>The level that stands <paramref name="depth"/> places behind the best.</summary>
    public PriceLevel this[int depth] => _levels[_levels.Count - 1 - depth];

    public decimal VisibleAt(decimal price)
    {
        var index = Find(price);
        return index >= 0 ? _levels[index].Visible : 0m;
    }

    public void Add(LiveOrder order)
    {
        var index = Find(order.Order.Price);
        if (index < 0)
        {
            index = ~index;
            _levels.Insert(index, new PriceLevel(order.Order.Price));
        }

        _levels[index].Append(order);
    }

    public void Remove(LiveOrder order)
    {
        var level = order.Level ?? throw new InvalidOperationException("The order is not on the book.");
        level.Remove(order);
        if (level.First is null)
        {
            _levels.RemoveAt(Find(level.Price));
        }
    }

    /// <summary>Whether an incoming order with this limit would trade at this level's price.</summary>
    public bool Crosses(decimal limit, decimal price) => side is Side.Buy ? price >= limit : price <= limit;

    private int Find(decimal price)
    {
        int low = 0, high = _levels.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            // Bids ascend towards the best, asks descend towards it.
            var order = side is Side.Buy
                ? decimal.Compare(_levels[middle].Price, price)
                : decimal.Compare(price, _levels[middle].Price);
            switch (order)
            {
                case 0:
                    return middle;
                case < 0:
                    low = middle + 1;
                    break;
                default:
                    high = middle - 1;
                    break;
            }
        }

        return ~low;
    }
}
