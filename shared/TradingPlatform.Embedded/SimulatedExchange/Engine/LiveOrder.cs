namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>An open order's place in the engine: its present state, and its links in the queue of its price.</summary>
internal sealed class LiveOrder(Account account, Market market, Order order)
{
    public Account Account => account;

    public Market Market => market;

    public Order Order { get; set; } = order;

    /// <summary>The pair that it is a leg of, until one leg has traded, been triggered or been cancelled.</summary>
    public OrderList? List { get; set; }

    /// <summary>What the book shows of it.</summary>
    public decimal Visible { get; set; }

    public PriceLevel? Level { get; set; }

    public LiveOrder? Previous { get; set; }

    public LiveOrder? Next { get; set; }

    /// <summary>What the book is to show: all of it, or an iceberg's next part.</summary>
    public decimal NextVisible => Order.IcebergQuantity > 0
        ? Math.Min(Order.IcebergQuantity, Order.Remaining)
        : Order.Remaining;
}
