using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Reconciliation;

public sealed class MetOrdersTests
{
    [Fact]
    public async Task Orders_of_two_pairs_under_one_number_of_the_exchange_are_two()
    {
        var desk = await new TradingDesk().OpenAsync();
        var bitcoin = Assert.IsType<Submission.Placed>(await desk.SubmitAsync()).Order with { ExchangeOrderId = "7" };
        var ether = bitcoin with
        {
            Id = OrderId.Parse("00000000000040008000000000000001"),
            Ticket = bitcoin.Ticket with { Symbol = Symbol.Parse("ETH-USDT") },
        };
        var met = new MetOrders();

        Assert.True(met.Add(bitcoin));
        Assert.True(met.Add(ether));
        Assert.False(met.Add(ether));

        Assert.Equal(bitcoin.Id, met.Find(bitcoin.Ticket.Symbol, "7"));
        Assert.Equal(ether.Id, met.Find(ether.Ticket.Symbol, "7"));
        Assert.Null(met.Find(ether.Ticket.Symbol, "8"));
        Assert.True(met.Has(ether.Id));
        Assert.NotEqual(
            OrderId.DeriveExternal(bitcoin.Tenant, bitcoin.Account, bitcoin.Ticket.Symbol, "7"),
            OrderId.DeriveExternal(bitcoin.Tenant, bitcoin.Account, ether.Ticket.Symbol, "7"));
    }

    [Fact]
    public async Task A_run_that_reads_for_long_holds_on_and_writes_no_more_often_than_it_must()
    {
        var desk = await new TradingDesk().OpenAsync();
        using var lease = await BooksLease.TryTakeAsync(
            desk.Store, desk.Account, "first", desk.Clock, CancellationToken.None);
        var writes = desk.Store.Writes;
        for (var second = 0; second < 300; second++)
        {
            desk.Clock.Advance(TimeSpan.FromSeconds(1));
            await lease!.KeepAsync(CancellationToken.None);
            Assert.Null(await BooksLease.TryTakeAsync(
                desk.Store, desk.Account, "second", desk.Clock, CancellationToken.None));
        }

        // Every 45 seconds: half of what a hold lasts.
        Assert.Equal(6, desk.Store.Writes - writes);
    }
}
