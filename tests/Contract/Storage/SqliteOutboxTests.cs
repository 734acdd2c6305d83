using TradingPlatform.Core.Storage;
using TradingPlatform.Embedded.Storage;

namespace TradingPlatform.Contract.Storage;

/// <summary>Outbound items leave in the order of their commits, at least once.</summary>
public sealed class SqliteOutboxTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SqliteItemStore _store = null!;

    private static CancellationToken Ct => CancellationToken.None;

    public Task InitializeAsync()
    {
        _store = SqliteItemStore.Open(_folder.File("items.db"), TimeProvider.System);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private static Item Event(int n, bool outbound = true) =>
        new(new ItemKey("TENANT#t1", $"EV#{n:000}"), 1, $"{n}") { Outbound = outbound, Index1 = new ItemKey("i", "1") };

    private async Task<string> PendingAsync(long after = 0) =>
        string.Join(',', (await _store.Outbox.ReadAsync(after, 100, Ct)).Select(entry => entry.Item.Document));

    [Fact]
    public async Task Outbound_items_and_no_others_are_appended_as_they_were_put()
    {
        await _store.TryPutAsync(Event(1), Condition.None, Ct);
        await _store.TryPutAsync(Event(2, outbound: false), Condition.None, Ct);
        await _store.TryTransactAsync(
            [new ItemWrite.Put(Event(3), Condition.Absent), new ItemWrite.Put(Event(4), Condition.Absent)], Ct);
        await _store.TryPutAsync(Event(1) with { Version = 2, Document = "1b" }, Condition.Version(1), Ct);
        Assert.Equal("1,3,4,1b", await PendingAsync());
        var first = (await _store.Outbox.ReadAsync(0, 1, Ct))[0];
        Assert.Equal(Event(1) with { Counters = first.Item.Counters }, first.Item);
    }

    [Fact]
    public async Task A_refused_write_leaves_no_entry()
    {
        await _store.TryPutAsync(Event(1, outbound: false), Condition.None, Ct);
        await _store.TryPutAsync(Event(1), Condition.Absent, Ct);
        await _store.TryTransactAsync(
            [new ItemWrite.Put(Event(2), Condition.Absent), new ItemWrite.Put(Event(1), Condition.Absent)], Ct);
        Assert.Equal("", await PendingAsync());
    }

    [Fact]
    public async Task Entries_stay_until_they_are_deleted_also_over_a_restart_and_numbers_are_never_given_twice()
    {
        for (var n = 1; n <= 5; n++)
        {
            await _store.TryPutAsync(Event(n), Condition.None, Ct);
        }

        var entries = await _store.Outbox.ReadAsync(0, 100, Ct);
        Assert.Equal("4,5", await PendingAsync(after: entries[2].Sequence));
        await _store.Outbox.DeleteAsync(entries[3].Sequence, Ct);
        await _store.Outbox.DeleteThroughAsync(entries[1].Sequence, Ct);
        await _store.DisposeAsync();
        _store = SqliteItemStore.Open(_folder.File("items.db"), TimeProvider.System);
        Assert.Equal("3,5", await PendingAsync());
        await _store.Outbox.WaitAsync(0, Ct);
        await _store.Outbox.DeleteThroughAsync(entries[4].Sequence, Ct);
        await _store.TryPutAsync(Event(6), Condition.None, Ct);
        Assert.True((await _store.Outbox.ReadAsync(0, 1, Ct))[0].Sequence > entries[4].Sequence);
    }

    [Fact]
    public async Task Who_waits_for_an_entry_is_woken_by_its_commit_and_by_no_other()
    {
        var waits = _store.Outbox.WaitAsync(0, Ct);
        await _store.TryPutAsync(Event(1, outbound: false), Condition.None, Ct);
        Assert.False(waits.IsCompleted);
        await _store.TryPutAsync(Event(2), Condition.None, Ct);
        await waits.WaitAsync(TimeSpan.FromSeconds(10));
        var newest = (await _store.Outbox.ReadAsync(0, 1, Ct))[0].Sequence;
        using var stop = new CancellationTokenSource();
        var next = _store.Outbox.WaitAsync(newest, stop.Token);
        Assert.False(next.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task A_reader_that_follows_the_outbox_sees_every_entry_once_in_order()
    {
        var seen = new List<long>();
        var reader = Task.Run(async () =>
        {
            for (var after = 0L; seen.Count < 400;)
            {
                await _store.Outbox.WaitAsync(after, Ct);
                foreach (var entry in await _store.Outbox.ReadAsync(after, 50, Ct))
                {
                    seen.Add(entry.Sequence);
                    after = entry.Sequence;
                }

                await _store.Outbox.DeleteThroughAsync(after, Ct);
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 400).Select(n => _store.TryPutAsync(Event(n), Condition.None, Ct)));
        await reader.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(seen.Order().Distinct(), seen);
        Assert.Equal("", await PendingAsync());
    }
}
