using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Exchanges;

/// <summary>How sending an order ended: the three outcomes of DESIGN.md, 'The order path', step 5.</summary>
public abstract record Placement
{
    private Placement()
    {
    }

    /// <summary>The exchange has it; this is how it stands.</summary>
    public sealed record Accepted(OrderReport Report) : Placement;

    /// <summary>It is certainly not on the book, by the adapter's table of codes that prove it.</summary>
    public sealed record Rejected(ExchangeError Error) : Placement;

    /// <summary>It may or may not be there. Never sent again: it is asked about until it is known.</summary>
    /// <param name="Why">For the audit trail: <c>timed out</c>, <c>HTTP 504</c>, <c>-1007</c>.</param>
    public sealed record Unknown(string Why) : Placement;
}

/// <summary>An order that is ready to leave: signed, and good only for a while.</summary>
/// <param name="ClientOrderId">What it will be known by.</param>
/// <param name="SignedAt">The timestamp that was signed, by the exchange's clock.</param>
/// <param name="AcceptableUntil">
/// After this moment, by our clock, the exchange can no longer take it: timestamp, receive window and the exchange's
/// own processing limit (FACTS.md E5). 'Not found' proves absence only after it.
/// </param>
/// <param name="Wire">What the adapter sends. Nobody else reads it.</param>
public sealed record SignedOrder(
    ClientOrderId ClientOrderId, DateTimeOffset SignedAt, DateTimeOffset AcceptableUntil, object Wire);
