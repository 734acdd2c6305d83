using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Venue;

namespace TradingPlatform.Simulation.Checks;

/// <summary>Holds what leaves for the exchange, and what it takes, to the invariants.</summary>
internal sealed class ExchangeWatch(World world, StoreWatch store) : IDepartureWatch
{
    /// <summary>How old a look at the gate may be when an order leaves (DESIGN.md, step 4).</summary>
    private static readonly TimeSpan GateIsFresh = TimeSpan.FromMilliseconds(250);

    /// <summary>The receive window, and the second that a timestamp may be ahead.</summary>
    private static readonly TimeSpan Fence = TimeSpan.FromSeconds(3 + 1);

    private VenueModel? _venue;

    public void Begin(VenueModel venue)
    {
        _venue = venue;
        venue.OnTaken = Taken;
        store.Covered = Covers;
        store.IsLost = id => venue.Known(id) is [.., { IsGone: true }];
    }

    /// <summary>An order placed by hand; the platform is not to know its id.</summary>
    public static bool IsManual(string clientId) => clientId.StartsWith("web_", StringComparison.Ordinal);

    public void Departs(Computer from, WireRequest request)
    {
        if (!request.Places)
        {
            return;
        }

        foreach (var clientId in request.Placed)
        {
            if (store.Find(clientId) is not { Stored: { } order } record)
            {
                world.Break("I2", $"{clientId} leaves, and no such order is stored.");
            }
            else if (!record.SignedAt.Contains(request.Timestamp))
            {
                world.Break("I2", $"{clientId} leaves with a timestamp that was not stored before.");
            }
            else
            {
                record.DepartedFrom = from.Number;
                Departs(from, request, order);
            }
        }
    }

    private void Departs(Computer from, WireRequest request, Order order)
    {
        var owner = _venue!.Find(request.Key!)?.Owner;
        if (owner is not null && owner != $"{order.Tenant.Text}/{order.Account.Text}")
        {
            world.Break("I10", $"{order.ClientOrderId} is signed with the key of {owner}.");
        }

        var killed = store.Tenant(order.Tenant.Text).KilledSince;
        if (killed is { } since)
        {
            var stalled = from.LastStall > world.Now - GateIsFresh;
            if (world.Now > since + GateIsFresh && !stalled)
            {
                world.Break("I7", $"{order.ClientOrderId} leaves {world.Now - since} after the kill switch.");
            }
        }
    }

    private void Taken(VenueOrder order)
    {
        var id = order.Asked.ClientId;
        if (IsManual(id))
        {
            return;
        }

        if (_venue!.Known(id).Count > 1)
        {
            world.Break("I1", $"The exchange took {id} a second time.");
        }

        if (store.Find(id) is not { } record)
        {
            return;
        }

        var killed = store.Tenant(record.Last.Tenant.Text).KilledSince;
        if (killed is { } since && world.Now > since + Fence)
        {
            world.Break("I7", $"The exchange took {id} {world.Now - since} after the kill switch.");
        }

        if (killed is not null)
        {
            world.Counts.Saw(Sometimes.KillBetweenIntentAndSend);
        }
    }

    // What can still fill at the exchange must be reserved, whatever the platform has come to believe (I6).
    private void Covers(TenantRecord tenant)
    {
        var (count, notional) = (0, 0m);
        foreach (var record in tenant.Orders)
        {
            if (_venue!.Known(record.Last.ClientOrderId.Text) is [.., { IsOpen: true } open])
            {
                count++;
                var left = Math.Min(open.Left, record.Last.Reserves.Quantity.Value);
                notional += left * record.Last.Reserves.UnitValue;
            }
        }

        if (notional > tenant.Exposure[Exposure.Notional] || count > tenant.Exposure[Exposure.Orders])
        {
            world.Break(
                "I6", $"{count} orders over {notional} can fill, and {tenant.Exposure[Exposure.Orders]} over "
                    + $"{tenant.Exposure[Exposure.Notional]} are reserved.");
        }
    }
}
