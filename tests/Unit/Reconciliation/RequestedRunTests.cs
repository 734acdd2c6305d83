using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Fakes;
using TradingPlatform.Fleet;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Reconciliation;

/// <summary>A run that somebody asked for and cannot wait for: it answers in time and goes on by the queue.</summary>
public sealed class RequestedRunTests
{
    // API Gateway gives up after 29 s, and the function is ended after 27.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private readonly VirtualWorld _world = new();

    [Fact]
    public void A_run_that_ends_in_time_is_answered_whole()
    {
        var (fleet, run) = Start(accounts: 12, TimeSpan.FromMilliseconds(50), out var took);

        Assert.InRange(took, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));
        Assert.Equal(RunStatus.Completed, run.StatusAt(_world.Now));
        Assert.Equal((60, 60, 0), (run.TotalOrders, run.Matched, fleet.Queue.Count));
    }

    [Fact]
    public void A_run_over_a_slow_exchange_is_answered_in_time_and_the_queue_brings_it_to_its_end()
    {
        var (fleet, run) = Start(accounts: 12, TimeSpan.FromSeconds(1), out var took);

        Assert.InRange(took, TimeSpan.FromSeconds(14), Longest);
        Assert.Equal(RunStatus.Running, run.StatusAt(_world.Now));
        Assert.Equal((10, 10, 10), (run.Matched, run.Waiting.Length, fleet.Queue.Count));
        Assert.Equal(run.Waiting.AsEnumerable(), Read(fleet, run).Waiting.AsEnumerable());

        Serve(fleet, run, times: 1);

        var ended = Read(fleet, run);
        Assert.Equal(RunStatus.Completed, ended.StatusAt(_world.Now));
        Assert.Equal((60, 60), (ended.TotalOrders, ended.Matched));
        Assert.Empty(ended.Errors);
        Assert.Equal((_world.Now - run.StartedAt).TotalMilliseconds, ended.DurationMs);
    }

    [Fact]
    public void An_account_that_alone_takes_longer_is_given_up_and_its_books_are_free_for_the_queue()
    {
        var (fleet, run) = Start(accounts: 1, TimeSpan.FromSeconds(6), out var took);

        Assert.InRange(took, TimeSpan.FromSeconds(14), Longest);
        Assert.Equal((0, 1), (run.TotalOrders, run.Waiting.Length));

        Serve(fleet, run, times: 1);

        Assert.Equal((5, 5), (Read(fleet, run).TotalOrders, Read(fleet, run).Matched));
    }

    [Fact]
    public void Messages_that_come_twice_are_counted_once_also_side_by_side()
    {
        var (fleet, run) = Start(accounts: 6, TimeSpan.FromSeconds(3), out _);

        Serve(fleet, run, times: 2);

        var ended = Read(fleet, run);
        Assert.Equal(RunStatus.Completed, ended.StatusAt(_world.Now));
        Assert.Equal((30, 30), (ended.TotalOrders, ended.Matched));
        Assert.Empty(ended.Errors);
    }

    [Fact]
    public void A_run_whose_messages_are_gone_does_not_run_for_ever()
    {
        var (fleet, run) = Start(accounts: 6, TimeSpan.FromSeconds(3), out _);

        _world.Advance(TimeSpan.FromHours(1));

        Assert.Equal(RunStatus.Incomplete, Read(fleet, run).StatusAt(_world.Now));
    }

    // Five orders an account, and twelve calls: its first run takes a baseline of its balances.
    private (OrderFleet Fleet, ReconciliationRun Run) Start(int accounts, TimeSpan aCall, out TimeSpan took)
    {
        var shape = new FleetShape(1, accounts, 5 * accounts);
        var fleet = _world.Run(() => OrderFleet.BuildAsync(
            new ImmediateItemStore(new ItemTable(_world.Clock)), _world.Clock, shape));
        fleet.Venue.OnCall = cancellation => Task.Delay(aCall, _world.Clock, cancellation);
        var began = _world.Now;
        var run = _world.Run(() => fleet.StartAsync(shape.TenantOf(0)));
        took = _world.Now - began;
        return (fleet, run!);
    }

    private ReconciliationRun Read(OrderFleet fleet, ReconciliationRun run) =>
        _world.Run(() => fleet.FindRunAsync(run))!;

    // All that is there at once, side by side, as Lambda has it; then what was put off.
    private void Serve(OrderFleet fleet, ReconciliationRun run, int times)
    {
        while (!Read(fleet, run).Waiting.IsEmpty)
        {
            var served = new List<Task>();
            while (fleet.Queue.TryTake(out _, out var message, out var due))
            {
                _world.Advance(TimeSpan.FromTicks(Math.Max(0, (due - _world.Now).Ticks)));
                served.AddRange(Enumerable.Range(0, times).Select(_ => _world.Begin(() => fleet.HandleAsync(message))));
            }

            Assert.NotEmpty(served);
            _world.Run(() => Task.WhenAll(served));
        }
    }
}
