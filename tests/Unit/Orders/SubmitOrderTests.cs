using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Orders;

public sealed class SubmitOrderTests
{
    [Fact]
    public async Task An_order_is_placed_once_and_a_repeat_answers_the_same_order()
    {
        var desk = await new TradingDesk().OpenAsync();

        var first = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(key: "k"));
        var again = Assert.IsType<Submission.Replayed>(await desk.SubmitAsync(key: "k"));

        Assert.Equal(OrderStatus.Open, first.Order.Status);
        Assert.Equal(first.Order.Id, again.Order.Id);
        Assert.Single(desk.Exchange.Arrived);
    }

    [Fact]
    public async Task An_order_in_the_quote_asset_reserves_a_quantity_that_counters_can_add_up_exactly()
    {
        // Found by the simulation, seed 1: such a quotient has no end, and counters refuse a sum that is not exact.
        var desk = await new TradingDesk().OpenAsync();
        await desk.SubmitAsync(OrderSamples.Limit(quantity: 0.015m, price: 50_000));
        desk.Exchange.Fates.Enqueue(Fate.RestsAnswerLost);
        var placed = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(
            new OrderTicket(OrderSamples.Pair, OrderSide.Buy, OrderType.Market) { QuoteQuantity = 700m / 3 }));

        var quantity = placed.Order.Reserves.Quantity.Value;
        Assert.Equal(decimal.Round(quantity, 10), quantity);
        Assert.True(quantity * 50_000 >= 700m / 3);
    }

    [Theory]
    [InlineData(ExchangeErrorKind.CredentialsInvalid, ExchangeErrorKind.CredentialsInvalid)]
    [InlineData(ExchangeErrorKind.Banned, ExchangeErrorKind.Unavailable)]
    public async Task An_order_whose_balances_cannot_be_read_is_not_sent_and_hears_of_a_key_that_is_not_taken(
        ExchangeErrorKind found, ExchangeErrorKind told)
    {
        var desk = await new TradingDesk().OpenAsync(new RiskLimits { MaxLeverage = 3 });
        desk.Exchange.KeyError = new ExchangeError(found, "X", "No.");

        var refused = Assert.IsType<Submission.Refused>(await desk.SubmitAsync(key: "k"));

        Assert.Equal(told, Assert.IsType<Refusal.Unavailable>(refused.Why).Error.Kind);
        Assert.Empty(desk.Exchange.Arrived);
        desk.Exchange.KeyError = null;
        Assert.IsType<Submission.Placed>(await desk.SubmitAsync(key: "k"));
    }

    [Fact]
    public async Task A_key_that_named_another_order_is_refused()
    {
        var desk = await new TradingDesk().OpenAsync();
        await desk.SubmitAsync(key: "k");

        var other = await desk.SubmitAsync(TradingDesk.Buy(price: 48_000), "k");

        Assert.IsType<Refusal.KeyReused>(Assert.IsType<Submission.Refused>(other).Why);
        Assert.Single(desk.Exchange.Arrived);
    }

    [Fact]
    public async Task An_order_that_the_gate_refuses_leaves_nothing_behind_and_its_key_unused()
    {
        var desk = await new TradingDesk().OpenAsync(new RiskLimits { MaxOpenOrders = 1 });
        await desk.SubmitAsync(key: "first");
        var before = desk.Store.All.Count;
        // Another order takes the place between the check and the gate.
        var refused = Assert.IsType<Submission.Refused>(await desk.SubmitAsync(key: "second"));

        Assert.Equal("maxOpenOrders", Assert.Single(Assert.IsType<Refusal.BreaksRisk>(refused.Why).Violations).Rule);
        Assert.Equal(before, desk.Store.All.Count);
        var open = Assert.Single(await desk.StoredAsync());
        await desk.Cancel.HandleAsync(TradingDesk.Trader, open.Id, CancellationToken.None);
        Assert.IsType<Submission.Placed>(await desk.SubmitAsync(key: "second"));
    }

    [Fact]
    public async Task A_refusal_of_the_gate_names_the_limit_as_its_tenant_set_it()
    {
        var desk = await new TradingDesk().OpenAsync(new RiskLimits { MaxPositionNotional = 5_000, MaxPositionShare = null });
        await desk.SubmitAsync();
        desk.Store.BeforeWrite = () =>
        {
            desk.Store.BeforeWrite = null;
            _ = desk.Risk.AddAsync(
                TradingDesk.Trader.Tenant,
                Core.Storage.Item.NoCounters.Add(Exposure.Long(ScriptedExchange.Btc.Base), 0.09m), [],
                CancellationToken.None);
        };

        var refused = Assert.IsType<Submission.Refused>(await desk.SubmitAsync());

        Assert.Equal(
            new RiskViolation("maxPositionNotional", "5000", "5390"),
            Assert.Single(Assert.IsType<Refusal.BreaksRisk>(refused.Why).Violations));
    }

    [Fact]
    public async Task What_the_exchange_refuses_is_stored_as_rejected_and_gives_back_what_it_reserved()
    {
        var desk = await new TradingDesk().OpenAsync();
        desk.Exchange.Fates.Enqueue(Fate.Refused);

        var placed = Assert.IsType<Submission.Placed>(await desk.SubmitAsync());

        Assert.Equal(OrderStatus.Rejected, placed.Order.Status);
        Assert.Equal("INSUFFICIENT_BALANCE", placed.Order.RejectReason!.Code);
        Assert.All((await desk.ExposureAsync()).Counters, counter => Assert.Equal(0, counter.Value));
    }

    [Theory]
    [InlineData(Fate.RestsAnswerLost, OrderStatus.Open)]
    [InlineData(Fate.FillsAnswerLost, OrderStatus.Filled)]
    internal async Task F01_An_order_whose_answer_is_lost_becomes_what_the_exchange_says(Fate fate, OrderStatus status)
    {
        var desk = await new TradingDesk().OpenAsync();
        desk.Exchange.Fates.Enqueue(fate);

        var placed = Assert.IsType<Submission.Placed>(await desk.SubmitAsync());

        Assert.Equal(status, placed.Order.Status);
        Assert.Single(desk.Exchange.Arrived);
    }

    [Fact]
    public async Task F01_A_request_that_never_arrived_ends_as_not_placed_and_only_after_the_fence()
    {
        var desk = await new TradingDesk().OpenAsync();
        desk.Exchange.Fates.Enqueue(Fate.LostBeforeArrival);
        var placed = Assert.IsType<Submission.Placed>(await desk.SubmitAsync());
        Assert.Equal(OrderStatus.Unknown, placed.Order.Status);
        var fence = placed.Order.Sent!.AcceptableUntil;

        while (desk.Clock.GetUtcNow() + TimeSpan.FromSeconds(3) < fence)
        {
            await desk.SyncAsync();
            Assert.Equal(OrderStatus.Unknown, Assert.Single(await desk.StoredAsync()).Status);
            Assert.Equal(1, (await desk.ExposureAsync())[Exposure.Orders]);
            desk.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        desk.Clock.Advance(TimeSpan.FromSeconds(4));
        var asked = desk.Exchange.Asked;
        await desk.SyncAsync();

        var order = Assert.Single(await desk.StoredAsync());
        Assert.Equal((OrderStatus.Rejected, RejectReason.NotPlacedCode), (order.Status, order.RejectReason!.Code));
        Assert.Equal(2, desk.Exchange.Asked - asked);
        Assert.Empty(desk.Exchange.Arrived);
        Assert.Equal(0, (await desk.ExposureAsync())[Exposure.Orders]);
    }

    [Fact]
    public async Task A_request_outside_of_the_window_is_signed_again_once_and_reserves_once()
    {
        var desk = await new TradingDesk().OpenAsync();
        desk.Exchange.Fates.Enqueue(Fate.ClockSkew);

        var placed = Assert.IsType<Submission.Placed>(await desk.SubmitAsync());

        Assert.Equal(OrderStatus.Open, placed.Order.Status);
        Assert.Equal(1, (await desk.ExposureAsync())[Exposure.Orders]);
    }

    [Fact]
    public async Task An_order_that_is_late_after_the_gate_begins_again_and_reserves_once()
    {
        var desk = await new TradingDesk().OpenAsync();
        var slow = 4;
        desk.Store.BeforeWrite = () => desk.Clock.Advance(
            slow-- > 0 ? TimeSpan.FromMilliseconds(200) : TimeSpan.Zero);

        var placed = Assert.IsType<Submission.Placed>(await desk.SubmitAsync());

        Assert.Equal(OrderStatus.Open, placed.Order.Status);
        Assert.Equal(1, (await desk.ExposureAsync())[Exposure.Orders]);
        Assert.Single(desk.Exchange.Arrived);
        var events = await desk.Orders.GetEventsAsync(
            TradingDesk.Trader.Tenant, placed.Order.Id, CancellationToken.None);
        Assert.Equal(2, events.Count(e => e.Type == "OrderSubmitted"));
    }

    [Fact]
    public async Task An_order_that_cannot_be_sent_in_time_is_taken_back_whole()
    {
        var desk = await new TradingDesk().OpenAsync();
        var before = desk.Store.All.Count;
        desk.Store.BeforeWrite = () => desk.Clock.Advance(TimeSpan.FromMilliseconds(300));

        var refused = Assert.IsType<Submission.Refused>(await desk.SubmitAsync(key: "k"));

        Assert.IsType<Refusal.Unavailable>(refused.Why);
        Assert.Empty(desk.Exchange.Arrived);
        Assert.All((await desk.ExposureAsync()).Counters, counter => Assert.Equal(0, counter.Value));
        // The counters' own item, and the equity that was marked, stay.
        Assert.True(desk.Store.All.Count - before <= 2);
        desk.Store.BeforeWrite = null;
        Assert.IsType<Submission.Placed>(await desk.SubmitAsync(key: "k"));
    }

    [Fact]
    public async Task F09_An_order_signed_before_the_kill_switch_does_not_leave_when_it_begins_again()
    {
        var desk = await new TradingDesk().OpenAsync();
        var kill = desk.Store.Writes + 2;
        desk.Store.BeforeWrite = () =>
        {
            // The gate is passed; then the process stalls, and the switch is set meanwhile.
            if (desk.Store.Writes == kill + 1)
            {
                desk.Clock.Advance(TimeSpan.FromSeconds(1));
                desk.Store.BeforeWrite = null;
                _ = desk.Risk.AddAsync(
                    TradingDesk.Trader.Tenant,
                    Core.Storage.Item.NoCounters.Add(Exposure.Killed, 1), [], CancellationToken.None);
            }
        };

        var refused = await desk.SubmitAsync();

        Assert.IsType<Refusal.Killed>(Assert.IsType<Submission.Refused>(refused).Why);
        Assert.Empty(desk.Exchange.Arrived);
    }
}
