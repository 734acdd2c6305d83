using TradingPlatform.Fakes;
using TradingPlatform.Fleet;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Reconciliation;

/// <summary>What a run costs whose orders all stand as the exchange says: counted, call by call.</summary>
public sealed class QuietRunTests
{
    private const int Pairs = 5;

    // A run takes its account's books, lets go of them, and is kept.
    private const int WritesAnAccount = 3;

    [Fact]
    public async Task Orders_that_match_cost_no_write_and_a_run_costs_three_whatever_the_number_of_orders()
    {
        foreach (var orders in (int[])[0, 40, 400])
        {
            Assert.Equal(4 * WritesAnAccount, (await CostAsync(new FleetShape(2, 4, orders))).Writes);
        }
    }

    [Fact]
    public async Task An_order_that_matches_costs_one_read_to_compare_and_one_to_count_what_its_tenant_reserves()
    {
        var (few, many) = (
            await CostAsync(new FleetShape(2, 4, 4_000)), await CostAsync(new FleetShape(2, 4, 8_000)));

        // Beside the orders' own, there are the pages in which their names are listed: at most 500 a page, twice.
        var pages = 2 * (4_000 / 500);
        Assert.InRange(many.Reads - few.Reads, 2 * 4_000, (2 * 4_000) + pages);
    }

    [Fact]
    public async Task The_exchange_is_asked_for_pages_of_open_orders_once_a_pair_for_trades_and_once_for_balances()
    {
        foreach (var orders in (int[])[400, 4_000, 8_000])
        {
            var pages = (orders / 4 / FleetVenue.OrdersAPage) + 1;
            Assert.Equal(4 * (pages + Pairs + 1), (await CostAsync(new FleetShape(2, 4, orders))).Calls);
        }
    }

    [Fact]
    public async Task Twice_the_accounts_cost_twice_the_calls_whoever_they_belong_to()
    {
        var half = await CostAsync(new FleetShape(1, 20, 200));
        var whole = await CostAsync(new FleetShape(1, 40, 400));

        Assert.Equal(2 * half.Writes, whole.Writes);
        Assert.Equal(2 * half.Calls, whole.Calls);
        // Counting what a tenant reserves reads all of its orders, and so is done once a round and not once an account.
        Assert.InRange(whole.Reads, half.Reads, 2 * half.Reads);
    }

    private static async Task<(long Reads, long Writes, long Calls)> CostAsync(FleetShape shape)
    {
        var clock = new AutoClock();
        var fleet = await OrderFleet.BuildAsync(new ImmediateItemStore(new ItemTable(clock)), clock, shape);
        // The first run takes the baseline of balances, for which each account waits. After that all keys are old, and
        // the second one reads them from the vault.
        await RoundAsync(fleet, clock, shape);
        clock.Advance(TimeSpan.FromMinutes(10));
        await RoundAsync(fleet, clock, shape);
        var (reads, writes, calls) = (fleet.Store.Reads, fleet.Store.Writes, fleet.Venue.Calls);
        await RoundAsync(fleet, clock, shape);
        return (fleet.Store.Reads - reads, fleet.Store.Writes - writes, fleet.Venue.Calls - calls);
    }

    private static async Task RoundAsync(OrderFleet fleet, AutoClock clock, FleetShape shape)
    {
        clock.Advance(TimeSpan.FromMinutes(1));
        await fleet.RequestAsync();
        var found = await fleet.ServeAsync();
        Assert.Equal((shape.Orders, shape.Orders), (found.TotalOrders, found.Matched));
        Assert.Empty(found.Errors);
    }
}
