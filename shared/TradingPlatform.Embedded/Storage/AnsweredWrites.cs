namespace TradingPlatform.Embedded.Storage;

/// <summary>
/// Answers the callers of a commit on the pool, for the writer's thread has the next commit to make. One work item
/// answers several: to wake a thread for each costs more than what most of them do next.
/// </summary>
internal sealed class AnsweredWrites(PendingWrite[] writes, int first, int step, Exception? why) : IThreadPoolWorkItem
{
    /// <summary>The writes are on disk.</summary>
    public static void Complete(List<PendingWrite> writes) => Queue(writes, null);

    /// <summary>The writes were not made, or not surely.</summary>
    public static void Fail(List<PendingWrite> writes, Exception why) => Queue(writes, why);

    /// <inheritdoc/>
    public void Execute()
    {
        for (var i = first; i < writes.Length; i += step)
        {
            if (why is null)
            {
                writes[i].Complete();
            }
            else
            {
                writes[i].Fail(why);
            }
        }
    }

    // As many as there are processors, so that no caller waits behind another while a processor is idle.
    private static void Queue(List<PendingWrite> writes, Exception? why)
    {
        var all = writes.ToArray();
        var items = Math.Min(all.Length, Environment.ProcessorCount);
        for (var i = 0; i < items; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(new AnsweredWrites(all, i, items, why), preferLocal: false);
        }
    }
}
