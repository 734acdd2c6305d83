using TradingPlatform.Contract.Binance;
using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Contract.Coinbase;

/// <summary>The exchange's clock and the fence that rests on it (FAILURES.md F02, F14).</summary>
public abstract class ClockSuite : VenueSuite
{
    internal ManualClock Clock { get; } = new();

    [Theory]
    [InlineData(-3600)]
    [InlineData(-40)]
    [InlineData(40)]
    [InlineData(3600)]
    public async Task F14_A_clock_that_is_off_is_set_by_the_exchanges_own(int seconds)
    {
        Venue.Skew = TimeSpan.FromSeconds(seconds);

        Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit, NewId()));
        Assert.True((await Exchange.GetAccountAsync(default)).CanTrade);
    }

    [Fact]
    public async Task F14_Where_the_exchanges_clock_steps_a_read_is_signed_anew_once()
    {
        await Exchange.GetAccountAsync(default);
        Venue.Skew = TimeSpan.FromSeconds(90);

        Assert.True((await Exchange.GetAccountAsync(default)).CanTrade);
    }

    [Fact]
    public async Task F14_An_order_signed_before_the_clock_stepped_is_refused_for_certain_and_the_next_is_taken()
    {
        await PlaceAsync(Limit, NewId());
        Venue.Skew = TimeSpan.FromSeconds(90);

        Assert.IsType<Placement.Rejected>(await PlaceAsync(Limit, NewId()));
        Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit, NewId()));
        Assert.Equal(2, Venue.Books.Orders.Length);
    }

    [Fact]
    public async Task F02_What_a_frozen_process_sends_after_the_fence_is_refused()
    {
        using var turn = await Exchange.WaitToSendAsync(default);
        var signed = await Exchange.SignAsync(NewId(), Limit, default);
        Assert.Equal(Fence, signed.AcceptableUntil - Clock.GetUtcNow());

        Clock.Advance(signed.AcceptableUntil - Clock.GetUtcNow());

        Assert.IsType<Placement.Rejected>(await Exchange.PlaceAsync(signed, default));
        Assert.Empty(Venue.Books.Orders);
    }

    /// <summary>From signing to when 'not found' may be believed.</summary>
    protected abstract TimeSpan Fence { get; }
}

public sealed class ExchangeApiClockTests : ClockSuite
{
    protected override TimeSpan Fence => TimeSpan.FromSeconds(30 + 5);

    [Fact]
    public async Task An_order_that_was_acknowledged_a_while_ago_and_is_gone_was_cancelled_unfilled()
    {
        var id = NewId();
        var placed = Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit, id)).Report;
        Venue.Books.Cancel(Assert.Single(Venue.Books.Orders));
        Clock.Advance(TimeSpan.FromSeconds(6));

        var gone = await Exchange.FindOrderAsync(new OrderReference(Pair, id, placed.ExchangeOrderId), default);

        Assert.Equal((ReportedStatus.Cancelled, 0m), (gone!.Status, gone.FilledQuantity.Value));
    }

    internal override IVenue Open() => new ExchangeApiVenue(Clock);
}

public sealed class AdvancedClockTests : ClockSuite
{
    // The token's five seconds, rounded up to whole ones, and the exchange's own time.
    protected override TimeSpan Fence => TimeSpan.FromSeconds(1 + 5 + 15);

    internal override IVenue Open() => new AdvancedVenue(Clock);
}
