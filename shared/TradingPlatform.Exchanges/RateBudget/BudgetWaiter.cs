namespace TradingPlatform.Exchanges.RateBudget;

/// <summary>A call that waits for its place.</summary>
internal sealed class BudgetWaiter
{
    private readonly TaskCompletionSource<BudgetGrant> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;

    public BudgetWaiter(int weight, TimeSpan deadline, CancellationToken cancellation)
    {
        (Weight, Deadline) = (weight, deadline);
        _registration = cancellation.UnsafeRegister(
            static (waiter, token) => ((BudgetWaiter)waiter!)._answer.TrySetCanceled(token), this);
    }

    public int Weight { get; }

    /// <summary>When it has waited for long enough, since the budget began.</summary>
    public TimeSpan Deadline { get; }

    public Task<BudgetGrant> Task => _answer.Task;

    /// <summary>Its caller has left.</summary>
    public bool Gone => _answer.Task.IsCompleted;

    public bool TryAnswer(BudgetGrant grant)
    {
        var answered = _answer.TrySetResult(grant);
        // Not disposed: that would wait for a callback which may be running now.
        _registration.Unregister();
        return answered;
    }
}
