namespace TradingPlatform.Core.Orders;

/// <summary>How a dispatch ended.</summary>
/// <typeparam name="T">What the exchange's answer is read as.</typeparam>
public abstract record Dispatched<T>
{
    private Dispatched()
    {
    }

    /// <summary>It was sent, once, and this came back.</summary>
    /// <param name="Orders">The orders as they were stored before the sending.</param>
    /// <param name="Answer">The exchange's answer.</param>
    public sealed record Sent(IReadOnlyList<Order> Orders, T Answer) : Dispatched<T>;

    /// <summary>The gate refused, or it was never let through in time: nothing was sent, nothing is left.</summary>
    public sealed record NotSent(Refusal Why) : Dispatched<T>;

    /// <summary>One of the orders was there already, or someone else changed it first. Nothing was sent.</summary>
    public sealed record Overtaken : Dispatched<T>;
}
