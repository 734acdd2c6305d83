namespace TradingPlatform.Embedded.Storage;

/// <summary>A write that waits for the writer, and the task that waits for the write.</summary>
internal abstract class PendingWrite
{
    /// <summary>Makes the change within the writer's transaction; may be called again after a rollback.</summary>
    public abstract void Apply(SqliteItems items);

    /// <summary>The change is on disk: answers the caller.</summary>
    public abstract void Complete();

    /// <summary>The change was not made, or not surely: throws at the caller.</summary>
    public abstract void Fail(Exception why);
}

/// <summary>A write that answers with a <typeparamref name="T"/>.</summary>
internal sealed class PendingWrite<T>(Func<SqliteItems, T> apply) : PendingWrite
{
    // Its callers go on within Complete and Fail: see AnsweredWrites.
    private readonly TaskCompletionSource<T> _answer = new();
    private T _result = default!;

    /// <summary>Ends when the change is on disk.</summary>
    public Task<T> Answer => _answer.Task;

    /// <inheritdoc/>
    public override void Apply(SqliteItems items) => _result = apply(items);

    /// <inheritdoc/>
    public override void Complete() => _answer.TrySetResult(_result);

    /// <inheritdoc/>
    public override void Fail(Exception why) => _answer.TrySetException(why);
}
