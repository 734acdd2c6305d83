using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Orders;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Streams;

/// <summary>A trading state is believed for as long as somebody keeps it (docs/adr/0034).</summary>
public sealed class WatchTests
{
    private readonly StreamDesk _desk = new();

    [Fact]
    public void A_state_that_nobody_keeps_lets_nothing_be_opened_and_everything_be_reduced()
    {
        Watched(_desk.World.Now);
        _desk.World.Advance(ExchangeAccount.WatchGoodFor);
        Assert.IsType<Submission.Placed>(_desk.Try());

        _desk.World.Advance(TimeSpan.FromSeconds(1));

        var refused = Assert.IsType<Refusal.Restricted>(Assert.IsType<Submission.Refused>(_desk.Try()).Why);
        Assert.Equal(TradingState.ReduceOnly, refused.Trading.State);
        Assert.NotNull(refused.Trading.Reason);
        Assert.IsType<Submission.Placed>(_desk.World.Run(() => _desk.Desk.SubmitAsync(
            TradingDesk.Buy() with { Side = OrderSide.Sell })));
    }

    [Fact]
    public void While_a_worker_lives_the_account_trades_however_long_it_takes_and_once_it_is_dead_no_more()
    {
        Watched(_desk.World.Now);
        var worker = _desk.Worker("w1");
        var isAlive = true;
        _ = _desk.World.Begin(async () =>
        {
            while (isAlive)
            {
                foreach (var account in await worker.RefreshAsync(CancellationToken.None))
                {
                    await _desk.Judge.HandleAsync(account, CancellationToken.None);
                }

                await Task.Delay(TimeSpan.FromSeconds(5), _desk.World.Clock);
            }
        });

        for (var minute = 0; minute < 30; minute++)
        {
            _desk.World.Advance(TimeSpan.FromMinutes(1));
            Assert.IsType<Submission.Placed>(_desk.Try());
        }

        isAlive = false;
        _desk.World.Advance(ExchangeAccount.WatchGoodFor + TimeSpan.FromSeconds(1));
        Assert.IsType<Submission.Refused>(_desk.Try());
    }

    [Fact]
    public void What_restricts_more_stands_whoever_looks_after_it()
    {
        var now = _desk.World.Now;
        var account = _desk.Account() with
        {
            WatchedAt = now - TimeSpan.FromDays(1),
            TradingCauses = [new TradingCause("A", ScriptedExchange.Btc, TradingState.CancelOnly, "why", now)],
            Trading = new Trading(TradingState.Active, null, now),
        };

        Assert.Equal(TradingState.CancelOnly, account.TradingAt(now, ScriptedExchange.Btc).State);
        Assert.Equal(TradingState.ReduceOnly, account.TradingAt(now, null).State);
        Assert.Equal(
            TradingState.Halted,
            (account with { Trading = new Trading(TradingState.Halted, "why", now) }).TradingAt(now, null).State);
    }

    [Fact]
    public void A_worker_that_comes_back_keeps_the_state_only_once_a_sweep_has_seen_what_was_missed()
    {
        _desk.Place();
        Watched(_desk.World.Now);
        _desk.World.Advance(TimeSpan.FromHours(1));
        _desk.Exchange.HidesOpenOrders = true;
        _desk.Start();
        _desk.World.Advance(TimeSpan.FromSeconds(30));
        Assert.IsType<Submission.Refused>(_desk.Try());

        _desk.Exchange.HidesOpenOrders = false;
        _desk.World.Advance(TimeSpan.FromSeconds(10));

        Assert.IsType<Submission.Placed>(_desk.Try());
    }

    [Fact]
    public void That_it_is_looked_after_holds_up_nobody_who_changes_the_account()
    {
        var read = _desk.Account();
        Watched(_desk.World.Now);

        var renamed = _desk.Desk.Audit.Record(read with { Label = "Other" }, "AccountRenamed", TradingDesk.Trader);

        Assert.True(_desk.World.Run(() => _desk.Desk.Accounts.TryReplaceAsync(renamed, CancellationToken.None)));
        // And nobody's change is undone by it.
        _desk.World.Run(() => _desk.Desk.Accounts.StoreWatchAsync(read, CancellationToken.None));
        Assert.Equal("Other", _desk.Account().Label);
    }

    private void Watched(DateTimeOffset at) => _desk.World.Run(() => _desk.Desk.Accounts.StoreWatchAsync(
        _desk.Account() with { WatchedAt = at }, CancellationToken.None));
}
