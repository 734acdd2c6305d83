using System.Collections.Immutable;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>
/// One order: what was asked for, and all that is known of what became of it. Changed only by
/// <see cref="OrderLifecycle"/>.
/// </summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Id">Its name.</param>
/// <param name="Account">Where it is placed.</param>
/// <param name="Exchange">At which exchange that account is.</param>
/// <param name="Ticket">What was asked for.</param>
/// <param name="Fingerprint">Of the request, so that its key cannot be used for another one.</param>
/// <param name="CreatedAt">When it was stored.</param>
public sealed record Order(
    TenantId Tenant,
    OrderId Id,
    AccountId Account,
    ExchangeId Exchange,
    OrderTicket Ticket,
    string Fingerprint,
    DateTimeOffset CreatedAt)
{
    /// <summary>Where it stands.</summary>
    public OrderStatus Status { get; init; } = OrderStatus.Pending;

    /// <summary>1 when first stored; each stored change adds one.</summary>
    public long Version { get; init; } = 1;

    /// <summary>
    /// Where the stored item's versions begin. An order that was taken back can be placed anew under the same key, and
    /// whoever still holds the first one must not be taken for a writer of the second.
    /// </summary>
    public long Life { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    /// <summary>The exchange's id; null until it has told.</summary>
    public string? ExchangeOrderId { get; init; }

    /// <summary>What was signed when it was last sent, or null where it never was.</summary>
    public Sending? Sent { get; init; }

    /// <summary>The highest status that the exchange has reported; null where it has reported none.</summary>
    public ReportedStatus? Reported { get; init; }

    /// <summary>The most that any report gave as filled.</summary>
    public Quantity ReportedQuantity { get; init; }

    /// <summary>What that report gave as paid.</summary>
    public decimal ReportedQuote { get; init; }

    /// <summary>The trades that have been counted, by the exchange's ids.</summary>
    public ImmutableSortedSet<string> Trades { get; init; } = [];

    /// <summary>The quantity of those trades together.</summary>
    public Quantity TradedQuantity { get; init; }

    /// <summary>What was paid in those trades together.</summary>
    public decimal TradedQuote { get; init; }

    /// <summary>The fees of those trades, by asset.</summary>
    public ImmutableSortedDictionary<string, decimal> Fees { get; init; } = NoFees;

    /// <summary>Why it was refused; null unless it was.</summary>
    public RejectReason? RejectReason { get; init; }

    /// <summary>
    /// What it reserves of the tenant's limits while it may fill. See <see cref="Risk.Reservation"/>.
    /// </summary>
    public Risk.ReservationBasis Reserves { get; init; }

    /// <summary>Joins the legs of a one-cancels-other pair; null for a single order.</summary>
    public string? GroupId { get; init; }

    /// <summary>The order that this one takes the place of, or null.</summary>
    public OrderId? Replaces { get; init; }

    /// <summary>
    /// The client order id that someone else placed it under, where the platform adopted it; null for its own orders.
    /// </summary>
    public string? PlacedAs { get; init; }

    /// <summary>How often it has been amended, the attempts that failed included.</summary>
    public int Amendments { get; init; }

    /// <summary>The order that took its place, or null.</summary>
    public OrderId? ReplacedBy { get; init; }

    /// <summary>How many audit events it has, and the hash that the last of them ends the chain with.</summary>
    public Audit.ChainEnd Audit { get; init; }

    /// <summary>What the exchange knows it by.</summary>
    public ClientOrderId ClientOrderId => PlacedAs is { } other ? new ClientOrderId(other) : Id.ToClientOrderId();

    /// <summary>Filled so far, by trades or by reports, whichever know of more.</summary>
    public Quantity Filled => TradedQuantity >= ReportedQuantity ? TradedQuantity : ReportedQuantity;

    /// <summary>Paid for that, in the quote asset.</summary>
    public decimal FilledQuote => TradedQuantity >= ReportedQuantity ? TradedQuote : ReportedQuote;

    /// <summary>The average price of what is filled; null before anything is.</summary>
    public decimal? AveragePrice => Filled > Quantity.Zero ? FilledQuote / Filled.Value : null;

    /// <summary>Every trade behind <see cref="Filled"/> has been counted.</summary>
    public bool TradesAreWhole => TradedQuantity >= ReportedQuantity;

    /// <summary>Nothing more is to be learnt of it: it has ended, and its trades are all here.</summary>
    public bool IsSettled => Status.IsTerminal() && TradesAreWhole;

    /// <summary>How to name it to its exchange.</summary>
    public OrderReference Reference => new(Ticket.Symbol, ClientOrderId, ExchangeOrderId);

    /// <summary>The order that takes another's place. Its name follows from how often that one was amended.</summary>
    public static Order Replacing(
        Order original, OrderTicket ticket, Risk.ReservationBasis reserves, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(original);
        var id = OrderId.DeriveReplacement(original.Tenant, original.Id, original.Amendments);
        return new Order(original.Tenant, id, original.Account, original.Exchange, ticket, id.Text, at)
        {
            Reserves = reserves, Replaces = original.Id,
        };
    }

    private static readonly ImmutableSortedDictionary<string, decimal> NoFees =
        ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);
}

/// <summary>What was signed when the order was sent.</summary>
/// <param name="SignedAt">The signed timestamp, by the exchange's clock.</param>
/// <param name="AcceptableUntil">See <see cref="SignedOrder.AcceptableUntil"/>; by our clock.</param>
public sealed record Sending(DateTimeOffset SignedAt, DateTimeOffset AcceptableUntil);
