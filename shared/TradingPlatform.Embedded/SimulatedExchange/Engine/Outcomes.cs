namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>What became of a new order.</summary>
internal abstract record Placement
{
    private Placement()
    {
    }

    public sealed record Refused(Refusal Reason) : Placement;

    /// <param name="Order">As it stands after it was matched.</param>
    /// <param name="Fills">What it traded at once.</param>
    public sealed record Accepted(Order Order, IReadOnlyList<AccountTrade> Fills) : Placement;
}

/// <summary>What became of a new pair.</summary>
internal abstract record PairPlacement
{
    private PairPlacement()
    {
    }

    public sealed record Refused(Refusal Reason) : PairPlacement;

    public sealed record Accepted(OrderListState List, IReadOnlyList<Order> Orders) : PairPlacement;
}

/// <summary>What became of a cancel.</summary>
internal abstract record Cancellation
{
    private Cancellation()
    {
    }

    public sealed record Refused(Refusal Reason) : Cancellation;

    public sealed record OfOrder(Order Order) : Cancellation;

    /// <summary>Cancelling a leg cancels its pair.</summary>
    public sealed record OfList(OrderListState List, IReadOnlyList<Order> Orders) : Cancellation;
}

/// <summary>What became of an amendment.</summary>
internal abstract record Amendment
{
    private Amendment()
    {
    }

    public sealed record Refused(Refusal Reason) : Amendment;

    public sealed record Accepted(Order Order, long ExecutionId) : Amendment;
}

/// <summary>Which states a cancel may find the order in.</summary>
internal enum CancelRestriction
{
    None = 1,
    OnlyNew,
    OnlyPartiallyFilled,
}
