using TradingPlatform.Contract.Venues;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Contract.Binance;

/// <summary>The public side, against the simulated exchange.</summary>
public sealed class MarketTests : IAsyncLifetime
{
    private SimulatedVenue _venue = null!;

    public async Task InitializeAsync() => _venue = await SimulatedVenue.OpenAsync();

    public async Task DisposeAsync() => await _venue.DisposeAsync();

    [Fact]
    public async Task What_is_asked_over_rest_is_the_markets_own()
    {
        var market = _venue.Market;
        await _venue.OfferAsync(OrderSide.Sell, new Price(50_001m), new Quantity(1m));
        await _venue.OfferAsync(OrderSide.Buy, new Price(49_999m), new Quantity(2m));
        await _venue.TakeAsync(OrderSide.Buy, new Price(50_001m), new Quantity(0.25m));
        Assert.Equal(_venue.Symbol, Assert.Single(await market.GetInstrumentsAsync(default)).Symbol);
        var ticker = await market.GetTickerAsync(_venue.Symbol, default);
        Assert.Equal(
            (50_001m, 49_999m, 50_001m), (ticker.Last.Value, ticker.Bid?.Value, ticker.Ask?.Value));
        var book = await market.GetBookAsync(_venue.Symbol, 5, default);
        Assert.Equal(
            (new BookLevel(new Price(49_999m), new Quantity(2m)), new BookLevel(new Price(50_001m), new Quantity(0.75m))),
            (Assert.Single(book.Bids), Assert.Single(book.Asks)));
        var trade = (await market.GetTradesAsync(_venue.Symbol, 10, default))[^1];
        Assert.Equal((OrderSide.Buy, 0.25m), (trade.TakerSide, trade.Quantity.Value));
    }

    [Fact]
    public async Task F16_The_candle_that_forms_is_told_as_such()
    {
        await _venue.OfferAsync(OrderSide.Sell, new Price(50_001m), new Quantity(1m));
        await _venue.TakeAsync(OrderSide.Buy, new Price(50_001m), new Quantity(0.25m));
        var now = DateTimeOffset.UtcNow;
        var candles = await _venue.Market.GetCandlesAsync(
            _venue.Symbol, CandleInterval.OneMinute, now.AddMinutes(-5), now.AddMinutes(2), default);
        Assert.False(candles[^1].Closed && candles[^1].OpenTime.AddMinutes(1) > DateTimeOffset.UtcNow);
        Assert.All(candles.SkipLast(2), candle => Assert.True(candle.Closed));
    }

    [Fact]
    public async Task Trades_quotes_and_candles_are_heard_on_one_connection()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var missing = new HashSet<Type>
        {
            typeof(MarketEvent.Traded), typeof(MarketEvent.QuoteChanged), typeof(MarketEvent.CandleChanged),
        };
        await foreach (var told in _venue.Market.StreamAsync(
            [_venue.Symbol], MarketFeed.Trades | MarketFeed.Quotes | MarketFeed.Candles, stop.Token))
        {
            if (told is MarketEvent.Connected)
            {
                Assert.Equal(1, await _venue.OpenSocketsAsync());
                await _venue.OfferAsync(OrderSide.Buy, new Price(49_999m), new Quantity(1m));
                await _venue.OfferAsync(OrderSide.Sell, new Price(50_001m), new Quantity(1m));
                await _venue.TakeAsync(OrderSide.Buy, new Price(50_001m), new Quantity(0.25m));
            }

            missing.Remove(told.GetType());
            if (missing.Count == 0)
            {
                break;
            }
        }

        Assert.Empty(missing);
    }

    [Fact]
    public async Task A_pair_that_is_not_there_is_refused_at_once()
    {
        var failure = await Assert.ThrowsAsync<ExchangeException>(async () =>
        {
            await foreach (var _ in _venue.Market.StreamAsync(
                [Symbol.Parse("NO-SUCH")], MarketFeed.Book, CancellationToken.None))
            {
            }
        });
        Assert.Equal(ExchangeErrorKind.InvalidRequest, failure.Error.Kind);
        Assert.Throws<ArgumentException>(() => _venue.Market.StreamAsync([], MarketFeed.Book, default));
    }
}
