using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Orders;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Orders;

/// <summary>
/// An order goes to the account that its request names, and to no other by itself (docs/adr/0035): who has several
/// sends the same key for another one, where nothing has left for the first.
/// </summary>
public sealed class AnotherAccountTests
{
    private static readonly AccountId Second = AccountId.Parse("a2");

    private readonly TradingDesk _desk = new();

    [Fact]
    public async Task What_was_refused_before_it_was_sent_may_be_sent_for_another_account_under_the_same_key()
    {
        await OpenAsync();
        await new MoveTradingState(_desk.Accounts, _desk.Clock).RestrictAsync(
            TradingDesk.Trader, _desk.Account.Id, "TEST", null, TradingState.Halted, "why", CancellationToken.None);
        Assert.IsType<Refusal.Restricted>(
            Assert.IsType<Submission.Refused>(await _desk.SubmitAsync(key: "k")).Why);

        var order = Assert.IsType<Submission.Placed>(await SubmitSecondAsync("k")).Order;

        Assert.Equal(Second, order.Account);
        Assert.Single(_desk.Exchange.Arrived);
        Assert.Equal(order.Id, Assert.Single(await _desk.StoredAsync()).Id);
    }

    [Theory]
    [InlineData(nameof(Fate.RestsAnswerLost))]
    [InlineData(nameof(Fate.FillsAnswerLost))]
    [InlineData(nameof(Fate.LostBeforeArrival))]
    public async Task What_may_have_left_is_bound_to_its_account_for_ever(string fate)
    {
        await OpenAsync();
        _desk.Exchange.Fates.Enqueue(Enum.Parse<Fate>(fate));
        var first = Assert.IsType<Submission.Placed>(await _desk.SubmitAsync(key: "k")).Order;

        Assert.IsType<Refusal.KeyReused>(
            Assert.IsType<Submission.Refused>(await SubmitSecondAsync("k")).Why);

        Assert.InRange(_desk.Exchange.Arrived.Count, 0, 1);
        Assert.Equal(
            (first.Id, _desk.Account.Id),
            ((await _desk.StoredAsync()).Single().Id, (await _desk.StoredAsync()).Single().Account));
    }

    private async Task OpenAsync()
    {
        await _desk.OpenAsync();
        var second = _desk.Account with { Id = Second, Label = "Second", Audit = default, Version = 0 };
        _desk.Vault.Secrets[second.Secret.Path] = _desk.Vault.Secrets[_desk.Account.Secret.Path];
        Assert.True(await _desk.Accounts.TryAddAsync(
            _desk.Audit.Record(second, AccountEvents.Linked, TradingDesk.Trader), CancellationToken.None));
    }

    private Task<Submission> SubmitSecondAsync(string key) => _desk.Submit.HandleAsync(
        _desk.Command(key: key) with { Account = Second, Fingerprint = "for the second" }, CancellationToken.None);
}
