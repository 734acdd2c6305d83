using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>Orders, their events and their fills, over the item store.</summary>
public sealed class OrderRepository(IItemStore store)
{
    private const int ReadsAhead = 16;

    /// <summary>
    /// Stores orders that are not to be sent, with their first events and what is written beside them; null for
    /// nothing. False where one of them is there already, or what is beside was refused: then none was stored.
    /// </summary>
    public Task<bool> TryAddAsync(
        IReadOnlyList<(Order Order, AuditEvent Event)> orders, ItemWrite? beside, CancellationToken cancellation) =>
        store.TryTransactAsync(
            beside is null ? [.. orders.SelectMany(Writes)] : [.. orders.SelectMany(Writes), beside], cancellation);

    /// <summary>Stores new orders, adds what they take, and stores what became of them, one after the other.</summary>
    internal Task<StepsResult> TryPassAsync(
        IReadOnlyList<(Order Order, AuditEvent Event)> orders, CounterAdd gate, IReadOnlyList<OrderChange> passed,
        CancellationToken cancellation) =>
        store.TryInStepsAsync(
            new WriteSteps([.. orders.SelectMany(Writes)], gate, [.. passed.SelectMany(Writes)]), cancellation);

    /// <summary>Takes back orders that were never sent: nothing of them stays. False where one has moved on.</summary>
    public Task<bool> TryWithdrawAsync(IReadOnlyList<Order> orders, CancellationToken cancellation) =>
        store.TryTransactAsync(
            [.. orders.SelectMany(order => new ItemWrite[]
            {
                new ItemWrite.Delete(
                    Key(order.Tenant, order.Id), Condition.Version(order.Life + order.Version)),
                new ItemWrite.Delete(PointerKey(order), Condition.None),
            }
            .Concat(Enumerable.Range(1, order.Audit.Length).Select(number =>
                (ItemWrite)new ItemWrite.Delete(EventKey(order, number), Condition.None))))],
            cancellation);

    /// <summary>
    /// Stores orders after events, with those events and fills. False where someone stored a change first.
    /// </summary>
    /// <remarks>Each order's <see cref="Order.Version"/> is one above what is stored.</remarks>
    public Task<bool> TryReplaceAsync(IReadOnlyList<OrderChange> changes, CancellationToken cancellation) =>
        store.TryTransactAsync([.. changes.SelectMany(Writes)], cancellation);

    /// <summary>Reads an order. Null where the tenant has none of this name.</summary>
    public async Task<Order?> FindAsync(TenantId tenant, OrderId id, CancellationToken cancellation) =>
        await store.FindAsync(Key(tenant, id), cancellation) is { } item ? Read(item) : null;

    /// <summary>The orders that are not settled; of one account, or of one pair in it, where they are given.</summary>
    public async IAsyncEnumerable<Order> GetUnsettledAsync(
        TenantId tenant, AccountId? account, Symbol? symbol,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        // Each is a read of its own, and there may be many: the next ones are under way while one is looked at.
        var ahead = new Queue<Task<Order?>>(ReadsAhead);
        await foreach (var (id, _) in GetUnsettledIdsAsync(tenant, account, symbol, cancellation))
        {
            ahead.Enqueue(FindAsync(tenant, id, cancellation));
            if (ahead.Count == ReadsAhead && await ahead.Dequeue() is { } order)
            {
                yield return order;
            }
        }

        while (ahead.TryDequeue(out var next))
        {
            if (await next is { } order)
            {
                yield return order;
            }
        }
    }

    /// <summary>The names alone of the orders that are not settled: many of them are one read.</summary>
    public async IAsyncEnumerable<UnsettledOrder> GetUnsettledIdsAsync(
        TenantId tenant, AccountId? account, Symbol? symbol,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var partition = TableKeys.OpenOrders(tenant);
        var query = account is { } a
            ? ItemQuery.Prefix(partition, TableKeys.OpenOrder(a, symbol))
            : new ItemQuery(partition);
        await foreach (var pointer in store.QueryAllAsync(query with { Limit = 500 }, cancellation))
        {
            // Account, pair and order: none of them can hold the mark between them.
            var parts = pointer.Key.Sort.Split('#');
            yield return new UnsettledOrder(OrderId.Parse(parts[2]), Symbol.Parse(parts[1]));
        }
    }

