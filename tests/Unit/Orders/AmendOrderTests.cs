using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Orders;

public sealed class AmendOrderTests
{
    [Fact]
    public async Task What_the_first_order_has_filled_counts_against_the_limit_of_its_replacement()
    {
        var desk = await new TradingDesk().OpenAsync(new RiskLimits
        {
            MaxPositionNotional = 1_000, MaxPositionShare = null, MaxOrderNotional = null, MaxRiskPerTrade = null,
        });
        var order = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(TradingDesk.Buy(0.01m))).Order;
        desk.Exchange.Fill(order.ClientOrderId.Text, 0.009m);
        await desk.SyncAsync();

        // 0.02 more is worth 980, within the limit; with the 0.009 that are held it is worth 1,421.
        var refused = Assert.IsType<Submission.Refused>(await desk.Amend.HandleAsync(
            TradingDesk.Trader, order.Id, null, new Quantity(0.029m), CancellationToken.None));

        var violation = Assert.Single(Assert.IsType<Refusal.BreaksRisk>(refused.Why).Violations);
        Assert.Equal(("maxPositionNotional", "1421"), (violation.Rule, violation.Actual));
    }

    [Fact]
    public async Task An_order_that_fills_between_the_check_and_the_sending_is_not_replaced_by_too_much()
    {
        var desk = await new TradingDesk().OpenAsync();
        var order = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(TradingDesk.Buy(0.01m))).Order;
        desk.Store.BeforeWrite = () =>
        {
            desk.Store.BeforeWrite = null;
            desk.Exchange.Fill(order.ClientOrderId.Text, 0.004m);
            desk.Settle.HandleAsync(order, desk.Exchange, TradingDesk.Trader, CancellationToken.None)
                .GetAwaiter().GetResult();
        };

        var refused = await desk.Amend.HandleAsync(
            TradingDesk.Trader, order.Id, new Price(48_000), null, CancellationToken.None);

        Assert.IsType<Refusal.Conflict>(Assert.IsType<Submission.Refused>(refused).Why);
        Assert.Single(await desk.StoredAsync());
    }

    [Fact]
    public async Task What_ends_with_an_order_is_what_is_left_of_it_and_not_what_it_has_bought()
    {
        var desk = await new TradingDesk().OpenAsync();
        var order = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(TradingDesk.Buy(0.01m))).Order;
        desk.Exchange.Fill(order.ClientOrderId.Text, 0.009m);
        await desk.SyncAsync();

        var left = Reservation.Left(Assert.Single(await desk.StoredAsync()));

        Assert.Equal((1, 49m, 0.001m), (left.Orders, left.Notional, left.Long));
    }

    [Fact]
    public async Task Where_an_exchange_cannot_replace_the_order_is_cancelled_and_then_another_is_placed()
    {
        var desk = await new TradingDesk().OpenAsync();
        desk.Exchange.Features = ExchangeFeatures.UserStream;
        var order = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(TradingDesk.Buy(0.01m))).Order;
        desk.Exchange.Fill(order.ClientOrderId.Text, 0.004m);

        var replacement = Assert.IsType<Submission.Placed>(await desk.Amend.HandleAsync(
            TradingDesk.Trader, order.Id, new Price(48_000), null, CancellationToken.None)).Order;

        // What was filled before the cancel, and had not been told, is taken off.
        Assert.Equal((OrderStatus.Open, 0.006m, 48_000m, order.Id), (replacement.Status,
            replacement.Ticket.Quantity!.Value.Value, replacement.Ticket.Price!.Value.Value, replacement.Replaces));
        var first = (await desk.StoredAsync()).Single(stored => stored.Id == order.Id);
        Assert.Equal((OrderStatus.Cancelled, 0.004m, replacement.Id),
            (first.Status, first.Filled.Value, first.ReplacedBy));
        Assert.Equal([ReportedStatus.Cancelled, ReportedStatus.Open],
            desk.Exchange.Orders.Select(report => report.Status));
    }

    [Fact]
    public async Task An_order_that_fills_before_it_can_be_cancelled_is_not_placed_again()
    {
        var desk = await new TradingDesk().OpenAsync();
        desk.Exchange.Features = ExchangeFeatures.UserStream;
        var order = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(TradingDesk.Buy(0.01m))).Order;
        desk.Exchange.Fill(order.ClientOrderId.Text, 0.01m);

        var refused = await desk.Amend.HandleAsync(
            TradingDesk.Trader, order.Id, new Price(48_000), null, CancellationToken.None);

        Assert.Equal(new Refusal.Conflict(OrderStatus.Filled), Assert.IsType<Submission.Refused>(refused).Why);
        Assert.Single(desk.Exchange.Orders);
        Assert.Single(await desk.StoredAsync());
    }

    [Fact]
    public async Task Nothing_is_placed_while_it_is_not_known_whether_the_first_was_cancelled()
    {
        var desk = await new TradingDesk().OpenAsync();
        desk.Exchange.Features = ExchangeFeatures.UserStream;
        var order = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(TradingDesk.Buy(0.01m))).Order;
        desk.Exchange.LosesCancels = true;

        var refused = await desk.Amend.HandleAsync(
            TradingDesk.Trader, order.Id, new Price(48_000), null, CancellationToken.None);

        Assert.IsType<Refusal.Unavailable>(Assert.IsType<Submission.Refused>(refused).Why);
        Assert.Equal(ReportedStatus.Open, Assert.Single(desk.Exchange.Orders).Status);
    }
}
