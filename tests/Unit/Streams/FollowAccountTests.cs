using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Streams;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Streams;

/// <summary>Orders, fills and positions follow what a stream tells, and what it should have told.</summary>
public sealed class FollowAccountTests
{
    private readonly StreamDesk _desk = new();

    [Fact]
    public void What_the_stream_tells_is_recorded_once_whatever_tells_it_again()
    {
        var order = _desk.Place(quantity: 3);
        _desk.Start();
        var first = _desk.Fill(order, 1);
        var second = _desk.Fill(order, 1);

        foreach (var told in new[] { second, first, second, first, first })
        {
            _desk.Tell(told);
        }

        _desk.World.Advance(TimeSpan.FromMinutes(1));
        var stored = _desk.Stored(order.Id);
        Assert.Equal((OrderStatus.PartiallyFilled, 2m, 0.02m),
            (stored.Status, stored.Filled.Value, stored.Fees["USDT"]));
        Assert.Equal(2, _desk.Held());
    }

    [Fact]
    public void A_report_of_an_order_that_the_platform_did_not_place_is_left_alone()
    {
        var order = _desk.Place();
        _desk.Start();
        var told = (UserEvent.OrderChanged)_desk.Fill(order, 1);
        var writes = _desk.Desk.Store.Writes;

        _desk.Tell(new UserEvent.OrderChanged(
            told.Report with { ClientOrderId = new ClientOrderId("web_1234567890") }));
        _desk.Tell(new UserEvent.OrderChanged(
            told.Report with { ClientOrderId = new ClientOrderId("00000000-0000-8000-8000-000000000000") }));

        Assert.Equal(writes, _desk.Desk.Store.Writes);
        Assert.Equal(0, _desk.Stored(order.Id).Filled.Value);
    }

    [Fact]
    public void What_happened_before_the_stream_stood_is_caught_up_at_once()
    {
        var order = _desk.Place(quantity: 2);
        _desk.Fill(order, 1);
        var stream = _desk.Start();
        Assert.Equal((StreamState.Live, 1m), (stream.Standing.State, _desk.Held()));

        _desk.Tell(new UserEvent.Lost("reset"));
        _desk.Fill(order, 1);
        _desk.Tell(new UserEvent.Connected());

        Assert.Equal(OrderStatus.Filled, _desk.Stored(order.Id).Status);
        Assert.Equal(2, _desk.Held());
    }

