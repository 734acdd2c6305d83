using TradingPlatform.Core.Queues;

namespace TradingPlatform.Fleet;

/// <summary>Queues in memory: what was sent, by when it is due.</summary>
internal sealed class DueQueue(TimeProvider clock) : IWorkQueue
{
    private readonly PriorityQueue<(string Queue, string Body), DateTimeOffset> _waiting = new();

    /// <summary>How many messages wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>The most messages that one call has brought.</summary>
    public int Widest { get; private set; }

    public Task SendAsync(string queue, IReadOnlyList<WorkMessage> messages, CancellationToken cancellation)
    {
        Widest = Math.Max(Widest, messages.Count);
        foreach (var message in messages)
        {
            _waiting.Enqueue((queue, message.Body), clock.GetUtcNow().AddSeconds(message.DelaySeconds));
        }

        return Task.CompletedTask;
    }

    /// <summary>Takes the message that is due next, and when that is. False where none waits.</summary>
    public bool TryTake(out string queue, out string body, out DateTimeOffset due)
    {
        var taken = _waiting.TryDequeue(out var message, out due);
        (queue, body) = message;
        return taken;
    }
}
