using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Unit.Accounts;

public sealed class UnlinkAccountTests
{
    [Fact]
    public async Task An_account_with_an_open_order_stays_and_goes_on_trading()
    {
        var desk = await KeyDesk.OpenAsync();
        Assert.True(await desk.CanTradeAsync());
        Assert.Equal(Unlinking.HasOpenOrders, await desk.UnlinkAsync());
        Assert.True(await desk.CanTradeAsync());
    }

    [Fact]
    public async Task An_order_that_has_passed_its_check_is_not_sent_once_the_account_is_gone()
    {
        var (desk, order) = await CheckedAsync();
        Assert.Equal(Unlinking.Done, await desk.UnlinkAsync());
        Assert.IsType<Submission.Refused>(await order());
        Assert.Empty(desk.Trading.Exchange.Arrived);
    }

    [Fact]
    public async Task An_order_that_comes_between_two_looks_keeps_the_account_and_the_next_order_passes()
    {
        var desk = await KeyDesk.OpenAsync();
        var writes = 0;
        desk.Trading.Store.BeforeWrite = () =>
        {
            // The first write marks the account; the order is stored, and past the gate, before the second closes it.
            if (++writes == 2)
            {
                desk.Trading.Store.BeforeWrite = null;
                desk.Trading.StorePendingAsync("between").GetAwaiter().GetResult();
            }
        };
        Assert.Equal(Unlinking.HasOpenOrders, await desk.UnlinkAsync());
        Assert.Equal(1, (await desk.AccountAsync()).Generation);
        Assert.True(await desk.CanTradeAsync());
        Assert.Equal(AccountEvents.UnlinkGivenUp, (await desk.EventsAsync())[^1]);
    }

    [Fact]
    public async Task However_orders_and_unlinking_interleave_no_order_is_at_the_exchange_of_an_account_that_is_gone()
    {
        for (var at = 1; at < 12; at++)
        {
            var desk = await KeyDesk.OpenAsync();
            var count = 0;
            Unlinking? unlinked = null;
            desk.Trading.Store.BeforeWrite = () =>
            {
                if (++count == at)
                {
                    desk.Trading.Store.BeforeWrite = null;
                    unlinked = desk.UnlinkAsync().GetAwaiter().GetResult();
                }
            };
            var submitted = await desk.Trading.SubmitAsync();
            var isThere = desk.Trading.Exchange.Arrived.Count > 0;
            Assert.Equal(submitted is Submission.Placed, isThere);
            Assert.False(unlinked is Unlinking.Done && isThere, $"at write {at}");
        }
    }

    // Held back where it waits for the exchange's prices: it has read the account, and is not stored yet.
    private static async Task<(KeyDesk Desk, Func<Task<Submission>> Order)> CheckedAsync()
    {
        var desk = await KeyDesk.OpenAsync();
        var held = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        desk.Trading.Exchange.OnTurn = async () =>
        {
            reached.SetResult();
            await held.Task;
        };
        var order = desk.Trading.SubmitAsync();
        await reached.Task;
        return (desk, () =>
        {
            held.SetResult();
            return order;
        });
    }
}