    [Fact]
    public void F05_One_fill_frame_of_five_is_dropped_while_heartbeats_come_and_the_position_is_right_in_a_minute()
    {
        var orders = Enumerable.Range(0, 10).Select(_ => _desk.Place(quantity: 10)).ToList();
        _desk.Start();
        var filled = 0m;
        for (var i = 0; i < 50; i++)
        {
            var told = _desk.Fill(orders[i % orders.Count], 1);
            filled++;
            _desk.Tell(i % 5 == 4 ? new UserEvent.Alive() : told);
            _desk.World.Advance(TimeSpan.FromMilliseconds(100));
        }

        for (var second = 0; second < 60; second++)
        {
            _desk.Tell(new UserEvent.Alive());
            _desk.World.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(filled, _desk.Held());
    }

    [Fact]
    public void F05_A_stream_that_does_not_tell_what_a_sweep_has_found_is_opened_anew()
    {
        var order = _desk.Place(quantity: 2);
        var stream = _desk.Start();
        _desk.Fill(order, 1);

        _desk.World.Advance(_desk.Times.SweepEvery);
        Assert.Equal((StreamState.Live, 1m), (stream.Standing.State, _desk.Held()));
        _desk.World.Advance(_desk.Times.MayTake + TimeSpan.FromSeconds(1));
        Assert.Equal(StreamState.Lost, stream.Standing.State);
        _desk.World.Advance(_desk.Times.ReopenAfter + TimeSpan.FromSeconds(1));

        Assert.Equal((2, StreamState.Live), (_desk.Exchange.Opened, stream.Standing.State));
    }

    [Fact]
    public void A_stream_that_tells_late_what_a_sweep_has_found_is_whole()
    {
        var order = _desk.Place(quantity: 2);
        var stream = _desk.Start();
        var late = _desk.Fill(order, 1);

        _desk.World.Advance(_desk.Times.SweepEvery);
        _desk.Tell(late);
        _desk.World.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((1, StreamState.Live, 1m), (_desk.Exchange.Opened, stream.Standing.State, _desk.Held()));
    }

    [Fact]
    public void What_does_not_fit_into_the_queue_is_caught_up()
    {
        var desk = new StreamDesk(new StreamTimes { QueueLength = 2 });
        var order = desk.Place(quantity: 100);
        desk.Start();
        for (var i = 0; i < 100; i++)
        {
            Assert.True(desk.Exchange.Stream.Writer.TryWrite(desk.Fill(order, 1)));
        }

        desk.World.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(OrderStatus.Filled, desk.Stored(order.Id).Status);
        Assert.Equal(100, desk.Held());
    }

    [Fact]
    public void While_the_stream_is_whole_resting_orders_cost_no_call_and_no_read()
    {
        var orders = Enumerable.Range(0, 20).Select(_ => _desk.Place()).ToList();
        var stream = _desk.Start();
        _desk.World.Run(LookAsync);
        var (listed, asked) = (_desk.Exchange.Listed, _desk.Exchange.Asked);

        Assert.True(stream.IsTrusted(_desk.World.Now, _desk.Times.TrustedFor));
        Assert.Equal(orders.Count, _desk.World.Run(LookAsync).Unsettled);
        Assert.Equal((listed, asked), (_desk.Exchange.Listed, _desk.Exchange.Asked));

        Task<Sweep> LookAsync() => _desk.Sweep.LookAtDoubtsAsync(
            stream, Caller.Platform(TradingDesk.Trader.Tenant, "test", "c"), null, CancellationToken.None);
    }

    [Fact]
    public void An_order_in_doubt_is_settled_while_the_stream_is_whole()
    {
        var stream = _desk.Start();
        _desk.Exchange.Fates.Enqueue(Fate.LostBeforeArrival);
        var order = _desk.Place();
        Assert.Equal(OrderStatus.Unknown, order.Status);

        _desk.World.Advance(TimeSpan.FromSeconds(30));
        _desk.World.Run(() => _desk.Sweep.LookAtDoubtsAsync(
            stream, Caller.Platform(TradingDesk.Trader.Tenant, "test", "c"), null, CancellationToken.None));

        Assert.Equal(OrderStatus.Rejected, _desk.Stored(order.Id).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Cut_a_hundred_times_at_random_the_books_end_equal_to_the_exchanges(int seed)
    {
        // The build bans chance that is not passed in; this one is the test's own, and its seed is its name.
        var chance = new Random(seed);
        var orders = Enumerable.Range(0, 50).Select(_ => _desk.Place(quantity: 40)).ToList();
        _desk.Start();
        var isCut = false;
        for (var fill = 0; fill < 2_000; fill++)
        {
            var told = _desk.Fill(orders[fill % orders.Count], 1);
            if (chance.Next(20) == 0)
            {
                _desk.Tell(isCut ? new UserEvent.Connected() : new UserEvent.Lost("cut"));
                isCut = !isCut;
            }

            if (!isCut)
            {
                _desk.Tell(told);
            }

            if (chance.Next(10) == 0)
            {
                _desk.World.Advance(TimeSpan.FromMilliseconds(chance.Next(3_000)));
            }
        }

        _desk.Tell(new UserEvent.Connected());
        _desk.World.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(2_000, _desk.Held());
        Assert.All(orders, order => Assert.Equal(
            (OrderStatus.Filled, 40, 0.4m), (_desk.Stored(order.Id).Status, _desk.Stored(order.Id).Trades.Count,
                _desk.Stored(order.Id).Fees["USDT"])));
    }
}
