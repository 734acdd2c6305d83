using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Fakes;
using TradingPlatform.Fleet;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Reconciliation;

/// <summary>The schedule's round: a message an account, and what becomes of each of them.</summary>
public sealed class ReconciliationRoundTests
{
    private const string Tenant = "t000000";
    private readonly AutoClock _clock = new();

    [Fact]
    public async Task Ten_thousand_accounts_are_ten_thousand_messages_and_are_read_and_sent_page_by_page()
    {
        var fleet = await FleetAsync(new FleetShape(3_000, 10_000, 0));
        var reads = fleet.Store.Reads;

        Assert.Equal(10_000, await fleet.RequestAsync());

        Assert.Equal((10_000, 100), (fleet.Queue.Count, fleet.Queue.Widest));
        // A hundred a page, and each of sixteen parts ends with a page that is not full.
        Assert.InRange(fleet.Store.Reads - reads, 100, 116);
        var works = Take(fleet).Select(Read).ToList();
        Assert.Equal(10_000, works.Select(work => (work.Tenant, work.Account)).Distinct().Count());
        // One account of each tenant has what the tenant reserves counted.
        Assert.Equal(3_000, works.Count(work => work.Recounts));
        Assert.Equal(3_000, works.Where(work => work.Recounts).Select(work => work.Tenant).Distinct().Count());
    }

    [Fact]
    public async Task A_message_that_comes_again_or_late_does_nothing()
    {
        var fleet = await FleetAsync(new FleetShape(1, 1, 10));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await fleet.RequestAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await fleet.RequestAsync();
        var (earlier, later) = Take(fleet) is [var first, var second] ? (first, second) : default;

        Assert.NotNull(await fleet.HandleAsync(later));
        var (writes, calls) = (fleet.Store.Writes, fleet.Venue.Calls);

        // Taken once more, and one that was due before the run that has just been.
        Assert.Null(await fleet.HandleAsync(later));
        Assert.Null(await fleet.HandleAsync(earlier));
        await fleet.RequestAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));
        // One that has waited for so long that the next round's is there.
        Assert.Null(await fleet.HandleAsync(Assert.Single(Take(fleet))));
        Assert.Equal((writes, calls), (fleet.Store.Writes, fleet.Venue.Calls));
    }

    [Theory]
    [InlineData(AccountStatus.Inactive)]
    [InlineData(AccountStatus.Invalid)]
    public async Task An_account_that_is_not_active_is_not_asked_for_and_a_message_about_it_does_nothing(
        AccountStatus status)
    {
        var fleet = await FleetAsync(new FleetShape(1, 2, 4));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await fleet.RequestAsync();
        var about = Take(fleet).Single(message => Read(message).Account == AccountId.Parse("a0"));
        await fleet.SetAsync(0, status);
        var (writes, calls) = (fleet.Store.Writes, fleet.Venue.Calls);

        Assert.Null(await fleet.HandleAsync(about));
        Assert.Null(await fleet.HandleAsync(about.Replace("\"a0\"", "\"gone\"", StringComparison.Ordinal)));
        Assert.Equal((writes, calls), (fleet.Store.Writes, fleet.Venue.Calls));
        Assert.Equal(1, await fleet.RequestAsync());
        Assert.True(Read(Assert.Single(Take(fleet))).Recounts);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_fails_so_that_the_queue_sets_it_aside()
    {
        var fleet = await FleetAsync(new FleetShape(1, 1, 1));
        var (writes, calls) = (fleet.Store.Writes, fleet.Venue.Calls);

        await Assert.ThrowsAnyAsync<Exception>(() => fleet.HandleAsync("poison"));

        Assert.Equal((writes, calls), (fleet.Store.Writes, fleet.Venue.Calls));
    }

    [Fact]
    public async Task A_run_is_measured_by_orders_checked_lag_and_duration()
    {
        var fleet = await FleetAsync(new FleetShape(1, 1, 25));
        var measured = new ConcurrentDictionary<string, double>();
        using var listener = Listen(fleet.Metrics, measured);
        fleet.Venue.OnCall = cancellation => Task.Delay(TimeSpan.FromMilliseconds(100), _clock, cancellation);
        await fleet.RequestAsync();
        _clock.Advance(TimeSpan.FromSeconds(7));

        var run = await fleet.HandleAsync(Assert.Single(Take(fleet)));

        Assert.Equal(25, measured["OrdersChecked"]);
        Assert.Equal(0, measured["OrdersUpdated"]);
        Assert.Equal(0, measured["OrdersOrphaned"]);
        Assert.Equal(7_000, measured["ReconciliationLag"]);
        Assert.Equal(run!.DurationMs, measured["ReconciliationDuration"]);
        Assert.True(run.DurationMs >= 700);
    }

    [Fact]
    public async Task Orders_that_were_brought_up_to_date_and_those_that_one_side_alone_knows_are_measured()
    {
        using var metrics = new ReconciliationMetrics();
        var measured = new ConcurrentDictionary<string, double>();
        using var listener = Listen(metrics, measured);

        metrics.Ended(
            new ReconciliationRun(TenantId.Parse(Tenant), "r1", _clock.GetUtcNow())
            {
                TotalOrders = 9, Matched = 4, Updated = 3, Orphaned = 2,
            },
            TimeSpan.Zero);

        Assert.Equal(
            (9, 3, 2), (measured["OrdersChecked"], measured["OrdersUpdated"], measured["OrdersOrphaned"]));
    }

    private static MeterListener Listen(ReconciliationMetrics metrics, ConcurrentDictionary<string, double> measured)
    {
        var listener = new MeterListener
        {
            // Other tests measure beside this one.
            InstrumentPublished = (instrument, self) =>
            {
                if (metrics.IsOf(instrument))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
        return listener;

        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Assert.Equal(Tenant, Assert.Single(tags.ToArray(), tag => tag.Key == "TenantId").Value);
            measured.AddOrUpdate(instrument.Name, value, (_, before) => before + value);
        }
    }

    private Task<OrderFleet> FleetAsync(FleetShape shape) =>
        OrderFleet.BuildAsync(new ImmediateItemStore(new ItemTable(_clock)), _clock, shape);

    private static ReconciliationWork Read(string message) =>
        JsonSerializer.Deserialize(message, CoreJson.Default.ReconciliationWork)!;

    private static List<string> Take(OrderFleet fleet)
    {
        var taken = new List<string>();
        while (fleet.Queue.TryTake(out _, out var body, out _))
        {
            taken.Add(body);
        }

        return taken;
    }
}
