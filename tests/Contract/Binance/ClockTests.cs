using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Contract.Binance;

/// <summary>F14: orders are in time whatever our own clock says.</summary>
public sealed class ClockTests : TestBed
{
    private const string Time = "GET /api/v3/time";

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    public async Task F14_A_host_clock_that_is_off_by_half_a_minute_does_not_matter(int seconds)
    {
        Server.Skew = TimeSpan.FromSeconds(seconds);
        Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit));
        var signed = await Exchange.SignAsync(NewId(), Limit, default);
        Assert.Equal(Clock.GetUtcNow() + Server.Skew, signed.SignedAt);
        Assert.Equal(Clock.GetUtcNow() + TimeSpan.FromSeconds(18), signed.AcceptableUntil);
    }

    [Fact]
    public async Task F14_The_offset_is_read_again_after_a_minute_and_not_before()
    {
        await PlaceAsync(Limit);
        Clock.Advance(TimeSpan.FromSeconds(44));
        await PlaceAsync(Limit);
        Assert.Equal(1, Server.Count(Time));
        Clock.Advance(TimeSpan.FromSeconds(17));
        Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit));
        Assert.Equal(2, Server.Count(Time));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F14_After_a_freeze_of_ten_minutes_the_first_order_is_in_time(bool monotonicSleepsToo)
    {
        await PlaceAsync(Limit);
        if (monotonicSleepsToo)
        {
            Clock.Freeze(TimeSpan.FromMinutes(10));
        }
        else
        {
            Clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit));
        Assert.Equal(2, Server.Count(Time));
    }

    [Theory]
    [InlineData(2800, 0)]
    [InlineData(0, 2800)]
    [InlineData(1000, 1800)]
    public async Task F14_A_slow_and_lopsided_line_still_signs_in_time(int there, int back)
    {
        for (var reading = 0; reading < 3; reading++)
        {
            Server.Misbehave(Time, async (context, act) =>
            {
                Clock.Advance(TimeSpan.FromMilliseconds(there));
                var reply = act();
                Clock.Advance(TimeSpan.FromMilliseconds(back));
                await Server.WriteAsync(context, reply);
            });
        }

        Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit));
        Assert.Equal(3, Server.Count(Time));
    }

    [Fact]
    public async Task F14_The_quickest_reading_counts()
    {
        Server.Misbehave(Time, async (context, act) =>
        {
            var reply = act();
            Clock.Advance(TimeSpan.FromMilliseconds(2900));
            await Server.WriteAsync(context, reply);
        });
        await PlaceAsync(Limit);
        var signed = await Exchange.SignAsync(NewId(), Limit, default);
        Assert.Equal(Clock.GetUtcNow(), signed.SignedAt);
    }

    [Fact]
    public async Task F14_A_refused_timestamp_is_proof_and_the_next_order_is_signed_by_a_new_offset()
    {
        await PlaceAsync(Limit);
        Server.Skew = TimeSpan.FromSeconds(-30);
        var rejected = Assert.IsType<Placement.Rejected>(await PlaceAsync(Limit));
        Assert.Equal(ExchangeErrorKind.ClockSkew, rejected.Error.Kind);
        Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit));
    }

    [Fact]
    public async Task F14_A_read_whose_timestamp_is_refused_is_signed_anew_once_by_itself()
    {
        var accepted = Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit));
        Server.Skew = TimeSpan.FromSeconds(30);
        var found = await Exchange.FindOrderAsync(
            new OrderReference(Pair, accepted.Report.ClientOrderId), default);
        Assert.NotNull(found);
        Assert.Equal(2, Server.Count("GET /api/v3/order"));
    }

    [Fact]
    public async Task F14_An_offset_that_cannot_be_known_signs_nothing()
    {
        Server.Answer(Time, _ => new Reply(200, "<html>"));
        await Assert.ThrowsAsync<ExchangeException>(() => Exchange.SignAsync(NewId(), Limit, default));
        Assert.Equal(0, Server.Count("POST /api/v3/order"));
    }

    [Fact]
    public void F14_A_receive_window_above_five_seconds_is_refused()
    {
        var wide = new Exchanges.Binance.BinanceOptions { ReceiveWindow = TimeSpan.FromMilliseconds(5001) };
        Assert.Throws<InvalidOperationException>(wide.Check);
    }
}
