using TradingPlatform.Core.Events;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Queues;
using TradingPlatform.Fleet;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Orders;

/// <summary>
/// An order whose answer was lost is settled through the queue that the event of the loss puts it on: no schedule runs
/// here. Time is virtual, and a message comes when it is due.
/// </summary>
public sealed class SettleLaterTests
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(30);
    private static readonly ExchangeError Silent = new(ExchangeErrorKind.Unavailable, "HTTP 503", "Down.");

    public static TheoryData<int, int> Losses()
    {
        var losses = new TheoryData<int, int>();
        foreach (var fate in (Fate[])[Fate.LostBeforeArrival, Fate.RestsAnswerLost, Fate.FillsAnswerLost])
        {
            // How long the exchange answers nothing at all after it lost the answer.
            foreach (var silent in (int[])[0, 4, 6, 11, 17])
            {
                losses.Add((int)fate, silent);
            }
        }

        return losses;
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task An_order_whose_answer_was_lost_is_settled_within_thirty_seconds(int fate, int silentFor)
    {
        var bench = await BenchAsync();
        var order = await LoseAsync(bench, (Fate)fate);
        var lost = bench.Desk.Clock.GetUtcNow();
        await HearAllAsync(bench);

        while (bench.TakeNext() is { } message)
        {
            if (bench.Desk.Clock.GetUtcNow() - lost >= TimeSpan.FromSeconds(silentFor))
            {
                bench.Desk.Exchange.Trouble = null;
            }

            await bench.HandleAsync(message);
            if (!(order = await bench.ReadAsync(order)).Status.IsInDoubt())
            {
                break;
            }
        }

        Assert.Equal(
            (Fate)fate switch
            {
                Fate.LostBeforeArrival => OrderStatus.Rejected,
                Fate.RestsAnswerLost => OrderStatus.Open,
                _ => OrderStatus.Filled,
            },
            order.Status);
        Assert.InRange(bench.Desk.Clock.GetUtcNow() - lost, TimeSpan.Zero, Promised);
        // Nothing was sent again, and nothing more is to be done.
        Assert.Equal((Fate)fate is Fate.LostBeforeArrival ? 0 : 1, bench.Desk.Exchange.Arrived.Count);
        Assert.Equal(0, bench.Queue.Count);
    }

    [Fact]
    public async Task An_exchange_that_stays_silent_is_asked_for_more_than_an_hour_and_then_left_to_reconciliation()
    {
        var bench = await BenchAsync();
        var order = await LoseAsync(bench, Fate.RestsAnswerLost);
        var lost = bench.Desk.Clock.GetUtcNow();
        await HearAllAsync(bench);
        var looks = 0;
        while (bench.TakeNext() is { } message)
        {
            await bench.HandleAsync(message);
            looks++;
        }

        Assert.Equal(121, looks);
        Assert.InRange(bench.Desk.Clock.GetUtcNow() - lost, TimeSpan.FromHours(1), TimeSpan.FromHours(3));
        Assert.Equal(OrderStatus.Unknown, (await bench.ReadAsync(order)).Status);
    }

    [Fact]
    public async Task The_event_and_the_message_may_come_again_and_the_order_is_settled_once()
    {
        var bench = await BenchAsync();
        var order = await LoseAsync(bench, Fate.FillsAnswerLost);
        bench.Desk.Exchange.Trouble = null;
        await HearAllAsync(bench);
        await HearAllAsync(bench);
        var messages = new[] { bench.TakeNext()!, bench.TakeNext()! };
        await bench.HandleAsync(messages[0]);
        order = await bench.ReadAsync(order);
        var (asked, writes) = (bench.Desk.Exchange.Asked, bench.Desk.Store.Writes);

        foreach (var again in messages.Append(messages[0]))
        {
            await bench.HandleAsync(again);
        }

        Assert.Equal(OrderStatus.Filled, order.Status);
        Assert.Equal((asked, writes, 0), (bench.Desk.Exchange.Asked, bench.Desk.Store.Writes, bench.Queue.Count));
    }

    [Fact]
    public async Task A_message_about_what_is_not_there_any_more_does_nothing()
    {
        var bench = await BenchAsync();
        var order = await LoseAsync(bench, Fate.RestsAnswerLost);
        await HearAllAsync(bench);
        var message = bench.TakeNext()!;
        bench.Desk.Exchange.Trouble = null;
        var elsewhere = message.Replace(order.Id.Text, new string('0', 32), StringComparison.Ordinal);
        await bench.HandleAsync(elsewhere);
        Assert.True(await bench.Desk.Store.TryDeleteAsync(
            new Core.Storage.ItemKey(
                Core.Storage.TableKeys.Account(order.Tenant, order.Account), Core.Storage.TableKeys.Self),
            Core.Storage.Condition.None, CancellationToken.None));
        var (asked, writes) = (bench.Desk.Exchange.Asked, bench.Desk.Store.Writes);

        await bench.HandleAsync(message);

        Assert.Equal((asked, writes, 0), (bench.Desk.Exchange.Asked, bench.Desk.Store.Writes, bench.Queue.Count));
        Assert.Equal(OrderStatus.Unknown, (await bench.ReadAsync(order)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("poison")]
    [InlineData("""{"tenant":"t1"}""")]
    [InlineData("""{"tenant":"t1","order":"x","look":0}""")]
    public async Task A_message_that_cannot_be_read_fails_so_that_the_queue_sets_it_aside(string body)
    {
        var bench = await BenchAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => bench.HandleAsync(body));

        Assert.Equal((0, 0), (bench.Desk.Exchange.Asked, bench.Queue.Count));
    }

    [Fact]
    public async Task Other_events_put_nothing_on_the_queue()
    {
        var bench = await BenchAsync();
        await bench.Desk.SubmitAsync();

        Assert.NotEqual(0, await HearAllAsync(bench));
        Assert.Equal(0, bench.Queue.Count);
    }

    private static async Task<Bench> BenchAsync() => new(await new TradingDesk().OpenAsync());

    // The exchange answers nothing more until the test says so: the looks at once find nothing.
    private static async Task<Order> LoseAsync(Bench bench, Fate fate)
    {
        bench.Desk.Exchange.Fates.Enqueue(fate);
        bench.Desk.Exchange.OnPlace = () => bench.Desk.Exchange.Trouble = Silent;
        var order = Assert.IsType<Submission.Placed>(await bench.Desk.SubmitAsync()).Order;
        Assert.Equal(OrderStatus.Unknown, order.Status);
        return order;
    }

    // As the table's stream brings them.
    private static async Task<int> HearAllAsync(Bench bench)
    {
        var outbound = bench.Desk.Store.All.Where(item => item.Outbound).ToList();
        foreach (var item in outbound)
        {
            await bench.Later.HearAsync(PlatformEvent.Of(item), CancellationToken.None);
        }

        return outbound.Count;
    }

    private sealed class Bench
    {
        public Bench(TradingDesk desk)
        {
            (Desk, Queue) = (desk, new DueQueue(desk.Clock));
            Later = new SettleLater(Queue, desk.Orders, desk.Accounts, desk.Connections, desk.Settle, desk.Clock);
        }

        public TradingDesk Desk { get; }

        public DueQueue Queue { get; }

        public SettleLater Later { get; }

        public string? TakeNext()
        {
            if (!Queue.TryTake(out var queue, out var body, out var due))
            {
                return null;
            }

            Assert.Equal(WorkQueues.SettleOrders, queue);
            Desk.Clock.Advance(TimeSpan.FromTicks(Math.Max(0, (due - Desk.Clock.GetUtcNow()).Ticks)));
            return body;
        }

        public Task HandleAsync(string body) => Later.HandleAsync(body, "m1", CancellationToken.None);

        public async Task<Order> ReadAsync(Order order) =>
            (await Desk.Orders.FindAsync(order.Tenant, order.Id, CancellationToken.None))!;
    }
}
