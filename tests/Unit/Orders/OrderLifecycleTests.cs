using System.Collections.Immutable;
using System.Globalization;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Unit.Orders;

public sealed class OrderLifecycleTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 8, 10, 30, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = TenantId.Parse("t1");

    public static TheoryData<OrderStatus, string, OrderStatus> Transitions => new()
    {
        { OrderStatus.Pending, "submitted", OrderStatus.Submitted },
        { OrderStatus.Pending, "lost", OrderStatus.Pending },
        { OrderStatus.Pending, "refused", OrderStatus.Rejected },
        { OrderStatus.Submitted, "submitted", OrderStatus.Submitted },
        { OrderStatus.Submitted, "lost", OrderStatus.Unknown },
        { OrderStatus.Submitted, "refused", OrderStatus.Rejected },
        { OrderStatus.Submitted, "open", OrderStatus.Open },
        { OrderStatus.Submitted, "fill", OrderStatus.PartiallyFilled },
        { OrderStatus.Submitted, "filled", OrderStatus.Filled },
        { OrderStatus.Unknown, "submitted", OrderStatus.Unknown },
        { OrderStatus.Unknown, "lost", OrderStatus.Unknown },
        { OrderStatus.Unknown, "refused", OrderStatus.Rejected },
        { OrderStatus.Unknown, "open", OrderStatus.Open },
        { OrderStatus.Unknown, "expired", OrderStatus.Expired },
        { OrderStatus.Open, "lost", OrderStatus.Open },
        { OrderStatus.Open, "refused", OrderStatus.Open },
        { OrderStatus.Open, "fill", OrderStatus.PartiallyFilled },
        { OrderStatus.Open, "cancelled", OrderStatus.Cancelled },
        { OrderStatus.Cancelled, "open", OrderStatus.Cancelled },
        { OrderStatus.Cancelled, "fill", OrderStatus.Cancelled },
        { OrderStatus.Cancelled, "filled", OrderStatus.Filled },
        { OrderStatus.Cancelled, "refused", OrderStatus.Cancelled },
        { OrderStatus.Expired, "open", OrderStatus.Expired },
        { OrderStatus.Filled, "open", OrderStatus.Filled },
        { OrderStatus.Filled, "cancelled", OrderStatus.Filled },
        { OrderStatus.Filled, "refused", OrderStatus.Filled },
        { OrderStatus.Rejected, "lost", OrderStatus.Rejected },
        { OrderStatus.Rejected, "submitted", OrderStatus.Rejected },
        // The exchange has it after all: an order that lives must not be booked as dead.
        { OrderStatus.Rejected, "open", OrderStatus.Open },
    };

    [Theory]
    [MemberData(nameof(Transitions))]
    public void Each_event_leads_from_each_status_where_it_should(OrderStatus from, string happened, OrderStatus to) =>
        Assert.Equal(to, OrderLifecycle.Next(InStatus(from), Event(happened)).Status);

    [Fact]
    public void Any_sequence_of_reports_in_any_order_and_with_repeats_ends_in_the_same_order()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var events = History(random);
            var straight = Fold(events);
            var shuffled = events.Concat(events.Where(_ => random.Next(3) == 0)).ToArray();
            random.Shuffle(shuffled);

            Assert.Equal(Facts(straight), Facts(Fold(shuffled)));
        }
    }

    [Fact]
    public void What_is_filled_never_falls_and_no_trade_counts_twice()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var events = History(random);
            random.Shuffle(events);
            var order = InStatus(OrderStatus.Submitted);
            foreach (var e in events.Concat(events))
            {
                var next = OrderLifecycle.Next(order, e);
                Assert.True(next.Filled >= order.Filled);
                Assert.True(next.TradedQuantity.Value <= 4);
                order = next;
            }
        }
    }

    [Fact]
    public void A_report_that_says_nothing_new_changes_nothing()
    {
        var order = OrderLifecycle.Next(InStatus(OrderStatus.Submitted), Event("fill"));

        Assert.Same(order, OrderLifecycle.Next(order, Event("fill")));
        Assert.Same(order, OrderLifecycle.Next(order, Event("open")));
    }

    [Fact]
    public void The_average_price_is_what_was_paid_over_what_was_filled()
    {
        var order = OrderLifecycle.Next(InStatus(OrderStatus.Submitted), Event("filled"));

        Assert.Equal(order.FilledQuote / order.Filled.Value, order.AveragePrice);
        Assert.True(order.IsSettled);
    }

    private static OrderEvent[] History(Random random)
    {
        var trades = Enumerable.Range(1, 4).Select(Trade).ToArray();
        var events = new List<OrderEvent> { new OrderEvent.AnswerLost("x") };
        var known = 0;
        for (var i = 0; i < 6; i++)
        {
            known = Math.Min(4, known + random.Next(2));
            var status = known == 4 ? ReportedStatus.Filled
                : i == 5 && random.Next(2) == 0 ? ReportedStatus.Cancelled
                : known > 0 ? ReportedStatus.PartiallyFilled : ReportedStatus.Open;
            var listed = random.Next(2) == 0 ? trades[..known] : [];
            events.Add(random.Next(4) == 0 && known > 0
                ? new OrderEvent.Traded([trades[random.Next(known)]])
                : new OrderEvent.Reported(Report(status, known, listed)));
        }

        return [.. events];
    }

    private static Order Fold(IEnumerable<OrderEvent> events) =>
        events.Aggregate(InStatus(OrderStatus.Submitted), OrderLifecycle.Next);

    private static string Facts(Order order) => string.Create(
        CultureInfo.InvariantCulture,
        $"{order.Status} {order.Filled} {order.FilledQuote} {order.Reported} {string.Join(',', order.Trades)} "
        + $"{string.Join(',', order.Fees)} {order.TradedQuantity} {order.RejectReason}");

    private static ReportedFill Trade(int n) => new(
        n.ToString(CultureInfo.InvariantCulture), "77", new Price(100 + n), new Quantity(1), 100 + n, Asset.Usdt,
        0.1m * n, OrderSide.Buy, false, At.AddSeconds(n));

    private static OrderReport Report(ReportedStatus status, int filled, ReportedFill[] fills) => new(
        new ClientOrderId("c"), "77", Symbol.Parse("BTC-USDT"), status, new Quantity(filled),
        Enumerable.Range(1, filled).Sum(n => 100m + n), [.. fills], At);

    private static OrderEvent Event(string happened) => happened switch
    {
        "submitted" => new OrderEvent.Submitted(new Sending(At, At)),
        "lost" => new OrderEvent.AnswerLost("x"),
        "refused" => new OrderEvent.Refused(RejectReason.NotPlaced("x")),
        "open" => new OrderEvent.Reported(Report(ReportedStatus.Open, 0, [])),
        "fill" => new OrderEvent.Reported(Report(ReportedStatus.PartiallyFilled, 1, [Trade(1)])),
        "filled" => new OrderEvent.Reported(
            Report(ReportedStatus.Filled, 4, [.. Enumerable.Range(1, 4).Select(Trade)])),
        "cancelled" => new OrderEvent.Reported(Report(ReportedStatus.Cancelled, 0, [])),
        "expired" => new OrderEvent.Reported(Report(ReportedStatus.Expired, 0, [])),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    private static Order InStatus(OrderStatus status)
    {
        var ticket = new OrderTicket(Symbol.Parse("BTC-USDT"), OrderSide.Buy, OrderType.Limit)
        {
            Quantity = new Quantity(4), Price = new Price(110),
        };
        var order = new Order(
            Tenant, OrderId.Derive(Tenant, IdempotencyKey.Parse("k")), AccountId.Parse("a1"), ExchangeId.Binance, ticket,
            "f", At);
        ImmutableArray<string> way = status switch
        {
            OrderStatus.Pending => [],
            OrderStatus.Submitted => ["submitted"],
            OrderStatus.Unknown => ["submitted", "lost"],
            OrderStatus.Open => ["submitted", "open"],
            OrderStatus.Filled => ["submitted", "filled"],
            OrderStatus.Cancelled => ["submitted", "cancelled"],
            OrderStatus.Expired => ["submitted", "expired"],
            OrderStatus.Rejected => ["submitted", "refused"],
            _ => throw new ArgumentOutOfRangeException(nameof(status)),
        };
        return way.Aggregate(order, (o, happened) => OrderLifecycle.Next(o, Event(happened)));
    }
}
