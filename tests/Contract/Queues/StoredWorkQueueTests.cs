using TradingPlatform.Contract.Storage;
using TradingPlatform.Core.Queues;
using TradingPlatform.Embedded.Queues;
using TradingPlatform.Embedded.Storage;
using TradingPlatform.Hosting;

namespace TradingPlatform.Contract.Queues;

/// <summary>The contract on the queues of a laptop, and that they outlive the process.</summary>
public sealed class StoredWorkQueueTests : WorkQueueContract
{
    [Fact]
    public async Task Work_comes_also_after_a_restart()
    {
        await using var side = new Side();
        await side.Queue.SendAsync(
            WorkQueues.SettleOrders, [new WorkMessage("later", TimeSpan.FromSeconds(5))], CancellationToken.None);

        await side.RestartAsync();

        Assert.Empty(await side.TakeAsync(WorkQueues.SettleOrders, 10));
        side.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("later", Assert.Single(await side.TakeAsync(WorkQueues.SettleOrders, 10)).Body);
    }

    /// <inheritdoc/>
    protected override Task<IQueueSide> OpenAsync() => Task.FromResult<IQueueSide>(new Side());

    private sealed class Side : IQueueSide
    {
        private readonly TemporaryFolder _folder = new();
        private readonly SettableClock _clock = new();
        private SqliteItemStore _store;
        private StoredWorkQueue _queue;

        public Side() => (_store, _queue) = Open();

        public IWorkQueue Queue => _queue;

        public void Advance(TimeSpan by) => _clock.Advance(by);

        public async Task<IReadOnlyList<Taken>> TakeAsync(string queue, int most) =>
        [
            .. (await _queue.ReceiveAsync(queue, most, Hidden, CancellationToken.None)).Select(work => new Taken(
                work.Body, work.Attempt, () => _queue.DeleteAsync(work, CancellationToken.None))),
        ];

        public Task<IReadOnlyList<string>> GetDeadAsync(string queue) =>
            _queue.GetDeadAsync(queue, CancellationToken.None);

        public async Task RestartAsync()
        {
            await _store.DisposeAsync();
            (_store, _queue) = Open();
        }

        public async ValueTask DisposeAsync()
        {
            await _store.DisposeAsync();
            _folder.Dispose();
        }

        private (SqliteItemStore Store, StoredWorkQueue Queue) Open()
        {
            var store = SqliteItemStore.Open(_folder.File("items.db"), _clock);
            return (store, new StoredWorkQueue(store, new RandomIdSource(), _clock));
        }
    }
}
