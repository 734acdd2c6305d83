using System.Collections.Immutable;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Exchanges;

/// <summary>How an order stands, as its exchange says.</summary>
/// <remarks>
/// Reports may come in any order, from any source, and more than once; what they say only ever adds up. See
/// <c>OrderLifecycle</c>.
/// </remarks>
/// <param name="ClientOrderId">The id it was placed with. After a cancel, the order's own id, not the cancel's.</param>
/// <param name="ExchangeOrderId">The exchange's own id, as text: ids can pass 2^53.</param>
/// <param name="Symbol">The pair.</param>
/// <param name="Status">As the exchange says, in the platform's words.</param>
/// <param name="FilledQuantity">Filled so far, all fills together.</param>
/// <param name="FilledQuote">Paid for it so far, in the quote asset; null where the exchange does not say.</param>
/// <param name="Fills">The fills that this report lists; none where it lists none, which says nothing.</param>
/// <param name="At">When it came to stand so, by the exchange's clock.</param>
public sealed record OrderReport(
    ClientOrderId ClientOrderId,
    string ExchangeOrderId,
    Symbol Symbol,
    ReportedStatus Status,
    Quantity FilledQuantity,
    decimal? FilledQuote,
    ImmutableArray<ReportedFill> Fills,
    DateTimeOffset At)
{
    /// <summary>What the order asks for, where the report says: needed to recognise an order made elsewhere.</summary>
    public OrderTicket? Ticket { get; init; }

    /// <summary>Why it ended, where the exchange says so.</summary>
    public string? Reason { get; init; }

    /// <summary>The exchange's id of the list it belongs to (OCO), or null.</summary>
    public string? ListId { get; init; }
}

/// <summary>How an exchange says an order stands. The order of the values is the order in which they outrank.</summary>
public enum ReportedStatus
{
    /// <summary>Refused: it never stood on the book.</summary>
    Rejected = 1,

    /// <summary>It works; nothing is filled.</summary>
    Open = 2,

    /// <summary>It works; a part is filled.</summary>
    PartiallyFilled = 3,

    /// <summary>It ended by itself.</summary>
    Expired = 4,

    /// <summary>It was cancelled.</summary>
    Cancelled = 5,

    /// <summary>All of it is filled.</summary>
    Filled = 6,
}

/// <summary>One trade of an order, as the exchange reports it.</summary>
/// <param name="TradeId">The exchange's id, unique in the pair.</param>
/// <param name="ExchangeOrderId">Whose trade it is, by the exchange's id.</param>
/// <param name="Price">At what price.</param>
/// <param name="Quantity">How much.</param>
/// <param name="Quote">What was paid, in the quote asset.</param>
/// <param name="FeeAsset">In which asset the fee was taken.</param>
/// <param name="FeeAmount">The fee; below zero for a rebate.</param>
/// <param name="Side">The order's side.</param>
/// <param name="Maker">It rested; null where the exchange does not say.</param>
/// <param name="At">When, by the exchange's clock.</param>
public sealed record ReportedFill(
    string TradeId,
    string ExchangeOrderId,
    Price Price,
    Quantity Quantity,
    decimal Quote,
    Asset FeeAsset,
    decimal FeeAmount,
    OrderSide Side,
    bool? Maker,
    DateTimeOffset At);
