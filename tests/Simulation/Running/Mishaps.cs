using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Platform;
using TradingPlatform.Simulation.Venue;

namespace TradingPlatform.Simulation.Running;

/// <summary>What befalls accounts and counters from outside of the platform, one moment after another.</summary>
internal sealed class Mishaps(World world, Models models, Fleet fleet, IReadOnlyList<TenantId> tenants)
{
    private readonly VenueModel _venue = models.Venue;

    /// <summary>The market moves, and whatever else comes to pass.</summary>
    public void Tick()
    {
        VenueMatching.Tick(_venue, world);
        if (world.Faults.Happens(FaultKind.MarketHalts))
        {
            _venue.Halt(TimeSpan.FromSeconds(5));
        }

        if (world.Faults.Happens(FaultKind.ManualOrder))
        {
            PlaceByHand();
        }

        if (world.Faults.Happens(FaultKind.FundsMove))
        {
            MoveFunds();
        }

        if (world.Faults.Happens(FaultKind.OrderVanishes) && _venue.Open.Count > 0)
        {
            _venue.Lose(world.Market.Pick(_venue.Open));
        }

        if (world.Faults.Happens(FaultKind.CounterDrifts))
        {
            Drift();
        }

        if (world.Faults.Happens(FaultKind.ClockSteps) && fleet.Any() is { } platform)
        {
            platform.Clock.Skew += TimeSpan.FromSeconds(world.Faults.Coin() ? -1 : 0.5);
        }
    }

    private void PlaceByHand()
    {
        var listing = world.Market.Pick(Listing.All);
        _venue.Place(
            world.Market.Pick(_venue.Accounts),
            new NewOrder($"web_{world.Now.Ticks}", listing, OrderSide.Buy, OrderType.Limit)
            {
                Quantity = listing.Step * 100, Price = listing.OnTick(_venue.Mid(listing.Spelling) * 0.97m),
            });
    }

    // A deposit or a withdrawal, of a percent: no trade explains it.
    private void MoveFunds()
    {
        var account = world.Market.Pick(_venue.Accounts);
        var asset = world.Market.Pick(new[] { "BTC", "ETH", "USDT" });
        account.Totals[asset] += account.Totals[asset] * (world.Faults.Coin() ? 0.01m : -0.01m);
        account.FundsMoved.Add(world.Now);
        world.Trace.Line($"exchange: {asset} of {account.Owner} moves");
    }

    // Upwards: what is too low is no drift but a broken limit, and must never be.
    private void Drift() => models.Store.Table.Add(new CounterAdd(
        new ItemKey(TableKeys.Risk(world.Market.Pick(tenants)), "COUNTERS"),
        Item.NoCounters.SetItem(Core.Risk.Exposure.Notional, 100), []));
}
