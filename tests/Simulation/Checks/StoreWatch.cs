using System.Text.Json;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Fakes;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Platform;

namespace TradingPlatform.Simulation.Checks;

/// <summary>Holds every commit to the invariants that must hold of it (FACTS.md A4).</summary>
internal sealed class StoreWatch(World world)
{
    private static readonly TimeSpan LongestCheck = TimeSpan.FromMinutes(3);
    private readonly Dictionary<string, OrderRecord> _byClientId = new(StringComparer.Ordinal);
    private readonly Dictionary<ItemKey, OrderRecord> _byKey = [];
    private readonly Dictionary<string, TenantRecord> _tenants = new(StringComparer.Ordinal);

    public IEnumerable<OrderRecord> Orders => _byKey.Values;

    /// <summary>What is stored under a client order id, or was; null for one that the platform never stored.</summary>
    public OrderRecord? Find(string clientId) => _byClientId.GetValueOrDefault(clientId);

    public TenantRecord Tenant(string tenant)
    {
        if (!_tenants.TryGetValue(tenant, out var record))
        {
            _tenants[tenant] = record = new TenantRecord();
        }

        return record;
    }

    public void Committed(IReadOnlyList<ItemChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.After?.Document.Contains(WatchedLog.Canary, StringComparison.Ordinal) is true)
            {
                world.Break("I11", $"{change.Key} holds a secret.");
            }

