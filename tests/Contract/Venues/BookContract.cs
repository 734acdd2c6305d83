using System.Globalization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using Xunit.Abstractions;

namespace TradingPlatform.Contract.Venues;

/// <summary>F17: a book kept through lost updates and lost connections is the exchange's, or says that it is not.
/// </summary>
public abstract class BookContract(ITestOutputHelper output)
{
    private const int Checkpoints = 24;
    private const int Seed = 20261122;

    /// <summary>Levels a side that an event tells on this exchange.</summary>
    protected abstract int Depth { get; }

    protected abstract Task<IVenueDouble> OpenAsync();

    [Fact]
    public async Task F17_A_book_kept_through_gaps_and_reconnects_equals_the_exchanges_at_every_checkpoint()
    {
        await using var venue = await OpenAsync();
        var random = new Random(Seed);
        for (var order = 0; order < 40; order++)
        {
            await ChangeAsync(venue, random);
        }

        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        var (losses, checkpoint) = (0, 0);
        BookSnapshot? expected = null;
        await foreach (var told in venue.Market.StreamAsync([venue.Symbol], MarketFeed.Book, stop.Token))
        {
            losses += told is MarketEvent.Lost ? 1 : 0;
            if (told is not MarketEvent.BookChanged(var book) || (expected is not null && book.Sequence is { } at
                && expected.Sequence is { } wanted && at < wanted))
            {
                continue;
            }

            if (expected is null || Equal(expected, book))
            {
                if (checkpoint++ == Checkpoints)
                {
                    break;
                }

                expected = await DisturbAsync(venue, random, checkpoint);
            }
            else
            {
                // Without numbers an older state may still be on its way; with them this is the checkpoint's own.
                Assert.True(book.Sequence is null || book.Sequence > expected.Sequence, "The book differs.");
            }
        }

        Assert.Equal(Checkpoints + 1, checkpoint);
        Assert.True(losses > 0, "Nothing was lost, so nothing was shown.");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{checkpoint} checkpoints, {losses} losses"));
    }

    private async Task<BookSnapshot> DisturbAsync(IVenueDouble venue, Random random, int checkpoint)
    {
        switch (checkpoint % 3)
        {
            case 1:
                await venue.WithholdAsync(1);
                break;
            case 2:
                await venue.CutStreamsAsync();
                break;
        }

        for (var change = random.Next(1, 6); change > 0; change--)
        {
            await ChangeAsync(venue, random);
        }

        if (checkpoint % 3 == 1)
        {
            // The lost update shows by the next one.
            await Task.Delay(TimeSpan.FromMilliseconds(250));
            await ChangeAsync(venue, random);
        }

        return await venue.Market.GetBookAsync(venue.Symbol, Depth, default);
    }

    private static async Task ChangeAsync(IVenueDouble venue, Random random)
    {
        var isBid = random.Next(2) == 0;
        var step = random.Next(1, 60);
        await venue.OfferAsync(
            isBid ? OrderSide.Buy : OrderSide.Sell,
            new Price(isBid ? 50_000m - step : 50_000m + step), new Quantity(random.Next(1, 500) / 1000m));
        if (random.Next(3) == 0)
        {
            await venue.TakeAsync(isBid ? OrderSide.Sell : OrderSide.Buy, new Price(50_000m), new Quantity(0.3m));
        }
    }

    private bool Equal(BookSnapshot expected, BookSnapshot book) =>
        expected.Bids.Take(Depth).SequenceEqual(book.Bids.Take(Depth))
        && expected.Asks.Take(Depth).SequenceEqual(book.Asks.Take(Depth));
}
