using TradingPlatform.Core.Storage;

namespace TradingPlatform.Unit.Fakes;

/// <summary>
/// One actor's way to the store: each of its calls waits until the test lets the actor take a step. All on one thread.
/// </summary>
internal sealed class SteppedStore(IItemStore inner) : IItemStore
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<TaskCompletionSource> _waiting = new();

    /// <summary>It has a call that waits for its step.</summary>
    public bool Waits => !_waiting.IsEmpty;

    /// <summary>From the next step on the actor is dead: its calls never end.</summary>
    public bool IsDead { get; set; }

    /// <summary>Lets the call that waits longest go on, and the actor with it up to its next call.</summary>
    public void Step()
    {
        Assert.True(_waiting.TryDequeue(out var step));
        if (!IsDead)
        {
            step.SetResult();
        }
    }

    public Task<Item?> FindAsync(ItemKey key, CancellationToken cancellation) =>
        StepAsync(() => inner.FindAsync(key, cancellation));

    public Task<ItemPage> QueryAsync(ItemQuery query, CancellationToken cancellation) =>
        StepAsync(() => inner.QueryAsync(query, cancellation));

    public Task<bool> TryPutAsync(Item item, Condition condition, CancellationToken cancellation) =>
        StepAsync(() => inner.TryPutAsync(item, condition, cancellation));

    public Task<bool> TryDeleteAsync(ItemKey key, Condition condition, CancellationToken cancellation) =>
        StepAsync(() => inner.TryDeleteAsync(key, condition, cancellation));

    public Task<CounterResult> AddAsync(CounterAdd add, CancellationToken cancellation) =>
        StepAsync(() => inner.AddAsync(add, cancellation));

    public Task<bool> TryTransactAsync(IReadOnlyList<ItemWrite> writes, CancellationToken cancellation) =>
        StepAsync(() => inner.TryTransactAsync(writes, cancellation));

    private async Task<T> StepAsync<T>(Func<Task<T>> call)
    {
        var step = new TaskCompletionSource();
        _waiting.Enqueue(step);
        await step.Task;
        return await call();
    }
}
