using TradingPlatform.Core.Queues;

namespace TradingPlatform.Contract.Queues;

/// <summary>What every work queue does, whoever brings its work to handlers.</summary>
public abstract class WorkQueueContract : IAsyncLifetime
{
    /// <summary>How long work that was taken is hidden, unless it is deleted.</summary>
    protected static readonly TimeSpan Hidden = TimeSpan.FromMinutes(1);

    private const string Queue = WorkQueues.SettleOrders;
    private const int MostAttempts = 5;
    private IQueueSide _side = null!;

    private static CancellationToken Ct => CancellationToken.None;

    public async Task InitializeAsync() => _side = await OpenAsync();

    public async Task DisposeAsync() => await _side.DisposeAsync();

    [Fact]
    public async Task Work_comes_when_it_is_due_and_not_before()
    {
        await SendAsync(
            new WorkMessage("now", TimeSpan.Zero), new WorkMessage("later", TimeSpan.FromSeconds(18.2)),
            new WorkMessage("last", IWorkQueue.LongestDelay));
        Assert.Equal(["now"], await DoAsync());
        _side.Advance(TimeSpan.FromSeconds(18));
        Assert.Empty(await DoAsync());
        _side.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["later"], await DoAsync());
        _side.Advance(IWorkQueue.LongestDelay - TimeSpan.FromSeconds(20));
        Assert.Empty(await DoAsync());
        _side.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["last"], await DoAsync());
    }

    [Fact]
    public async Task What_was_taken_and_not_done_comes_again_and_is_set_aside_after_five_times()
    {
        await SendAsync(new WorkMessage("bad", TimeSpan.Zero));
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            var taken = Assert.Single(await _side.TakeAsync(Queue, 10));
            Assert.Equal(("bad", attempt), (taken.Body, taken.Attempt));
            Assert.Empty(await _side.TakeAsync(Queue, 10));
            _side.Advance(Hidden);
        }

        Assert.Empty(await _side.TakeAsync(Queue, 10));
        Assert.Equal(["bad"], await _side.GetDeadAsync(Queue));
    }

    [Fact]
    public async Task What_is_done_does_not_come_again_and_a_failure_beside_it_does()
    {
        await SendAsync(new WorkMessage("done", TimeSpan.Zero), new WorkMessage("failed", TimeSpan.Zero));
        var taken = await _side.TakeAsync(Queue, 10);
        Assert.Equal(2, taken.Count);
        await taken.Single(work => work.Body == "done").DoneAsync();

        _side.Advance(Hidden);

        Assert.Equal(["failed"], await DoAsync());
        _side.Advance(Hidden);
        Assert.Empty(await DoAsync());
        Assert.Empty(await _side.GetDeadAsync(Queue));
    }

    [Fact]
    public async Task Any_number_is_sent_at_once_and_each_comes_once_as_it_was()
    {
        string[] bodies =
        [
            .. Enumerable.Range(0, 123).Select(i => $$"""{"n":{{i}},"text":"a \"quote\", a line\nand ü €"}"""),
            .. Enumerable.Range(0, 3).Select(i => i + new string('x', 90 * 1024)),
        ];
        await SendAsync([.. bodies.Select(body => new WorkMessage(body, TimeSpan.Zero))]);

        Assert.Equal(bodies.Order(StringComparer.Ordinal), (await DoAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_many_takers_each_piece_goes_to_one()
    {
        await SendAsync([.. Enumerable.Range(0, 100).Select(i => new WorkMessage($"{i}", TimeSpan.Zero))]);

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => _side.TakeAsync(Queue, 100))));

        Assert.Equal(100, taken.Sum(part => part.Count));
        Assert.Equal(100, taken.SelectMany(part => part).Select(work => work.Body).Distinct().Count());
    }

    [Fact]
    public async Task Queues_are_apart_by_their_names()
    {
        await SendAsync(new WorkMessage("settle", TimeSpan.Zero));
        await _side.Queue.SendAsync(WorkQueues.ReconcileAccounts, [new WorkMessage("reconcile", TimeSpan.Zero)], Ct);

        Assert.Equal("reconcile", Assert.Single(await _side.TakeAsync(WorkQueues.ReconcileAccounts, 10)).Body);
        Assert.Equal(["settle"], await DoAsync());
    }

    [Fact]
    public async Task Work_that_is_held_back_for_too_long_is_refused_and_none_of_its_batch_is_sent()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SendAsync(
        [
            .. Enumerable.Range(0, 30).Select(i => new WorkMessage($"{i}", TimeSpan.Zero)),
            new WorkMessage("b", IWorkQueue.LongestDelay + TimeSpan.FromSeconds(1)),
        ]));
        Assert.Empty(await DoAsync());
    }

    /// <summary>A queue that is empty, and the other side of it.</summary>
    protected abstract Task<IQueueSide> OpenAsync();

    private Task SendAsync(params IReadOnlyList<WorkMessage> messages) => _side.Queue.SendAsync(Queue, messages, Ct);

    private async Task<List<string>> DoAsync()
    {
        var done = new List<string>();
        while (await _side.TakeAsync(Queue, 10) is { Count: > 0 } taken)
        {
            foreach (var work in taken)
            {
                done.Add(work.Body);
                await work.DoneAsync();
            }
        }

        return done;
    }
}

/// <summary>A queue, and the side of it that handlers are on.</summary>
public interface IQueueSide : IAsyncDisposable
{
    /// <summary>The queue.</summary>
    IWorkQueue Queue { get; }

    /// <summary>Lets time pass.</summary>
    void Advance(TimeSpan by);

    /// <summary>Takes work that is due; it is hidden for a minute.</summary>
    Task<IReadOnlyList<Taken>> TakeAsync(string queue, int most);

    /// <summary>What was set aside.</summary>
    Task<IReadOnlyList<string>> GetDeadAsync(string queue);
}

/// <summary>Work that was taken.</summary>
/// <param name="Body">What is to be done.</param>
/// <param name="Attempt">1 the first time.</param>
/// <param name="DoneAsync">Says that it is done.</param>
public sealed record Taken(string Body, int Attempt, Func<Task> DoneAsync);