    /// <summary>
    /// One page of a tenant's orders, newest first. A page can be short, or empty, and still have a next.
    /// </summary>
    public Task<(IReadOnlyList<Order> Orders, string? Next)> ListAsync(
        TenantId tenant, Func<Order, bool> wanted, int limit, string? cursor, CancellationToken cancellation) =>
        store.QueryWhereAsync(
            new ItemQuery(TableKeys.Orders(tenant))
            {
                Index = ItemIndex.First, Descending = true, Limit = limit, Cursor = cursor,
            },
            Read, wanted, cancellation);

    /// <summary>An order's audit trail, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEvent>> GetEventsAsync(
        TenantId tenant, OrderId id, CancellationToken cancellation)
    {
        var events = new List<AuditEvent>();
        await foreach (var item in store.QueryAllAsync(
            ItemQuery.Prefix(TableKeys.Order(tenant, id), "EV#"), cancellation))
        {
            events.Add(JsonSerializer.Deserialize(item.Document, CoreJson.Default.AuditEvent)!);
        }

        return events;
    }

    private static IEnumerable<ItemWrite> Writes((Order Order, AuditEvent Event) added) =>
    [
        new ItemWrite.Put(Write(added.Order), Condition.Absent),
        new ItemWrite.Put(Write(added.Order, added.Event), Condition.Absent),
        new ItemWrite.Put(Pointer(added.Order), Condition.None),
    ];

    private static IEnumerable<ItemWrite> Writes(OrderChange change)
    {
        var order = change.Order;
        yield return new ItemWrite.Put(Write(order), Condition.Version(order.Life + order.Version - 1));
        foreach (var e in change.Events)
        {
            yield return new ItemWrite.Put(Write(order, e), Condition.Absent);
        }

        foreach (var fill in change.Fills)
        {
            yield return new ItemWrite.Put(FillRepository.Write(fill), Condition.Absent);
        }

        if (change.Taking is { } taking)
        {
            yield return taking;
        }

        if (change.HasLateFill)
        {
            yield return new ItemWrite.Delete(
                TableKeys.Position(order.Tenant, order.Account, order.Ticket.Symbol), Condition.None);
        }

        if (order.IsSettled)
        {
            yield return new ItemWrite.Delete(PointerKey(order), Condition.None);
        }
        else if (change.Reopened)
        {
            yield return new ItemWrite.Put(Pointer(order), Condition.None);
        }
    }

    private static Item Write(Order order) =>
        new(
            Key(order.Tenant, order.Id), order.Life + order.Version,
            JsonSerializer.Serialize(order, CoreJson.Default.Order))
        {
            Index1 = new ItemKey(
                TableKeys.Orders(order.Tenant), TableKeys.Time(order.CreatedAt) + "#" + order.Id.Text),
        };

    private static Item Write(Order order, AuditEvent e) =>
        new(EventKey(order, e.Number), 1, JsonSerializer.Serialize(e, CoreJson.Default.AuditEvent))
        {
            // Until it was sent an order may be taken back, with its events, so nobody hears of those.
            Outbound = e.Type is not (OrderAudit.Stored or OrderAudit.Submitted),
        };

    private static Item Pointer(Order order) => new(PointerKey(order), 1, string.Empty);

    private static ItemKey Key(TenantId tenant, OrderId id) => new(TableKeys.Order(tenant, id), TableKeys.Self);

    private static ItemKey EventKey(Order order, int number) =>
        new(TableKeys.Order(order.Tenant, order.Id), TableKeys.Event(number));

    private static ItemKey PointerKey(Order order) => new(
        TableKeys.OpenOrders(order.Tenant), TableKeys.OpenOrder(order.Account, order.Ticket.Symbol, order.Id));

    private static Order Read(Item item) => JsonSerializer.Deserialize(item.Document, CoreJson.Default.Order)!;
}

/// <summary>One order's change, to be stored whole or not at all.</summary>
/// <param name="Order">As it now stands.</param>
/// <param name="Events">What happened.</param>
/// <param name="Fills">The trades that it brought.</param>
/// <param name="Reopened">It was settled before, and is not any more.</param>
/// <param name="HasLateFill">A trade is so old that a position's checkpoint may be past it already.</param>
public sealed record OrderChange(
    Order Order, IReadOnlyList<AuditEvent> Events, IReadOnlyList<Fill> Fills, bool Reopened, bool HasLateFill)
{
    /// <summary>Written beside a change that takes, so that no correction comes between; null for others.</summary>
    internal ItemWrite? Taking { get; init; }
}

/// <summary>An order that is not settled, by its name.</summary>
/// <param name="Id">The name.</param>
/// <param name="Symbol">Its pair.</param>
public sealed record UnsettledOrder(OrderId Id, Symbol Symbol);
