using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Binance;
using Xunit.Abstractions;

namespace TradingPlatform.Contract.Binance;

/// <summary>F17: for how long a book is not there, in time that the test moves.</summary>
public sealed class BookTimeTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan LookedAtEvery = TimeSpan.FromSeconds(15);

    private readonly ManualClock _clock = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private readonly List<(MarketEvent What, DateTimeOffset At)> _told = [];
    private SimulatedVenue _venue = null!;
    private SteppedTime _time = null!;
    private Task _reading = Task.CompletedTask;
    private int _offers;

    public async Task InitializeAsync()
    {
        _venue = await SimulatedVenue.OpenAsync(clock: _clock);
        _time = new SteppedTime(_clock, _venue, static () => Task.CompletedTask);
        await OfferAsync();
        _reading = ReadAsync();
        await _time.BeginAsync(() => Task.FromResult(Place<MarketEvent.BookChanged>(0) > 0), "a first book");
    }

    public async Task DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading;
        await _venue.DisposeAsync();
        _ending.Dispose();
    }

    [Fact]
    public async Task F17_A_book_is_whole_again_within_a_second_of_each_gap()
    {
        var longest = TimeSpan.Zero;
        for (var gap = 0; gap < 10; gap++)
        {
            var before = Count;
            await _venue.WithholdAsync(1);
            await OfferAsync();
            await _time.StepAsync();
            // What was lost shows by what comes next.
            await OfferAsync();
            var lost = await SoonAsync<MarketEvent.Lost>(before, TimeSpan.FromSeconds(2));
            var whole = await SoonAsync<MarketEvent.BookChanged>(lost, TimeSpan.FromSeconds(2));
            longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, (At(whole) - At(lost)).Ticks));
            await AssertEqualAsync();
        }

        output.WriteLine($"at most {longest.TotalSeconds} s without a book");
        Assert.True(longest <= TimeSpan.FromSeconds(1), longest.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task F17_A_market_connection_that_says_nothing_or_drips_is_lost_in_time_and_its_book_comes_back(
        bool drips)
    {
        await _time.StepAsync();
        var (before, since) = (Count, _clock.GetUtcNow());
        if (drips)
        {
            _venue.Relay!.Drip();
        }
        else
        {
            _venue.Relay!.Mute();
        }

        await OfferAsync();
        var bound = (drips ? 2 * Silence : Silence) + LookedAtEvery + TimeSpan.FromSeconds(1);
        await _time.UntilAsync(
            () => Task.FromResult(Place<MarketEvent.Lost>(before) > 0), bound, nameof(MarketEvent.Lost));
        var lost = Place<MarketEvent.Lost>(before);
        output.WriteLine($"lost after {(At(lost) - since).TotalSeconds} s");
        await SoonAsync<MarketEvent.BookChanged>(lost, TimeSpan.FromSeconds(10));
        await AssertEqualAsync();
    }

    private int Count
    {
        get
        {
            lock (_gate)
            {
                return _told.Count;
            }
        }
    }

    private DateTimeOffset At(int place)
    {
        lock (_gate)
        {
            return _told[place - 1].At;
        }
    }

    private Task OfferAsync()
    {
        var step = ++_offers;
        return Task.WhenAll(
            _venue.OfferAsync(OrderSide.Buy, new Price(49_000m - step), new Quantity(0.01m * step)),
            _venue.OfferAsync(OrderSide.Sell, new Price(51_000m + step), new Quantity(0.01m * step)));
    }

    /// <summary>Such a thing is told soon, past the first so many. Answers its place.</summary>
    private async Task<int> SoonAsync<T>(int first, TimeSpan within)
        where T : MarketEvent
    {
        await _time.SoonAsync(() => Task.FromResult(Place<T>(first) > 0), within, typeof(T).Name);
        return Place<T>(first);
    }

    // Counted from 1; 0 is none.
    private int Place<T>(int first)
        where T : MarketEvent
    {
        lock (_gate)
        {
            return _told.FindIndex(first, told => told.What is T) + 1;
        }
    }

    private async Task AssertEqualAsync()
    {
        var depth = new BinanceOptions().BookDepth;
        var expected = await _time.RunAsync(_venue.Market.GetBookAsync(_venue.Symbol, depth, default));
        await _time.SoonAsync(
            () =>
            {
                lock (_gate)
                {
                    return Task.FromResult(_told[^1].What is MarketEvent.BookChanged { Book: var book }
                        && book.Bids.SequenceEqual(expected.Bids) && book.Asks.SequenceEqual(expected.Asks));
                }
            },
            TimeSpan.FromSeconds(5), "the book is the exchange's");
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var told in _venue.Market.StreamAsync([_venue.Symbol], MarketFeed.Book, _ending.Token))
            {
                lock (_gate)
                {
                    _told.Add((told, _clock.GetUtcNow()));
                }
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The test is over.
        }
    }
}
