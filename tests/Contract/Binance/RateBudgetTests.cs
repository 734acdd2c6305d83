using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Contract.Binance;

/// <summary>F13: one budget for each egress address, whoever sends.</summary>
public sealed class RateBudgetTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualClock _clock = new();
    private readonly RequestBudget _budget;

    public RateBudgetTests()
    {
        _budget = new RequestBudget(_clock, TimeSpan.FromHours(1));
        _budget.SetLimits([new BudgetLimit(Minute, 100)]);
    }

    public void Dispose() => _budget.Dispose();

    [Fact]
    public async Task F13_Two_hundred_workers_never_pass_the_limit_in_any_minute()
    {
        var waiting = Enumerable.Range(0, 200)
            .Select(worker => _budget.WaitAsync((CallLane)(1 + (worker % 4)), 4, default).AsTask()).ToList();
        var granted = new List<DateTimeOffset>();
        for (var second = 0; waiting.Count > 0; second++)
        {
            Assert.True(second < 1200, "The queue does not drain.");
            granted.AddRange(waiting.Where(task => task.IsCompleted).Select(_ => _clock.GetUtcNow()));
            waiting.RemoveAll(task => task.IsCompleted);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(200, granted.Count);
        Assert.All(granted, from => Assert.True(granted.Count(at => at >= from && at < from + Minute) * 4 <= 100));
        await Task.CompletedTask;
    }

    [Fact]
    public void F13_Nothing_leaves_while_the_exchange_wants_silence_and_cancels_pass_first_afterwards()
    {
        _budget.SetLimits([new BudgetLimit(Minute, 4)]);
        _budget.Stop(TimeSpan.FromSeconds(30), banned: false);
        var other = _budget.WaitAsync(CallLane.Other, 3, default).AsTask();
        var order = _budget.WaitAsync(CallLane.NewOrder, 1, default).AsTask();
        var query = _budget.WaitAsync(CallLane.Inquiry, 1, default).AsTask();
        var cancel = _budget.WaitAsync(CallLane.Protect, 2, default).AsTask();
        _clock.Advance(TimeSpan.FromMilliseconds(29_999));
        Assert.All([other, order, query, cancel], task => Assert.False(task.IsCompleted));
        _clock.Advance(TimeSpan.FromMilliseconds(2));
        Assert.True(cancel.IsCompleted && query.IsCompleted);
        Assert.False(order.IsCompleted || other.IsCompleted);
    }

    [Fact]
    public async Task F13_A_cancel_has_room_where_others_have_used_up_theirs()
    {
        Assert.Null((await _budget.WaitAsync(CallLane.Other, 80, default)).Refusal);
        Assert.NotNull(_budget.TryTake(CallLane.Other, 1).Refusal);
        Assert.Null(_budget.TryTake(CallLane.NewOrder, 10).Refusal);
        Assert.NotNull(_budget.TryTake(CallLane.NewOrder, 1).Refusal);
        Assert.Null(_budget.TryTake(CallLane.Inquiry, 5).Refusal);
        Assert.NotNull(_budget.TryTake(CallLane.Inquiry, 1).Refusal);
        Assert.Null(_budget.TryTake(CallLane.Protect, 5).Refusal);
        Assert.NotNull(_budget.TryTake(CallLane.Protect, 1).Refusal);
    }

    [Fact]
    public void What_the_exchange_has_counted_counts_where_it_is_more_than_ours()
    {
        _budget.Observe(new BudgetCount(Minute, 99));
        _budget.Observe(new BudgetCount(Minute, 3));
        Assert.NotNull(_budget.TryTake(CallLane.Protect, 2).Refusal);
        Assert.Null(_budget.TryTake(CallLane.Protect, 1).Refusal);
    }

    [Fact]
    public void A_place_that_was_not_used_is_free_again()
    {
        var grant = _budget.TryTake(CallLane.Protect, 100);
        var waiting = _budget.WaitAsync(CallLane.Protect, 100, default).AsTask();
        Assert.False(waiting.IsCompleted);
        _budget.Return(grant);
        Assert.True(waiting.IsCompleted);
    }

    [Fact]
    public async Task Who_would_wait_too_long_is_refused_at_once_and_told_how_long()
    {
        using var budget = new RequestBudget(_clock, TimeSpan.FromSeconds(5));
        budget.Stop(TimeSpan.FromSeconds(30), banned: true);
        var grant = await budget.WaitAsync(CallLane.Protect, 1, default);
        Assert.Equal(new BudgetRefusal(true, TimeSpan.FromSeconds(30)), grant.Refusal);
        Assert.Equal(TimeSpan.FromSeconds(30), budget.Stopped()!.RetryAfter);
    }

    [Fact]
    public async Task Who_leaves_the_queue_takes_no_place()
    {
        using var leaving = new CancellationTokenSource();
        _budget.TryTake(CallLane.Protect, 100);
        var left = _budget.WaitAsync(CallLane.Protect, 100, leaving.Token).AsTask();
        var stays = _budget.WaitAsync(CallLane.Protect, 100, default).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _clock.Advance(TimeSpan.FromSeconds(62));
        Assert.True(stays.IsCompletedSuccessfully);
    }
}
