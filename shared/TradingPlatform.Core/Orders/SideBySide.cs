using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace TradingPlatform.Core.Orders;

/// <summary>
/// Does the same for each of many orders, some at once, and all of them: one that fails leaves the others to finish,
/// since what it was to cancel or to settle is not the others' fault (FAILURES.md F09).
/// </summary>
internal static class SideBySide
{
    // As many as an exchange's budget serves side by side; the rest wait in the adapter's lanes anyway.
    private const int AtOnce = 16;

    /// <summary>Does it. What failed first is thrown once every one of them has had its turn.</summary>
    public static Task ForEachAsync<T>(
        IEnumerable<T> all, Func<T, CancellationToken, ValueTask> each, CancellationToken cancellation) =>
        RunAsync(each, (guarded, options) => Parallel.ForEachAsync(all, options, guarded), cancellation);

    /// <inheritdoc cref="ForEachAsync{T}(IEnumerable{T}, Func{T, CancellationToken, ValueTask}, CancellationToken)"/>
    /// <remarks>Where the rest of them cannot be read, those that were read are finished all the same.</remarks>
    public static Task ForEachAsync<T>(
        IAsyncEnumerable<T> all, Func<T, CancellationToken, ValueTask> each, CancellationToken cancellation) =>
        RunAsync(each, (guarded, options) => Parallel.ForEachAsync(all, options, guarded), cancellation);

    private static async Task RunAsync<T>(
        Func<T, CancellationToken, ValueTask> each,
        Func<Func<T, CancellationToken, ValueTask>, ParallelOptions, Task> run,
        CancellationToken cancellation)
    {
        var failures = new ConcurrentQueue<Exception>();
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = AtOnce,
            CancellationToken = cancellation,
            TaskScheduler = TaskScheduler.Current,
        };
        await run(
            async (one, _) =>
            {
                try
                {
                    // The caller's own token: the loop's is also cancelled where the rest could not be read.
                    await each(one, cancellation);
                }
                catch (Exception e) when (!cancellation.IsCancellationRequested)
                {
                    failures.Enqueue(e);
                }
            },
            options);
        if (failures.TryPeek(out var first))
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }
}
