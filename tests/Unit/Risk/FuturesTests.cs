using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Risk;

/// <summary>
/// On a futures account a sell can open: limits bind both sides, and only what may only reduce is free.
/// </summary>
public sealed class FuturesTests
{
    private static readonly AccountId Account = AccountId.Parse("a1");
    private static readonly Symbol Btc = ScriptedExchange.Btc;

    private static RiskLimits Limits { get; } = new()
    {
        MaxOrderNotional = null, MaxRiskPerTrade = null, MaxPositionShare = null, MaxPositionNotional = 1_000,
    };

    [Fact]
    public async Task A_sell_that_opens_a_short_is_bound_by_the_limit_on_positions()
    {
        var desk = await DeskAsync();
        Assert.IsType<Submission.Placed>(await desk.SubmitAsync(Sell(0.015m)));
        var refused = Assert.IsType<Submission.Refused>(await desk.SubmitAsync(Sell(0.015m)));
        var why = Assert.IsType<Refusal.BreaksRisk>(refused.Why);
        Assert.Equal("maxPositionNotional", Assert.Single(why.Violations).Rule);
    }

    [Fact]
    public async Task An_order_against_the_position_and_no_larger_is_sent_as_one_that_may_only_reduce()
    {
        var desk = await DeskAsync();
        desk.Exchange.Fates.Enqueue(Fate.Fills);
        await desk.SubmitAsync(Sell(0.015m));

        var close = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(TradingDesk.Buy(0.015m)));
        Assert.True(close.Order.Ticket.ReduceOnly);
        var further = Assert.IsType<Submission.Placed>(await desk.SubmitAsync(TradingDesk.Buy(0.016m)));
        Assert.False(further.Order.Ticket.ReduceOnly);
    }

    [Fact]
    public async Task Counters_follow_a_short_to_its_end()
    {
        var desk = await DeskAsync();
        desk.Exchange.Otherwise = Fate.Fills;
        await desk.SubmitAsync(Sell(0.015m));
        Assert.Equal((-0.015m, 0.015m), Sides(await desk.ExposureAsync()));
        await desk.SubmitAsync(TradingDesk.Buy(0.01m));
        Assert.Equal((-0.005m, 0.005m), Sides(await desk.ExposureAsync()));
        await desk.SubmitAsync(TradingDesk.Buy(0.005m));
        Assert.Equal((0m, 0m), Sides(await desk.ExposureAsync()));
    }

    [Fact]
    public async Task Counters_computed_anew_are_those_that_were_kept()
    {
        var desk = await DeskAsync();
        desk.Exchange.Fates.Enqueue(Fate.Fills);
        await desk.SubmitAsync(Sell(0.01m));
        await desk.SubmitAsync(Sell(0.005m));
        await desk.SubmitAsync(TradingDesk.Buy(0.004m));
        var kept = Sides(await desk.ExposureAsync());
        Assert.Equal((-0.01m, 0.015m), kept);
        Assert.Equal(
            Recomputation.Agreed,
            await desk.Recompute.HandleAsync(TradingDesk.Trader, TimeSpan.Zero, CancellationToken.None));
        Assert.Equal(kept, Sides(await desk.ExposureAsync()));
    }

    [Fact]
    public async Task A_restricted_account_takes_what_reduces_and_nothing_that_opens()
    {
        var desk = await DeskAsync();
        desk.Exchange.Fates.Enqueue(Fate.Fills);
        await desk.SubmitAsync(Sell(0.01m));
        await new MoveTradingState(desk.Accounts, desk.Clock).RestrictAsync(
            TradingDesk.Trader, Account, "TEST", null, TradingState.ReduceOnly, "A test.", CancellationToken.None);

        var opens = Assert.IsType<Submission.Refused>(await desk.SubmitAsync(Sell(0.001m)));
        Assert.IsType<Refusal.Restricted>(opens.Why);
        Assert.IsType<Submission.Placed>(await desk.SubmitAsync(TradingDesk.Buy(0.01m)));
    }

    [Fact]
    public void More_leverage_than_the_tenant_allows_is_refused_unless_the_order_reduces()
    {
        var input = Input(Sell(0.01m), new RiskLimits { MaxLeverage = 10 }) with { Leverage = 20 };
        Assert.Equal("maxLeverage", RiskRules.MaxLeverage(input)?.Rule);
        Assert.Null(RiskRules.MaxLeverage(input with { Leverage = 10 }));
        Assert.Null(RiskRules.MaxLeverage(input with { Ticket = Sell(0.01m) with { ReduceOnly = true } }));
    }

    [Fact]
    public void The_gate_refuses_what_the_rule_on_positions_refuses_on_either_side()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var side = random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
            var input = Input(Sell(random.Next(1, 2_000) / 100_000m) with { Side = side }, Limits);
            input = input with
            {
                Exposure = new Exposure(input.Exposure.Counters.SetItem(input.HeldCounter, random.Next(2_000) / 100_000m)),
            };
            var reservation = new Reservation(
                1, input.Notional, side is OrderSide.Buy ? input.Basis.Quantity.Value : 0, Btc.Base, Account, Btc, false)
            {
                Short = side is OrderSide.Sell ? input.Basis.Quantity.Value : 0,
            };
            var guards = GateBounds.Of(input, reservation, null, null, null)
                .Where(guard => guard.Counter == input.HeldCounter);
            Assert.Equal(
                RiskRules.MaxPositionNotional(input) is null,
                guards.All(guard => input.Exposure[guard.Counter] <= guard.AtMost));
        }
    }

    [Fact]
    public void Paper_accounts_have_no_futures()
    {
        var desk = new TradingDesk(market: ExchangeId.BitgetFutures);
        Assert.False(desk.Connections.Supports(ExchangeId.BitgetFutures, TradingMode.Paper));
        Assert.True(desk.Connections.Supports(ExchangeId.BitgetFutures, TradingMode.Production));
    }

    private static Task<TradingDesk> DeskAsync() =>
        new TradingDesk(market: ExchangeId.BitgetFutures).OpenAsync(Limits);

    private static OrderTicket Sell(decimal quantity) =>
        TradingDesk.Buy(quantity) with { Side = OrderSide.Sell, Price = new Price(51_000) };

    private static (decimal Up, decimal Down) Sides(Exposure exposure) =>
        (exposure[Exposure.Up(Account, Btc)], exposure[Exposure.Down(Account, Btc)]);

    private static RiskInput Input(OrderTicket ticket, RiskLimits limits) => new(
        ticket, new ReservationBasis(ticket.Quantity!.Value, 50_000), limits,
        new Exposure(Core.Storage.Item.NoCounters),
        new Equity(new DateOnly(2026, 1, 8), 100_000, 100_000, Core.Storage.Item.NoCounters.Add("a1", 100_000)),
        new MarketQuote(Btc, new Price(49_990), new Price(50_010), DateTimeOffset.UnixEpoch), 0)
    {
        Futures = Account,
    };
}
