namespace TradingPlatform.Core.Queues;

/// <summary>
/// Hands work to whoever serves a queue, now or after a while: SQS in AWS, the item store on a laptop. At least once,
/// in any order; what fails again and again ends in the queue's dead letters.
/// </summary>
public interface IWorkQueue
{
    /// <summary>The longest that work can be held back.</summary>
    static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(15);

    /// <summary>Sends. Where it throws, some of it may have been taken; then all may be sent again.</summary>
    /// <param name="queue">One of <see cref="WorkQueues"/>.</param>
    /// <param name="messages">Any number.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is to be held back for longer than can be.</exception>
    Task SendAsync(string queue, IReadOnlyList<WorkMessage> messages, CancellationToken cancellation);
}

/// <summary>A piece of work.</summary>
/// <param name="Body">What is to be done: JSON.</param>
/// <param name="Delay">How long it is held back.</param>
public sealed record WorkMessage(string Body, TimeSpan Delay)
{
    /// <summary>The delay in the whole seconds that every queue knows, never shorter.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is longer than work can be held back.</exception>
    public int DelaySeconds => Seconds(Delay);

    private static int Seconds(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, IWorkQueue.LongestDelay);
        return (int)Math.Ceiling(delay.TotalSeconds);
    }
}

/// <summary>The queues that there are.</summary>
public static class WorkQueues
{
    /// <summary>Accounts that are to be reconciled; the function <c>Reconciliation</c> serves it.</summary>
    public const string ReconcileAccounts = "reconcile-accounts";

    /// <summary>Orders whose answer was lost; the function <c>Orders</c> serves it.</summary>
    public const string SettleOrders = "settle-orders";
}
