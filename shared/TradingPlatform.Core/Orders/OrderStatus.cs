namespace TradingPlatform.Core.Orders;

/// <summary>Where an order stands (API.md, 'Orders').</summary>
public enum OrderStatus
{
    /// <summary>Stored, not yet sent.</summary>
    Pending = 1,

    /// <summary>Stored as about to be sent; it may have arrived.</summary>
    Submitted = 2,

    /// <summary>It works at the exchange.</summary>
    Open = 3,

    /// <summary>It works, and a part is filled.</summary>
    PartiallyFilled = 4,

    /// <summary>All of it is filled.</summary>
    Filled = 5,

    /// <summary>It never stood on the book.</summary>
    Rejected = 6,

    /// <summary>Cancelled; a part may have been filled.</summary>
    Cancelled = 7,

    /// <summary>Ended by itself; a part may have been filled.</summary>
    Expired = 8,

    /// <summary>Sent, and the answer was lost. Leaves only to what the exchange says is true.</summary>
    Unknown = 9,
}

/// <summary>What the states have in common.</summary>
public static class OrderStatusTraits
{
    /// <summary>Nothing can be filled any more, as far as the exchange has told.</summary>
    public static bool IsTerminal(this OrderStatus status) => status is OrderStatus.Filled or OrderStatus.Rejected
        or OrderStatus.Cancelled or OrderStatus.Expired;

    /// <summary>It may have been sent, and the exchange has not yet said what became of it.</summary>
    public static bool IsInDoubt(this OrderStatus status) => status is OrderStatus.Submitted or OrderStatus.Unknown;
}
