using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Positions;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>
/// The one way by which an order changes: what happened goes through <see cref="OrderLifecycle"/>, and is stored with
/// its audit events and fills in one write; then the exposure counters follow.
/// </summary>
/// <remarks>See <see cref="ExposureFollower"/> for how the counters err on the high side alone.</remarks>
public sealed class OrderLedger(
    OrderRepository orders, RiskRepository risk, TimeProvider clock, ILogger<OrderLedger> log)
{
    // The most that every DynamoDB takes in one transaction (its local edition stops there; the service takes 100).
    private const int MostWrites = 10;

    private readonly ExposureFollower _exposure = new(risk, clock, log);

    /// <summary>The answers that are about to be recorded.</summary>
    public AwaitedAnswers Answers { get; } = new(clock);

    /// <summary>Writes that whoever fences the store adds to each transaction of the ledger.</summary>
    public int WritesBeside { get; init; }

    // An order, its event, its pointer, its position's checkpoint, and what a change that takes writes beside; a fill
    // and its event.
    private int MostFillsAtOnce(Order order) =>
        (MostWrites - WritesBeside - (MayTake(order) ? 5 : 4)) / 2;

    // What has ended reserves nothing that a fill could use up; what an amount buys can be more than expected.
    private static bool MayTake(Order order) => order.Status.IsTerminal() || order.Ticket.QuoteQuantity is not null;

    /// <summary>Counters as just seen: what is recorded from now on may be given back under their epoch.</summary>
    public void Saw(TenantId tenant, Exposure exposure) => _exposure.Saw(tenant, exposure);

    /// <summary>Gives back what orders took that are not stored any more.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="taken">What they took.</param>
    /// <param name="seen">The counters as seen before the orders were withdrawn.</param>
    public Task GiveBackAsync(
        TenantId tenant, ImmutableSortedDictionary<string, decimal> taken, Exposure seen) =>
        _exposure.GiveBackAsync(tenant, taken, seen[Exposure.Epoch]);

    /// <summary>Begins a new order's chain of events; both are stored together.</summary>
    public Order Begin(Order order, Caller caller, out AuditEvent first)
    {
        ArgumentNullException.ThrowIfNull(order);
        first = AuditEvent.Append(
            default, clock.GetUtcNow(), OrderAudit.Stored, caller, order.Id.Text, OrderAudit.Details(order.Ticket));
        return order with { Audit = first.End, Life = order.CreatedAt.UtcTicks };
    }

    /// <summary>Records what happened to an order, on top of whatever else has happened to it meanwhile.</summary>
    /// <returns>The order as it now stands.</returns>
    public async Task<Order> RecordAsync(
        Order order, OrderEvent happened, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        foreach (var part in Parts(order, happened))
        {
            order = await StoreAsync(order, part, caller, cancellation);
        }

        return order;
    }

    /// <summary>
    /// Records one event for several orders in one write. Null where one of them had changed meanwhile.
    /// </summary>
    public async Task<IReadOnlyList<Order>?> TryRecordAsync(
        IReadOnlyList<Order> before, OrderEvent happened, Caller caller, CancellationToken cancellation)
    {
        return Prepare(before, happened, caller) is { } changes
            && await orders.TryReplaceAsync(changes, cancellation)
                ? [.. changes.Select(change => change.Order)]
                : null;
    }

    /// <summary>What one event makes of several orders. Null where it says nothing new of one of them.</summary>
    internal IReadOnlyList<OrderChange>? Prepare(IReadOnlyList<Order> before, OrderEvent happened, Caller caller)
    {
        var changes = before.Select(order => Change(order, happened, caller)).OfType<OrderChange>().ToList();
        return changes.Count == before.Count ? changes : null;
    }

    private IEnumerable<OrderEvent> Parts(Order order, OrderEvent happened)
    {
        var fills = happened switch
        {
            OrderEvent.Reported e => OrderLifecycle.NewFills(order, e.Report.Fills),
            OrderEvent.Traded e => OrderLifecycle.NewFills(order, e.Fills),
            _ => [],
        };
        var most = MostFillsAtOnce(order);
        if (fills.Length <= most)
        {
            return [happened];
        }

        var parts = fills.Chunk(most).Select(part => (OrderEvent)new OrderEvent.Traded([.. part]));
        return happened is OrderEvent.Reported ? parts.Append(happened) : parts;
    }

    private async Task<Order> StoreAsync(
        Order order, OrderEvent happened, Caller caller, CancellationToken cancellation)
    {
        // Each turn someone else has won; so many in a row mean that something else refuses the write.
        const int MostTurns = 100;
        for (var turn = 0; Change(order, happened, caller) is { } change; turn++)
        {
            if (turn == MostTurns)
            {
                throw new InvalidOperationException("An order's change could not be stored.");
            }

            var following = await _exposure.BeginAsync(order, change.Order, cancellation);
            var stored = following.Takings is { } seen
                ? change with { Taking = RiskRepository.Taking(order.Tenant, seen) }
                : change;
            if (await orders.TryReplaceAsync([stored], cancellation))
            {
                await _exposure.EndAsync(following);
                return change.Order;
            }

            await _exposure.UndoAsync(following);

            // Someone else has changed it: what happened is applied to what it has become.
            if (await orders.FindAsync(order.Tenant, order.Id, cancellation) is not { } now)
            {
                return Withdrawn(order);
            }

            order = now;
        }

        return order;
    }

    // Its sender has taken it back, unsent, while another (a cancel, a sync) was looking after it. Nothing is left to
    // store; whoever asked hears how it ended.
    private static Order Withdrawn(Order order) => order.Status is OrderStatus.Pending or OrderStatus.Submitted
        ? OrderLifecycle.Next(
            order, new OrderEvent.Refused(RejectReason.NotPlaced("The order was taken back before it was sent.")))
        : throw new InvalidOperationException("An order that was sent is not stored any more.");

    private OrderChange? Change(Order before, OrderEvent happened, Caller caller)
    {
        var after = OrderLifecycle.Next(before, happened);
        if (ReferenceEquals(after, before))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var fills = happened switch
        {
            OrderEvent.Reported e => OrderLifecycle.NewFills(before, e.Report.Fills),
            OrderEvent.Traded e => OrderLifecycle.NewFills(before, e.Fills),
            _ => [],
        };
        var events = new List<AuditEvent>(fills.Length + 1);
        var end = before.Audit;
        foreach (var fill in fills)
        {
            Append("FillRecorded", OrderAudit.Details(fill));
        }

        Append(OrderAudit.Type(before, after, happened), OrderAudit.Details(after, happened));
        return new OrderChange(
            after with { Version = before.Version + 1, UpdatedAt = now, Audit = end },
            events,
            [.. fills.Select(fill =>
                new Fill(after.Tenant, after.Account, after.Exchange, after.Id, after.Ticket.Symbol, fill))],
            Reopened: before.IsSettled && !after.IsSettled,
            HasLateFill: fills.Any(fill => fill.At < now - (PositionReader.Settled / 2)));

        void Append(string type, SortedDictionary<string, string> details)
        {
            var e = AuditEvent.Append(end, now, type, caller, before.Id.Text, details);
            events.Add(e);
            end = e.End;
        }
    }
}