            var parts = change.Key.Partition.Split('#');
            switch (parts)
            {
                case ["TENANT", var tenant, "ORDER", _] when change.Key.Sort == TableKeys.Self:
                    OrderChanged(tenant, change, changes);
                    break;
                case ["TENANT", var tenant, "RISK"] when change.Key.Sort == "COUNTERS":
                    CountersChanged(Tenant(tenant), change);
                    break;
                case ["TENANT", var tenant, "RISK"] when change is { Key.Sort: "LIMITS", After: { } limits }:
                    Tenant(tenant).Limited(
                        JsonSerializer.Deserialize(limits.Document, CoreJson.Default.StoredLimits)!.Limits, world.Now);
                    break;
                case ["TENANT", _, "FILLS", _] when change.Before is not null:
                    world.Break("I3", $"The fill {change.Key.Sort} is stored a second time.");
                    break;
            }
        }
    }

    private void OrderChanged(string tenant, ItemChange change, IReadOnlyList<ItemChange> commit)
    {
        var after = change.After is { } item
            ? JsonSerializer.Deserialize(item.Document, CoreJson.Default.Order)!
            : null;
        if (!_byKey.TryGetValue(change.Key, out var record))
        {
            _byKey[change.Key] = record = new OrderRecord { Last = after! };
            _byClientId[after!.ClientOrderId.Text] = record;
            Tenant(tenant).Orders.Add(record);
        }

        var before = record.Stored;
        record.Stored = after;
        if (after is null)
        {
            return;
        }

        record.Last = after;
        if (after.Sent is { } sent)
        {
            record.SignedAt.Add(sent.SignedAt);
        }

        world.Trace.Line(
            $"store: order {after.ClientOrderId.Text[..8]} v{after.Version} {after.Status} {after.Filled.Value}");
        if (before is not null && after.Version == 1)
        {
            world.Break("I14", $"Order {after.ClientOrderId} is stored anew over the one that has its key.");
        }

        if (OrderChecks.Broken(before, after, IsLost(after.ClientOrderId.Text)) is var (invariant, what))
        {
            world.Break(invariant, $"Order {after.ClientOrderId} {what}.");
        }

        EventsOf(before, after, commit);
        See(before, after);
        if (after.Filled > (before?.Filled ?? default) && commit.Any(IsOfStream))
        {
            world.Counts.Saw(Sometimes.FillOverTheStream);
        }
    }

    private static bool IsOfStream(ItemChange change) =>
        change.After?.Document.Contains("\"platform:stream\"", StringComparison.Ordinal) is true;

    private void See(Order? before, Order after)
    {
        switch (before?.Status, after.Status)
        {
            case (OrderStatus.Unknown, OrderStatus.Filled):
                world.Counts.Saw(Sometimes.AnswerLostAndFilled);
                break;
            case (OrderStatus.Unknown, OrderStatus.Rejected):
                world.Counts.Saw(Sometimes.AbsenceProven);
                break;
            case (OrderStatus.Submitted, OrderStatus.PartiallyFilled or OrderStatus.Filled):
                world.Counts.Saw(Sometimes.FillBeforeAnswer);
                break;
        }
    }

    // One event at least in the very commit of each change, numbered on from the last (I9).
    private void EventsOf(Order? before, Order after, IReadOnlyList<ItemChange> commit)
    {
        var from = before?.Audit.Length ?? 0;
        var partition = TableKeys.Order(after.Tenant, after.Id);
        var added = commit.Count(change => change.Key.Partition == partition && change.After is not null
            && change.Key.Sort.StartsWith("EV#", StringComparison.Ordinal));
        if (added == 0 || after.Audit.Length != from + added)
        {
            world.Break(
                "I9", $"Order {after.ClientOrderId} changed with {added} events, from {from} to {after.Audit.Length}.");
        }
    }

    private void CountersChanged(TenantRecord tenant, ItemChange change)
    {
        var (before, after) = (tenant.Exposure, new Exposure(change.After?.Counters ?? Item.NoCounters));
        tenant.Exposure = after;
        if (before.IsKilled != after.IsKilled)
        {
            world.Trace.Line($"store: kill switch {after.IsKilled}");
            tenant.Killed(after.IsKilled, world.Now);
        }

        var inForce = tenant.LimitsInForce(world.Now - LongestCheck).ToList();
        if (after[Exposure.Orders] > before[Exposure.Orders])
        {
            if (before.IsKilled)
            {
                world.Break("I7", "An order passed the gate after the kill switch was set.");
            }

            var ending = Ending(tenant).Count();
            if (inForce.TrueForAll(limits => after[Exposure.Orders] > limits.MaxOpenOrders + ending))
            {
                world.Break("I6", $"{after[Exposure.Orders]} orders are reserved, over the limit.");
            }

            LongChanged(tenant, before, inForce);
        }

        if (after[Exposure.Notional] < before[Exposure.Notional])
        {
            Covered?.Invoke(tenant);
        }
    }

    /// <summary>
    /// Looks whether what is reserved still covers what can fill; set once the exchange's books are known.
    /// </summary>
    public Action<TenantRecord>? Covered { get; set; }

    /// <summary>Whether the exchange has lost the order of this id; set once its books are known.</summary>
    public Func<string, bool> IsLost { get; set; } = static _ => false;

    // What takes an order's place is reserved beside it: the exchange ends the one before it takes the other, or takes
    // neither where the first has filled meanwhile.
    private static IEnumerable<Order> Ending(TenantRecord tenant) =>
        from record in tenant.Orders
        where record.Stored is { Replaces: not null } replacing
            && (replacing.Status is OrderStatus.Pending || replacing.Status.IsInDoubt())
        let original = tenant.Orders.Find(other => other.Last.Id == record.Stored!.Replaces)
        where original is not null
        select original.Last;

    private void LongChanged(TenantRecord tenant, Exposure before, List<RiskLimits> inForce)
    {
        var after = tenant.Exposure;
        foreach (var name in after.Counters.Keys)
        {
            var added = after[name] - before[name];
            if (!name.StartsWith("long:", StringComparison.Ordinal) || added <= 0)
            {
                continue;
            }

            var unit = (after[Exposure.Notional] - before[Exposure.Notional]) / added;
            var held = after[name] - Ending(tenant)
                .Where(order => order.Ticket.Side is OrderSide.Buy && Exposure.Long(order.Ticket.Symbol.Base) == name)
                .Sum(order => order.Reserves.Quantity.Value);
            // The bound is rounded down to ten places of the unit.
            if (inForce.TrueForAll(limits => held * unit > limits.MaxPositionNotional + 0.01m))
            {
                world.Break("I6", $"{name} is reserved up to {after[name]}, over the limit.");
            }
        }
    }
}
