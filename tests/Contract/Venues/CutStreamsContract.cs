using System.Globalization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using Xunit.Abstractions;

namespace TradingPlatform.Contract.Venues;

/// <summary>Streams that are cut again and again lose nothing and count nothing twice.</summary>
public abstract class CutStreamsContract(ITestOutputHelper output)
{
    private const int Cuts = 100;
    private const int FillsBetween = 100;
    private const int Seed = 20261121;

    protected abstract ExchangeId Exchange { get; }

    protected abstract Task<IVenueDouble> OpenAsync();

    [Fact]
    public async Task Streams_cut_100_times_during_10_000_fills_leave_the_books_equal_to_the_exchanges()
    {
        await using var venue = await OpenAsync();
        await using var ledger = new StreamLedger(venue, DateTimeOffset.UtcNow.AddMinutes(-1));
        await ledger.UntilAsync(each => each.Connections == 1);
        var random = new Random(Seed);
        var side = OrderSide.Buy;
        for (var cut = 0; cut < Cuts; cut++)
        {
            if (cut % 10 == 0)
            {
                await RestAsync(venue, side, 10 * FillsBetween * 0.001m);
            }

            await FillAndCutAsync(venue, ledger, side, random.Next(FillsBetween));
            await ledger.UntilAsync(each => each.Connections >= cut + 2);
            side = cut % 10 == 9 ? Opposite(side) : side;
        }

        // What is told after the last reconnect comes by itself.
        await ledger.UntilAsync(each => each.Trades.Length >= Cuts * FillsBetween);
        var books = await venue.TradesAsync();
        Assert.Equal(Cuts * FillsBetween, books.Length);
        var exchange = VenueFold.Of(Exchange, venue.Symbol, books);
        Assert.NotEqual(0, exchange.RealisedProfit);
        VenueFold.AssertEqual(exchange, VenueFold.Of(Exchange, venue.Symbol, ledger.Trades));
        Report(ledger);
    }

    private static async Task FillAndCutAsync(IVenueDouble venue, StreamLedger ledger, OrderSide side, int cutAfter)
    {
        var price = new Price(side == OrderSide.Buy ? 50_000m : 50_500m);
        var done = 0;
        await Parallel.ForAsync(0, FillsBetween, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
        {
            await venue.TakeAsync(Opposite(side), price, new Quantity(0.001m));
            if (Interlocked.Increment(ref done) == cutAfter + 1)
            {
                ledger.NoteCut();
                await venue.CutStreamsAsync();
            }
        });
    }

    private static async Task RestAsync(IVenueDouble venue, OrderSide side, decimal quantity)
    {
        using var turn = await venue.Exchange.WaitToSendAsync(default);
        var signed = await venue.Exchange.SignAsync(
            venue.NewId(),
            new OrderTicket(venue.Symbol, side, OrderType.Limit)
            {
                Quantity = new Quantity(quantity),
                Price = new Price(side == OrderSide.Buy ? 50_000m : 50_500m),
                TimeInForce = TimeInForce.Gtc,
            },
            default);
        Assert.IsType<Placement.Accepted>(await venue.Exchange.PlaceAsync(signed, default));
    }

    private static OrderSide Opposite(OrderSide side) => side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy;

    private void Report(StreamLedger ledger)
    {
        var times = ledger.Recoveries.Select(each => each.TotalMilliseconds).Order().ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Exchange}: {ledger.Trades.Length} fills, {Cuts} cuts, {ledger.Repeated} told more than once; recovered "
            + $"in {times[times.Length / 2]:0.0} ms (median), {times[^1]:0.0} ms at most"));
    }
}
