using System.Globalization;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Queues;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Embedded.Queues;

/// <summary>
/// Queues in the item store, as durable as all else there: for one process that both sends and serves. Work that was
/// taken and not finished comes again; after five times it is set aside.
/// </summary>
public sealed class StoredWorkQueue(IItemStore store, IIdSource ids, TimeProvider clock) : IWorkQueue
{
    /// <summary>How often work is tried.</summary>
    public const int MostAttempts = 5;

    private const int WritesAtOnce = 8;

    private readonly Lock _gate = new();
    private TaskCompletionSource _sent = NewSignal();

    /// <summary>Ends when something is sent after this was called.</summary>
    public Task Sent
    {
        get
        {
            lock (_gate)
            {
                return _sent.Task;
            }
        }
    }

    /// <inheritdoc/>
    public async Task SendAsync(
        string queue, IReadOnlyList<WorkMessage> messages, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        ArgumentNullException.ThrowIfNull(messages);
        // All of them are checked before the first is stored.
        var now = clock.GetUtcNow();
        var items = messages.Select(message => new Item(
            Key(queue, now.AddSeconds(message.DelaySeconds), ids.NewId(), 1), 1, message.Body)).ToList();
        foreach (var part in items.Chunk(WritesAtOnce))
        {
            await store.TryTransactAsync(
                [.. part.Select(item => new ItemWrite.Put(item, Condition.Absent))], cancellation);
        }

        TaskCompletionSource sent;
        lock (_gate)
        {
            (sent, _sent) = (_sent, NewSignal());
        }

        sent.SetResult();
    }

    /// <summary>Takes work that is due; it comes again after a while, unless it is deleted before.</summary>
    /// <param name="queue">Which queue.</param>
    /// <param name="most">At most so much.</param>
    /// <param name="hidden">After how long it comes again.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<IReadOnlyList<TakenWork>> ReceiveAsync(
        string queue, int most, TimeSpan hidden, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        var now = clock.GetUtcNow();
        var due = await store.QueryAsync(
            new ItemQuery(Partition(queue)) { To = TableKeys.Time(now) + "#\uFFFF", Limit = most }, cancellation);
        var taken = new List<TakenWork>(due.Items.Count);
        foreach (var item in due.Items)
        {
            var parts = item.Key.Sort.Split('#');
            var (id, attempt) = (parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture));
            var isLast = attempt > MostAttempts;
            var again = isLast
                ? new Item(new ItemKey(Partition(queue) + "#DEAD", item.Key.Sort), 1, item.Document)
                : new Item(Key(queue, now + hidden, id, attempt + 1), 1, item.Document);
            if (await store.TryTransactAsync(
                [
                    new ItemWrite.Delete(item.Key, Condition.Version(item.Version)),
                    new ItemWrite.Put(again, Condition.None),
                ],
                cancellation) && !isLast)
            {
                taken.Add(new TakenWork(id, item.Document, attempt, again.Key));
            }
        }

        return taken;
    }

    /// <summary>Deletes work that is done.</summary>
    public Task DeleteAsync(TakenWork work, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        return store.TryDeleteAsync(work.Place, Condition.None, cancellation);
    }

    /// <summary>The work that was set aside.</summary>
    public async Task<IReadOnlyList<string>> GetDeadAsync(string queue, CancellationToken cancellation)
    {
        var dead = new List<string>();
        await foreach (var item in store.QueryAllAsync(new ItemQuery(Partition(queue) + "#DEAD"), cancellation))
        {
            dead.Add(item.Document);
        }

        return dead;
    }

    // No tenant's: this store is a laptop's.
    private static string Partition(string queue) => "WORK#" + queue;

    private static ItemKey Key(string queue, DateTimeOffset due, string id, int attempt) => new(
        Partition(queue), string.Create(CultureInfo.InvariantCulture, $"{TableKeys.Time(due)}#{id}#{attempt}"));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Work that was taken off a queue.</summary>
/// <param name="Id">The same each time it comes.</param>
/// <param name="Body">What is to be done.</param>
/// <param name="Attempt">1 the first time.</param>
/// <param name="Place">Where it waits to come again.</param>
public sealed record TakenWork(string Id, string Body, int Attempt, ItemKey Place);
