using TradingPlatform.Contract.Storage;
using TradingPlatform.Core.Queues;
using TradingPlatform.Embedded.Queues;
using TradingPlatform.Embedded.Storage;
using TradingPlatform.Hosting;

namespace TradingPlatform.Contract.Queues;

public sealed class StoredWorkQueueTests : IAsyncLifetime
{
    private const string Queue = WorkQueues.SettleOrders;
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder _folder = new();
    private readonly SettableClock _clock = new();
    private SqliteItemStore _store = null!;
    private StoredWorkQueue _queue = null!;

    private static CancellationToken Ct => CancellationToken.None;

    public Task InitializeAsync()
    {
        Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Work_comes_when_it_is_due_and_not_before_also_after_a_restart()
    {
        await _queue.SendAsync(
            Queue, [new WorkMessage("now", TimeSpan.Zero), new WorkMessage("later", TimeSpan.FromSeconds(18.2))], Ct);
        Assert.Equal(["now"], await TakeAsync());
        _clock.Advance(TimeSpan.FromSeconds(18));
        Assert.Empty(await TakeAsync());
        await _store.DisposeAsync();
        Open();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["later"], await TakeAsync());
    }

    [Fact]
    public async Task What_was_taken_and_not_deleted_comes_again_and_is_set_aside_after_five_times()
    {
        await _queue.SendAsync(Queue, [new WorkMessage("bad", TimeSpan.Zero)], Ct);
        for (var attempt = 1; attempt <= StoredWorkQueue.MostAttempts; attempt++)
        {
            var taken = Assert.Single(await _queue.ReceiveAsync(Queue, 10, Hidden, Ct));
            Assert.Equal(("bad", attempt), (taken.Body, taken.Attempt));
            Assert.Empty(await TakeAsync());
            _clock.Advance(Hidden);
        }

        Assert.Empty(await TakeAsync());
        Assert.Equal(["bad"], await _queue.GetDeadAsync(Queue, Ct));
    }

    [Fact]
    public async Task What_was_deleted_does_not_come_again()
    {
        await _queue.SendAsync(Queue, [new WorkMessage("done", TimeSpan.Zero)], Ct);
        await _queue.DeleteAsync(Assert.Single(await _queue.ReceiveAsync(Queue, 10, Hidden, Ct)), Ct);
        _clock.Advance(Hidden);
        Assert.Empty(await TakeAsync());
    }

    [Fact]
    public async Task Of_many_takers_each_piece_goes_to_one()
    {
        await _queue.SendAsync(
            Queue, [.. Enumerable.Range(0, 100).Select(i => new WorkMessage($"{i}", TimeSpan.Zero))], Ct);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => Task.Run(() => _queue.ReceiveAsync(Queue, 100, Hidden, Ct))));

        Assert.Equal(100, taken.Sum(part => part.Count));
        Assert.Equal(100, taken.SelectMany(part => part).Select(work => work.Body).Distinct().Count());
    }

    [Fact]
    public async Task Work_that_is_held_back_for_too_long_is_refused_and_none_of_its_batch_is_sent()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _queue.SendAsync(
            Queue, [new WorkMessage("a", TimeSpan.Zero), new WorkMessage("b", TimeSpan.FromMinutes(16))], Ct));
        Assert.Empty(await TakeAsync());
    }

    private void Open()
    {
        _store = SqliteItemStore.Open(_folder.File("items.db"), _clock);
        _queue = new StoredWorkQueue(_store, new RandomIdSource(), _clock);
    }

    private async Task<List<string>> TakeAsync() =>
        [.. (await _queue.ReceiveAsync(Queue, 10, Hidden, Ct)).Select(work => work.Body)];
}
