using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Orders;

/// <summary>
/// The process dies at any write, before it happened or after; another takes over from what is stored.
/// </summary>
public sealed class CrashTests
{
    public static TheoryData<int, bool, bool> Points()
    {
        var points = new TheoryData<int, bool, bool>();
        for (var write = 1; write <= 6; write++)
        {
            foreach (var happened in (bool[])[false, true])
            {
                points.Add(write, happened, false);
                points.Add(write, happened, true);
            }
        }

        return points;
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task F03_After_a_crash_at_any_write_each_order_of_the_exchange_is_one_stored_intent(
        int write, bool happened, bool fills)
    {
        var desk = await new TradingDesk().OpenAsync();
        desk.Exchange.Otherwise = fills ? Fate.Fills : Fate.Rests;
        desk.Store.FailAfter = happened;
        desk.Store.FailAt = desk.Store.Writes + write;
        try
        {
            await desk.SubmitAsync(key: "k");
        }
        catch (IOException)
        {
            // The process died; what it was told by then is lost with it.
        }

        desk.Store.Revive();
        desk.Clock.Advance(TimeSpan.FromSeconds(1));
        var next = new TradingDesk(desk.Store, desk.Exchange, desk.Clock);
        desk.Vault.Secrets.ToList().ForEach(secret => next.Vault.Secrets[secret.Key] = secret.Value);
        var account = (await next.Accounts.FindAsync(
            TradingDesk.Trader.Tenant, Core.Accounts.AccountId.Parse("a1"), CancellationToken.None))!;
        for (var round = 0; round < 3; round++)
        {
            await next.Sync.HandleAsync(account, TradingDesk.Trader, next.Clock.GetUtcNow(), CancellationToken.None);
            next.Clock.Advance(TimeSpan.FromSeconds(20));
        }

        await next.Recompute.HandleAsync(TradingDesk.Trader, TimeSpan.Zero, CancellationToken.None);

        var stored = await next.StoredAsync();
        Assert.True(desk.Exchange.Orders.Count <= 1);
        foreach (var atExchange in desk.Exchange.Orders)
        {
            var order = Assert.Single(stored);
            Assert.Equal(atExchange.ClientOrderId, order.ClientOrderId);
            Assert.Equal(fills ? OrderStatus.Filled : OrderStatus.Open, order.Status);
            Assert.Equal(atExchange.FilledQuantity, order.Filled);
        }

        Assert.DoesNotContain(stored, order => order.Status is OrderStatus.Unknown or OrderStatus.Submitted
            or OrderStatus.Pending);
        var live = stored.Count(order => !order.Status.IsTerminal());
        Assert.Equal(live, (await next.ExposureAsync())[Exposure.Orders]);
        var position = await next.Positions.GetAsync(account, ScriptedExchange.Btc, CancellationToken.None);
        Assert.Equal(desk.Exchange.Orders.Sum(order => order.FilledQuantity.Value), position.Quantity);
    }

    [Fact]
    public async Task F02_Ten_thousand_lost_answers_make_no_second_order()
    {
        for (var seed = 0; seed < 10_000; seed++)
        {
            var random = new Random(seed);
            var desk = await new TradingDesk().OpenAsync();
            var fate = (Fate)(1 + random.Next(5));
            desk.Exchange.Fates.Enqueue(fate);
            await desk.SubmitAsync(key: "k");
            await desk.SubmitAsync(key: "k");
            desk.Clock.Advance(TimeSpan.FromSeconds(random.Next(40)));
            await desk.SyncAsync();
            await desk.SubmitAsync(key: "k");
            desk.Clock.Advance(TimeSpan.FromSeconds(40));
            await desk.SyncAsync();

            Assert.Equal(fate is Fate.LostBeforeArrival ? 0 : 1, desk.Exchange.Arrived.Count);
            var order = Assert.Single(await desk.StoredAsync());
            Assert.Equal(
                fate switch
                {
                    Fate.LostBeforeArrival => OrderStatus.Rejected,
                    Fate.Fills or Fate.FillsAnswerLost => OrderStatus.Filled,
                    _ => OrderStatus.Open,
                },
                order.Status);
        }
    }
}
