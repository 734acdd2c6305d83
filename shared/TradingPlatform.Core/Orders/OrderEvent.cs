using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Core.Orders;

/// <summary>What can happen to an order after it was stored.</summary>
public abstract record OrderEvent
{
    private OrderEvent()
    {
    }

    /// <summary>It is signed, and about to be sent.</summary>
    public sealed record Submitted(Sending Sending) : OrderEvent;

    /// <summary>It was sent, and what became of it is not known.</summary>
    public sealed record AnswerLost(string Why) : OrderEvent;

    /// <summary>It is proven that it never stood on the book.</summary>
    public sealed record Refused(RejectReason Reason) : OrderEvent;

    /// <summary>The exchange says how it stands: in its answer, in a query, in a stream.</summary>
    public sealed record Reported(OrderReport Report) : OrderEvent;

    /// <summary>Trades of it came to light, apart from a report.</summary>
    public sealed record Traded(System.Collections.Immutable.ImmutableArray<ReportedFill> Fills) : OrderEvent;

    /// <summary>An amendment begins.</summary>
    public sealed record AmendmentBegun : OrderEvent;

    /// <summary>Another order took its place.</summary>
    public sealed record ReplacedBy(OrderId Successor) : OrderEvent;
}
