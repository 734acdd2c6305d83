using System.Collections.Concurrent;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>
/// The orders that this process is placing (pairs and replacements, which are few, are not among them). Their exchange
/// tells of them over the account's stream too, and mostly a moment before its answer is recorded: whoever hears that
/// waits for the record, rather than write the same beside it.
/// </summary>
/// <param name="clock">Bounds the waiting.</param>
public sealed class AwaitedAnswers(TimeProvider clock)
{
    // An answer that takes longer may be lost, and then the stream is the first to know.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<(TenantId, OrderId), Answer> _awaited = new();

    /// <summary>The order is being placed, until what this returns is disposed.</summary>
    public Answer Await(TenantId tenant, OrderId order)
    {
        var answer = new Answer(this, (tenant, order));
        // Of two calls with one key the first places the order; the other's end is not waited for.
        _awaited.TryAdd((tenant, order), answer);
        return answer;
    }

    /// <summary>
    /// The order with its answer recorded. Null where this process is not placing it, or its answer is not soon there.
    /// </summary>
    public async ValueTask<Order?> FindAsync(TenantId tenant, OrderId order, CancellationToken cancellation)
    {
        if (!_awaited.TryGetValue((tenant, order), out var answer))
        {
            return null;
        }

        using (clock.CreateTimer(GiveUp, answer, Patience, Timeout.InfiniteTimeSpan))
        using (cancellation.UnsafeRegister(GiveUp, answer))
        {
            return await answer.Order;
        }
    }

    private static void GiveUp(object? answer) => ((Answer)answer!).End(null);

    /// <summary>The answer to one order, while it is awaited.</summary>
    public sealed class Answer : IDisposable
    {
        private readonly AwaitedAnswers _answers;
        private readonly (TenantId, OrderId) _key;
        private readonly TaskCompletionSource<Order?> _order =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Answer(AwaitedAnswers answers, (TenantId, OrderId) key) => (_answers, _key) = (answers, key);

        internal Task<Order?> Order => _order.Task;

        /// <summary>It is recorded, and so the order stands, which is returned.</summary>
        public Order Recorded(Order order)
        {
            End(order);
            return order;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            End(null);
            _answers._awaited.TryRemove(KeyValuePair.Create(_key, this));
        }

        internal void End(Order? order) => _order.TrySetResult(order);
    }
}
