using TradingPlatform.Core.Exchanges;

namespace TradingPlatform.Contract.Venues;

/// <summary>What an account's own stream tells, and that it is opened again after it was cut.</summary>
public abstract class StreamSuite : VenueSuite
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
