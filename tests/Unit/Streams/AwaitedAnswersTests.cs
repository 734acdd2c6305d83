using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Unit.Streams;

/// <summary>A stream tells of an order while the answer to its placement is on its way.</summary>
public sealed class AwaitedAnswersTests
{
    private readonly StreamDesk _desk = new();

    private AwaitedAnswers Answers => _desk.Desk.Ledger.Answers;

    [Fact]
    public void A_report_waits_for_the_answer_and_what_that_has_told_is_not_written_again()
    {
        var order = _desk.Place(quantity: 2);
        _desk.Start();
        var told = (UserEvent.OrderChanged)_desk.Fill(order, 1);
        using var answer = Answers.Await(order.Tenant, order.Id);

        _desk.Tell(told);
        Assert.Equal(0, _desk.Stored(order.Id).Filled.Value);

        var recorded = _desk.World.Run(() => _desk.Desk.Ledger.RecordAsync(
            order, new OrderEvent.Reported(told.Report), Caller.Platform(order.Tenant, "test", "c1"), default));
        var writes = _desk.Desk.Store.Writes;
        answer.Recorded(recorded);
        _desk.World.Settle();

        Assert.Equal((writes, 1m), (_desk.Desk.Store.Writes, _desk.Held()));
    }

    [Fact]
    public void What_comes_after_the_recorded_answer_is_recorded_on_top_of_it()
    {
        var order = _desk.Place(quantity: 2);
        _desk.Start();
        using var answer = Answers.Await(order.Tenant, order.Id);

        _desk.Tell(_desk.Fill(order, 1));
        answer.Recorded(order);
        _desk.World.Settle();

        Assert.Equal(1, _desk.Stored(order.Id).Filled.Value);
    }

    [Fact]
    public void An_answer_that_does_not_come_holds_a_report_up_for_a_quarter_of_a_second()
    {
        var order = _desk.Place(quantity: 2);
        _desk.Start();
        using var answer = Answers.Await(order.Tenant, order.Id);

        _desk.Tell(_desk.Fill(order, 1));
        _desk.World.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Equal(0, _desk.Stored(order.Id).Filled.Value);
        _desk.World.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, _desk.Stored(order.Id).Filled.Value);
    }

    [Fact]
    public void A_placement_that_ends_without_an_answer_lets_the_report_go_on()
    {
        var order = _desk.Place(quantity: 2);
        _desk.Start();
        var answer = Answers.Await(order.Tenant, order.Id);

        _desk.Tell(_desk.Fill(order, 1));
        answer.Dispose();
        _desk.World.Settle();

        Assert.Equal(1, _desk.Stored(order.Id).Filled.Value);
    }

    [Fact]
    public void An_order_is_awaited_from_before_it_is_sent_until_its_answer_is_recorded()
    {
        var (tenant, key) = (_desk.Desk.Account.Tenant, "k");
        var id = OrderId.Derive(tenant, IdempotencyKey.Parse(key));
        Task<Order?>? awaited = null;
        _desk.Desk.Exchange.OnPlace = () => awaited = Answers.FindAsync(tenant, id, default).AsTask();

        var placed = _desk.Place(key: key);

        Assert.Same(placed, _desk.World.Run(() => awaited!));
        Assert.Null(_desk.World.Run(() => Answers.FindAsync(tenant, id, default).AsTask()));
    }

    [Fact]
    public void The_end_of_a_second_call_with_the_same_key_is_not_the_end_of_the_first()
    {
        var order = _desk.Place(quantity: 2);
        _desk.Start();
        using var first = Answers.Await(order.Tenant, order.Id);
        Answers.Await(order.Tenant, order.Id).Dispose();

        _desk.Tell(_desk.Fill(order, 1));
        Assert.Equal(0, _desk.Stored(order.Id).Filled.Value);
        first.Recorded(order);
        _desk.World.Settle();

        Assert.Equal(1, _desk.Stored(order.Id).Filled.Value);
    }
}
