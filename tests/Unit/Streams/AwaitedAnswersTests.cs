using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Unit.Streams;

/// <summary>A stream tells of an order while the answer to its placement is on its way.</summary>
public sealed class AwaitedAnswersTests
{
    private readonly StreamDesk _desk = new();
    private readonly Order _order;

    public AwaitedAnswersTests()
    {
        _order = _desk.Place(quantity: 2);
        _desk.Start();
    }

    private AwaitedAnswers Answers => _desk.Desk.Ledger.Answers;

    private decimal Filled => _desk.Stored(_order.Id).Filled.Value;

    [Fact]
    public void A_report_waits_for_the_answer_and_what_that_has_told_is_not_written_again()
    {
        var told = (UserEvent.OrderChanged)_desk.Fill(_order, 1);
        using var answer = Await();

        _desk.Tell(told);
        Assert.Equal(0, Filled);

        var recorded = _desk.World.Run(() => _desk.Desk.Ledger.RecordAsync(
            _order, new OrderEvent.Reported(told.Report), Caller.Platform(_order.Tenant, "test", "c1"), default));
        var writes = _desk.Desk.Store.Writes;
        answer.Recorded(recorded);
        _desk.World.Settle();

        Assert.Equal((writes, 1m), (_desk.Desk.Store.Writes, _desk.Held()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_report_that_tells_more_is_recorded_once_the_answer_is_or_there_is_none(bool isAnswered)
    {
        using var answer = Await();
        _desk.Tell(_desk.Fill(_order, 1));

        if (isAnswered)
        {
            answer.Recorded(_order);
        }
        else
        {
            answer.Dispose();
        }

        _desk.World.Settle();

        Assert.Equal(1, Filled);
    }

    [Fact]
    public void An_answer_that_does_not_come_holds_a_report_up_for_a_quarter_of_a_second()
    {
        using var answer = Await();

        _desk.Tell(_desk.Fill(_order, 1));
        _desk.World.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Equal(0, Filled);
        _desk.World.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, Filled);
    }

    [Fact]
    public void An_order_is_awaited_from_before_it_is_sent_until_its_answer_is_recorded()
    {
        var id = OrderId.Derive(_order.Tenant, IdempotencyKey.Parse("k"));
        Task<Order?>? awaited = null;
        _desk.Desk.Exchange.OnPlace = () => awaited = Answers.FindAsync(_order.Tenant, id, default).AsTask();

        var placed = _desk.Place(key: "k");

        Assert.Same(placed, _desk.World.Run(() => awaited!));
        Assert.Null(_desk.World.Run(() => Answers.FindAsync(_order.Tenant, id, default).AsTask()));
    }

    [Fact]
    public void The_end_of_a_second_call_with_the_same_key_is_not_the_end_of_the_first()
    {
        using var first = Await();
        Await().Dispose();

        _desk.Tell(_desk.Fill(_order, 1));
        Assert.Equal(0, Filled);
        first.Recorded(_order);
        _desk.World.Settle();

        Assert.Equal(1, Filled);
    }

    private AwaitedAnswers.Answer Await() => Answers.Await(_order.Tenant, _order.Id);
}
