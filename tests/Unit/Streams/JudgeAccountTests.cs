using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Streams;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Streams;

/// <summary>What may be traded follows what is proven of the way to the exchange.</summary>
public sealed class JudgeAccountTests
{
    private static readonly ExchangeError Down = new(ExchangeErrorKind.Unavailable, "HTTP 503", "Down.");

    private readonly StreamDesk _desk = new();

    [Fact]
    public void F06_Expired_silently_nothing_opens_after_a_minute_and_trading_comes_back_by_itself()
    {
        _desk.Place();
        _desk.Start();
        _desk.Exchange.HidesOpenOrders = true;
        Beat(_desk.Times.BlindAfter - TimeSpan.FromSeconds(10));
        Assert.Equal(TradingState.Active, _desk.Account().Trading.State);

        Beat(TimeSpan.FromSeconds(20));

        var refused = Assert.IsType<Refusal.Restricted>(Assert.IsType<Submission.Refused>(_desk.Try()).Why);
        Assert.Equal(TradingState.ReduceOnly, refused.Trading.State);
        _desk.Exchange.HidesOpenOrders = false;
        _desk.World.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TradingState.Active, _desk.Account().Trading.State);
        Assert.IsType<Submission.Placed>(_desk.Try());
    }

    [Fact]
    public void An_account_with_nothing_at_work_can_miss_nothing_and_is_not_restricted()
    {
        _desk.Start();
        _desk.Exchange.HidesOpenOrders = true;

        Beat(TimeSpan.FromMinutes(10));

        Assert.Equal(TradingState.Active, _desk.Account().Trading.State);
    }

    [Fact]
    public void A_worker_that_starts_anew_has_proven_nothing_yet()
    {
        _desk.Place();
        var now = _desk.World.Now;
        var given = new TradingCause(JudgeAccount.Blind, null, TradingState.ReduceOnly, "why", now);
        var standing = new AccountStream(_desk.Desk.Account, now + TimeSpan.FromMinutes(5)).Standing;

        Assert.Equal(
            JudgeAccount.Blind,
            Assert.Single(JudgeAccount.Judge(standing, [given], _desk.Times, standing.Since)).Code);
        Assert.Empty(JudgeAccount.Judge(
            standing with { AnsweredAt = standing.Since }, [given], _desk.Times, standing.Since));
    }

    [Theory]
    [InlineData(ExchangeErrorKind.ClockSkew, JudgeAccount.Clock)]
    [InlineData(ExchangeErrorKind.CredentialsInvalid, JudgeAccount.Credential)]
    [InlineData(ExchangeErrorKind.Banned, JudgeAccount.Banned)]
    public void What_makes_every_order_senseless_leaves_only_cancels_until_the_exchange_answers(
        ExchangeErrorKind kind, string code)
    {
        var order = _desk.Place();
        _desk.Start();
        _desk.Exchange.Trouble = new ExchangeError(kind, "code", "Message.");
        Beat(TimeSpan.FromSeconds(40));

        var account = _desk.Account();
        Assert.Equal((TradingState.CancelOnly, code),
            (account.Trading.State, account.TradingCauses[0].Code));
        // Another trouble proves nothing of this one.
        _desk.Exchange.Trouble = Down;
        Beat(TimeSpan.FromSeconds(40));
        Assert.Equal(TradingState.CancelOnly, _desk.Account().Trading.State);
        _desk.World.Run(() => _desk.Desk.Cancel.HandleAsync(TradingDesk.Trader, order.Id, CancellationToken.None));

        _desk.Exchange.Trouble = null;
        Beat(TimeSpan.FromSeconds(40));

        Assert.Equal(TradingState.Active, _desk.Account().Trading.State);
    }

    [Fact]
    public void F17_By_a_crossed_book_nothing_is_opened()
    {
        _desk.Exchange.Bid = 50_001;
        Assert.Equal(
            TradingState.ReduceOnly,
            Assert.IsType<Refusal.Restricted>(Assert.IsType<Submission.Refused>(_desk.Try()).Why).Trading.State);

        _desk.Exchange.Bid = 50_000;
        Assert.IsType<Submission.Placed>(_desk.Try());
    }

    [Fact]
    public void What_another_part_of_the_platform_restricts_is_not_taken_back_here()
    {
        _desk.Place();
        _desk.World.Run(() => new MoveTradingState(_desk.Desk.Accounts, _desk.World.Clock).RestrictAsync(
            TradingDesk.Trader, _desk.Desk.Account.Id, "BALANCE_MISMATCH", null, TradingState.ReduceOnly, "why",
            CancellationToken.None));

        _desk.Start();
        Beat(TimeSpan.FromMinutes(1));

        Assert.Equal(TradingState.ReduceOnly, _desk.Account().Trading.State);
    }

    private void Beat(TimeSpan during)
    {
        for (var passed = TimeSpan.Zero; passed < during; passed += TimeSpan.FromSeconds(1))
        {
            _desk.Tell(new UserEvent.Alive());
            _desk.World.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
