using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Events;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Storage;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Accounts;

public sealed class MoveTradingStateTests
{
    private static readonly Symbol Other = Symbol.Parse("ETH-USDT");

    private readonly TradingDesk _desk = new();

    [Fact]
    public async Task The_worst_cause_that_reaches_a_pair_decides_and_each_is_taken_back_by_itself()
    {
        var move = await OpenAsync();
        await RestrictAsync(move, "A", ScriptedExchange.Btc, TradingState.CancelOnly);
        await RestrictAsync(move, "B", null, TradingState.ReduceOnly);

        Assert.Equal(
            (TradingState.ReduceOnly, TradingState.CancelOnly, TradingState.ReduceOnly), await StandAsync());

        await ReleaseAsync(move, "A", ScriptedExchange.Btc);
        Assert.Equal(
            (TradingState.ReduceOnly, TradingState.ReduceOnly, TradingState.ReduceOnly), await StandAsync());
        await ReleaseAsync(move, "B", null);
        Assert.Equal((TradingState.Active, TradingState.Active, TradingState.Active), await StandAsync());
    }

    [Fact]
    public async Task A_cause_that_stands_or_is_gone_already_costs_no_write()
    {
        var move = await OpenAsync();
        await RestrictAsync(move, "A", null, TradingState.ReduceOnly);
        var writes = _desk.Store.Writes;

        await RestrictAsync(move, "A", null, TradingState.ReduceOnly);
        await ReleaseAsync(move, "A", Other);
        await ReleaseAsync(move, "none", null);

        Assert.Equal(writes, _desk.Store.Writes);
    }

    [Fact]
    public async Task Reduce_only_lets_sells_pass_and_nothing_else()
    {
        var move = await OpenAsync();
        await RestrictAsync(move, "A", ScriptedExchange.Btc, TradingState.ReduceOnly);

        var refused = Assert.IsType<Submission.Refused>(await _desk.SubmitAsync());
        Assert.Equal(
            (TradingState.ReduceOnly, "why A"),
            (Assert.IsType<Refusal.Restricted>(refused.Why).Trading.State,
                ((Refusal.Restricted)refused.Why).Trading.Reason));
        Assert.IsType<Submission.Placed>(
            await _desk.SubmitAsync(TradingDesk.Buy() with { Side = OrderSide.Sell }));

        await RestrictAsync(move, "A", ScriptedExchange.Btc, TradingState.CancelOnly);
        Assert.IsType<Submission.Refused>(await _desk.SubmitAsync(TradingDesk.Buy() with { Side = OrderSide.Sell }));
    }

    [Fact]
    public async Task Each_move_is_an_outbound_event_of_a_whole_chain()
    {
        var move = await OpenAsync();
        await RestrictAsync(move, "A", ScriptedExchange.Btc, TradingState.ReduceOnly);
        await ReleaseAsync(move, "A", ScriptedExchange.Btc);

        var items = _desk.Store.All.Where(
            item => item.Key.Partition == TableKeys.TradingAudit(TradingDesk.Trader.Tenant, _desk.Account.Id)).ToList();
        Assert.All(items, item => Assert.True(item.Outbound));
        Assert.Equal(
            [MoveTradingState.Restricted, MoveTradingState.Released],
            items.Select(item => PlatformEvent.Of(item).Type));
        Assert.Equal(2, (await AccountAsync()).TradingAudit.Length);
    }

    [Fact]
    public async Task A_move_that_loses_a_race_is_made_to_what_the_winner_stored()
    {
        var move = await OpenAsync();
        _desk.Store.BeforeWrite = () =>
        {
            _desk.Store.BeforeWrite = null;
            RestrictAsync(move, "B", null, TradingState.Halted).GetAwaiter().GetResult();
        };

        await RestrictAsync(move, "A", null, TradingState.ReduceOnly);

        Assert.Equal(2, (await AccountAsync()).TradingCauses.Length);
        Assert.Equal(TradingState.Halted, (await AccountAsync()).Trading.State);
    }

    private async Task<MoveTradingState> OpenAsync()
    {
        await _desk.OpenAsync();
        return new MoveTradingState(_desk.Accounts, _desk.Clock);
    }

    private Task<ExchangeAccount?> RestrictAsync(MoveTradingState move, string code, Symbol? symbol, TradingState state) =>
        move.RestrictAsync(
            TradingDesk.Trader, _desk.Account.Id, code, symbol, state, "why " + code, CancellationToken.None);

    private Task<ExchangeAccount?> ReleaseAsync(MoveTradingState move, string code, Symbol? symbol) =>
        move.ReleaseAsync(TradingDesk.Trader, _desk.Account.Id, code, symbol, "proof", CancellationToken.None);

    private async Task<ExchangeAccount> AccountAsync() =>
        (await _desk.Accounts.FindAsync(TradingDesk.Trader.Tenant, _desk.Account.Id, CancellationToken.None))!;

    private async Task<(TradingState Account, TradingState Btc, TradingState Other)> StandAsync()
    {
        var account = await AccountAsync();
        return (account.Trading.State, In(ScriptedExchange.Btc), In(Other));

        TradingState In(Symbol symbol) => account.TradingAt(_desk.Clock.GetUtcNow(), symbol).State;
    }
}
