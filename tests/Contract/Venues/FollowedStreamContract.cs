using TradingPlatform.Contract.Binance;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Streams;
using Xunit.Abstractions;

namespace TradingPlatform.Contract.Venues;

/// <summary>
/// An account is followed by the stream worker's own parts over an exchange's real adapter, while its stream is
/// troubled: orders, fills and positions end equal to the exchange's books (FAILURES.md F05, F06).
/// </summary>
public abstract class FollowedStreamContract(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualClock _clock = new();
    private FollowedDesk _desk = null!;

    protected IVenueDouble Venue { get; private set; } = null!;

    protected abstract ExchangeId Exchange { get; }

    /// <summary>After how long without a byte a connection is given up, as its adapter declares it.</summary>
    protected abstract TimeSpan Silence { get; }

    /// <summary>A venue behind a relay.</summary>
    protected abstract Task<IVenueDouble> OpenAsync(TimeProvider clock);

    public async Task InitializeAsync()
    {
        Venue = await OpenAsync(_clock);
        await Venue.OfferAsync(OrderSide.Buy, new Price(48_500m), new Quantity(5));
        await Venue.OfferAsync(OrderSide.Sell, new Price(50_500m), new Quantity(5));
        _desk = new FollowedDesk(Venue, Exchange, _clock);
        await _desk.OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _desk.DisposeAsync();
        await Venue.DisposeAsync();
    }

    [Fact]
    public async Task F05_One_fill_of_five_is_not_told_while_the_stream_lives_and_the_position_is_right_in_a_minute()
    {
        var order = await _desk.PlaceAsync(Buy);
        for (var fill = 0; fill < 25; fill++)
        {
            if (fill % 5 == 4)
            {
                await Venue.LoseAsync(1);
            }

            await FillAsync(0.01m);
            await _desk.Time.StepAsync();
        }

        await WholeAsync(order, 0.25m, Minute);
    }

    [Fact]
    public async Task F05_A_subscription_that_freezes_while_its_connection_lives_is_noticed_and_opened_anew()
    {
        var order = await _desk.PlaceAsync(Buy);
        await Venue.FreezeAsync(true);
        await FillAsync(0.1m);

        var noticed = await _desk.Time.UntilAsync(
            () => Task.FromResult(_desk.Stream.Standing.State is StreamState.Lost),
            FollowedDesk.Times.SweepEvery + FollowedDesk.Times.MayTake + TimeSpan.FromSeconds(5), "it is noticed");
        output.WriteLine($"noticed after {noticed.TotalSeconds} s");
        await Venue.FreezeAsync(false);
        await _desk.UntilLiveAsync();
        await FillAsync(0.1m);
        await WholeAsync(order, 0.2m, Minute);
    }

    [Fact]
    public async Task F06_A_connection_that_says_nothing_more_is_given_up_in_time_and_what_it_missed_is_found()
    {
        var order = await _desk.PlaceAsync(Buy);
        await _desk.Time.StepAsync();
        Venue.Relay!.Mute();

        await LostWithinAsync(Silence);
        await FillAsync(0.1m);
        await WholeAsync(order, 0.1m, Minute);
        await _desk.UntilLiveAsync();
    }

    [Fact]
    public async Task F06_A_message_that_comes_byte_by_byte_keeps_no_connection_alive()
    {
        var order = await _desk.PlaceAsync(Buy);
        await _desk.Time.StepAsync();
        Venue.Relay!.Drip();
        await FillAsync(0.1m);

        await LostWithinAsync(2 * Silence);
        await WholeAsync(order, 0.1m, Minute);
        await _desk.UntilLiveAsync();
    }

    [Fact]
    public async Task F06_An_account_that_cannot_be_seen_opens_nothing_and_trades_again_by_proof()
    {
        var order = await _desk.PlaceAsync(Buy);
        Venue.Relay!.IsDown = true;
        await FillAsync(0.1m);

        var blind = await _desk.Time.UntilAsync(
            async () => await _desk.TradingAsync() is not TradingState.Active, 2 * Minute, "it is restricted");
        output.WriteLine($"restricted after {blind.TotalSeconds} s");
        // Where the exchange's clock is not known any more either, even less is allowed, and earlier.
        Assert.True(blind <= FollowedDesk.Times.BlindAfter + TimeSpan.FromSeconds(10), blind.ToString());
        Assert.Contains(await _desk.TradingAsync(), (TradingState[])[TradingState.ReduceOnly, TradingState.CancelOnly]);
        Assert.IsType<Submission.Refused>(await _desk.SubmitAsync(Buy));

        Venue.Relay.IsDown = false;
        await _desk.Time.UntilAsync(
            async () => await _desk.TradingAsync() is TradingState.Active, 2 * Minute, "it trades again");
        await WholeAsync(order, 0.1m, Minute);
        await _desk.PlaceAsync(Buy);
        var open = await _desk.Time.RunAsync(Venue.Exchange.GetOpenOrdersAsync(Venue.Symbol, default));
        Assert.Equal(2, open.Length);
    }

    [Fact]
    public async Task What_is_told_twice_and_out_of_its_order_counts_once()
    {
        var order = await _desk.PlaceAsync(Buy);
        for (var round = 0; round < 5; round++)
        {
            await Venue.ReverseAsync(3);
            for (var fill = 0; fill < 3; fill++)
            {
                await FillAsync(0.01m);
            }

            await Venue.RepeatAsync(2);
            await FillAsync(0.01m);
            await FillAsync(0.01m);
            await _desk.Time.StepAsync();
        }

        // The last fill and the order's end, each before what came before it.
        await Venue.ReverseAsync(2);
        await FillAsync(0.25m);
        await FillAsync(0.5m);
        await WholeAsync(order, 1, Minute);
    }

    /// <summary>Two fills after a trouble of their messages are whole within this time.</summary>
    protected async Task FillTwiceAfterAsync(Action trouble, TimeSpan within)
    {
        var order = await _desk.PlaceAsync(Buy);
        await _desk.Time.StepAsync();
        trouble();
        await FillAsync(0.1m);
        await FillAsync(0.1m);
        await WholeAsync(order, 0.2m, within);
        await _desk.UntilLiveAsync();
    }

    private OrderTicket Buy => new(Venue.Symbol, OrderSide.Buy, OrderType.Limit)
    {
        Quantity = new Quantity(1), Price = new Price(49_000m), TimeInForce = TimeInForce.Gtc,
    };

    private Task FillAsync(decimal quantity) =>
        Venue.TakeAsync(OrderSide.Sell, new Price(49_000m), new Quantity(quantity));

    private async Task LostWithinAsync(TimeSpan bound)
    {
        // Silence is looked at now and then: a third of it, at most, is added.
        var lost = await _desk.Time.UntilAsync(
            () => Task.FromResult(_desk.Stream.Standing.State is not StreamState.Live), bound + (Silence / 3) +
            TimeSpan.FromSeconds(1), "it is given up");
        output.WriteLine($"given up after {lost.TotalSeconds} s");
    }

    private async Task WholeAsync(Order order, decimal filled, TimeSpan within)
    {
        var took = await _desk.Time.UntilAsync(
            async () => (await _desk.FindAsync(order)) is { TradesAreWhole: true } now && now.Filled.Value == filled,
            within, $"{filled} is filled");
        output.WriteLine($"whole after {took.TotalSeconds} s");
        Assert.Equal(
            filled == 1 ? OrderStatus.Filled : OrderStatus.PartiallyFilled, (await _desk.FindAsync(order)).Status);
        var books = VenueFold.Of(Exchange, Venue.Symbol, await Venue.TradesAsync());
        VenueFold.AssertEqual(books, await _desk.PositionAsync());
    }
}
