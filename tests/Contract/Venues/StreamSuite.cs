using System.Diagnostics;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using Xunit.Abstractions;

namespace TradingPlatform.Contract.Venues;

/// <summary>What an account's own stream tells, and what is left to ask after it was cut.</summary>
public abstract class StreamSuite(ITestOutputHelper output) : VenueSuite
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_order_is_heard_of_from_its_placing_to_its_end()
    {
        using var ending = new CancellationTokenSource(Patience);
        await using var heard = Exchange.ReadUserEventsAsync(ending.Token).GetAsyncEnumerator(ending.Token);
        await UntilAsync(heard, static what => what is UserEvent.Connected);
        var id = NewId();
        var placed = Assert.IsType<Placement.Accepted>(await PlaceAsync(Limit, id)).Report;

        Venue.Books.Fill(id.Text, 0.004m);
        var part = await ReportAsync(heard, report => report.Status == ReportedStatus.PartiallyFilled);
        Assert.Equal((id, placed.ExchangeOrderId, 0.004m),
            (part.ClientOrderId, part.ExchangeOrderId, part.FilledQuantity.Value));

        await Exchange.CancelAsync(new OrderReference(Pair, id, placed.ExchangeOrderId), default);
        var end = await ReportAsync(heard, report => report.Status == ReportedStatus.Cancelled);
        Assert.Equal((id, 0.004m), (end.ClientOrderId, end.FilledQuantity.Value));
    }

    [Fact]
    public async Task F06_A_connection_that_is_cut_is_told_of_and_opened_again()
    {
        using var ending = new CancellationTokenSource(Patience);
        await using var heard = Exchange.ReadUserEventsAsync(ending.Token).GetAsyncEnumerator(ending.Token);
        await UntilAsync(heard, static what => what is UserEvent.Connected);

        Venue.Server.CutFeeds();

        await UntilAsync(heard, static what => what is UserEvent.Lost);
        await UntilAsync(heard, static what => what is UserEvent.Connected);
    }

    [Fact]
    public async Task Cut_a_hundred_times_during_ten_thousand_fills_the_books_are_equal_to_the_last_digit()
    {
        const int orders = 100, fills = 100;
        using var ending = new CancellationTokenSource(Patience);
        var account = new FollowedAccount(Exchange, Pair);
        var following = account.FollowAsync(ending.Token);
        await account.Connected;
        var random = new Random(20260108);
        var cuts = Enumerable.Range(0, orders * fills).OrderBy(_ => random.Next()).Take(100).ToHashSet();
        var cut = 0;
        for (var order = 0; order < orders; order++)
        {
            var id = NewId();
            await PlaceAsync(Limit with { Quantity = new Quantity(1) }, id);
            for (var fill = 0; fill < fills; fill++)
            {
                Venue.Books.Fill(id.Text, 0.01m, 29000.07m - (fill % 7));
                if (cuts.Contains((order * fills) + fill))
                {
                    await CutAsync(account, ++cut, random.Next(12), ending.Token);
                }
            }
        }

        var since = Stopwatch.GetTimestamp();
        var books = Venue.Books.Trades;
        while ((account.Count < books.Length || account.Recoveries.Count < cut) && Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(10, ending.Token);
        }

        output.WriteLine($"whole {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms after the last fill; "
            + $"{account.Recoveries.Count} recoveries, the longest {account.Recoveries.DefaultIfEmpty().Max():0} ms, "
            + $"the median {account.Recoveries.Order().ElementAtOrDefault(account.Recoveries.Count / 2):0} ms");
        var held = account.Fills;
        Assert.Equal(100, account.Recoveries.Count);
        Assert.Equal(
            books.Select(Venue.TradeId).Order(StringComparer.Ordinal),
            held.Select(fill => fill.TradeId).Order(StringComparer.Ordinal));
        Assert.Equal(
            (books.Sum(trade => trade.Size), books.Sum(trade => trade.Price * trade.Size), books.Sum(trade => trade.Fee)),
            (held.Sum(fill => fill.Quantity.Value), held.Sum(fill => fill.Quote), held.Sum(fill => fill.FeeAmount)));
        await ending.CancelAsync();
        await following;
    }

    /// <summary>
    /// Cuts the feed, some time after it has been opened again since the cut before; fills go on meanwhile.
    /// </summary>
    private async Task CutAsync(FollowedAccount account, int cut, int milliseconds, CancellationToken cancellation)
    {
        while (account.Recoveries.Count < cut - 1)
        {
            await Task.Delay(1, cancellation);
        }

        await Task.Delay(milliseconds, cancellation);
        Venue.Server.CutFeeds();
    }

    private static async Task<UserEvent> UntilAsync(
        IAsyncEnumerator<UserEvent> heard, Func<UserEvent, bool> isIt)
    {
        do
        {
            Assert.True(await heard.MoveNextAsync());
        }
        while (!isIt(heard.Current));

        return heard.Current;
    }

    private static async Task<OrderReport> ReportAsync(
        IAsyncEnumerator<UserEvent> heard, Func<OrderReport, bool> isIt) => ((UserEvent.OrderChanged)await UntilAsync(
            heard, what => what is UserEvent.OrderChanged changed && isIt(changed.Report))).Report;
}
