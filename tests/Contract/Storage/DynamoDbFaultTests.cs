using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Core.Storage;
using TradingPlatform.Testing.DynamoDb;
using Condition = TradingPlatform.Core.Storage.Condition;

namespace TradingPlatform.Contract.Storage;

/// <summary>Calls whose request or answer is lost, or that are refused for the moment. See DynamoDbItemStore.</summary>
[Collection(DynamoDbCollection.Name)]
public sealed class DynamoDbFaultTests(DynamoDbLocal local) : IAsyncLifetime
{
    private readonly FaultyHttp _wire = new();
    private readonly ItemKey _key = new($"TENANT#t1#FAULT#{Guid.NewGuid():N}", "a");
    private AmazonDynamoDBClient? _client;
    private AmazonDynamoDBClient? _otherClient;
    private DynamoDbItemStore _store = null!;
    private DynamoDbItemStore _other = null!;

    private static CancellationToken Ct => CancellationToken.None;

    private Item First => new(_key, 1, "first");

    public async Task InitializeAsync()
    {
        if (DynamoDbLocal.WhyNot is not null)
        {
            return;
        }

        _otherClient = local.NewClient(DynamoDbItemStore.ClientConfig());
        await DynamoDbTable.CreateIfAbsentAsync(_otherClient, "items", TimeProvider.System, Ct);
        var config = DynamoDbItemStore.ClientConfig();
        config.HttpClientFactory = _wire;
        _client = local.NewClient(config);
        _store = new DynamoDbItemStore(_client, "items", TimeProvider.System, Guid.NewGuid, new NoPause());
        _other = new DynamoDbItemStore(_otherClient, "items", TimeProvider.System, Guid.NewGuid, new NoPause());
    }

    public Task DisposeAsync()
    {
        _client?.Dispose();
        _otherClient?.Dispose();
        return Task.CompletedTask;
    }

    private CounterAdd Add(decimal delta) => new(_key, Item.NoCounters.Add("used", delta), []);

    [DynamoDbFact]
    public async Task A_put_if_absent_that_finds_its_own_first_attempt_has_won()
    {
        _wire.Then(Fault.AnswerLost);
        Assert.True(await _store.TryPutAsync(First, Condition.Absent, Ct));
        _wire.Then(Fault.AnswerLost, Fault.AnswerLost);
        Assert.True(await _store.TryPutAsync(First with { Version = 2 }, Condition.Version(1), Ct));
        Assert.Equal(2, (await _store.FindAsync(_key, Ct))!.Version);
    }

    [DynamoDbFact]
    public async Task A_put_whose_request_was_lost_is_made_by_its_repeat()
    {
        _wire.Then(Fault.RequestLost, Fault.ServerError);
        Assert.True(await _store.TryPutAsync(First, Condition.Absent, Ct));
        Assert.Equal(["PutItem", "PutItem", "PutItem"], _wire.Requests);
    }

    [DynamoDbFact]
    public async Task A_put_that_lost_to_an_equal_item_has_lost_also_when_the_refusal_was_lost()
    {
        Assert.True(await _other.TryPutAsync(First, Condition.Absent, Ct));
        _wire.Then(Fault.AnswerLost);
        Assert.False(await _store.TryPutAsync(First, Condition.Absent, Ct));
    }

    [DynamoDbFact]
    public async Task A_put_that_was_made_and_then_added_to_has_won()
    {
        _wire.BeforeLossIsNoticed = () => _other.AddAsync(Add(1m), Ct);
        _wire.Then(Fault.AnswerLost);
        Assert.True(await _store.TryPutAsync(First, Condition.Absent, Ct));
    }

    [DynamoDbFact]
    public async Task A_put_that_nothing_proves_made_or_not_throws()
    {
        _wire.BeforeLossIsNoticed = () => _other.TryPutAsync(First with { Version = 2 }, Condition.Version(1), Ct);
        _wire.Then(Fault.AnswerLost);
        await Assert.ThrowsAnyAsync<Exception>(() => _store.TryPutAsync(First, Condition.Absent, Ct));
        Assert.Equal(2, (await _store.FindAsync(_key, Ct))!.Version);
    }

    [DynamoDbFact]
    public async Task A_delete_on_a_version_whose_answer_is_lost_does_not_claim_to_have_won()
    {
        await _other.TryPutAsync(First, Condition.Absent, Ct);
        _wire.Then(Fault.AnswerLost);
        await Assert.ThrowsAnyAsync<Exception>(() => _store.TryDeleteAsync(_key, Condition.Version(1), Ct));
        Assert.Null(await _store.FindAsync(_key, Ct));
        _wire.Then(Fault.AnswerLost);
        Assert.True(await _store.TryDeleteAsync(_key, Condition.None, Ct));
    }

    [DynamoDbFact]
    public async Task A_transaction_whose_answer_is_lost_is_known_again_by_its_token()
    {
        _wire.Then(Fault.AnswerLost);
        Assert.True(await _store.TryTransactAsync([new ItemWrite.Put(First, Condition.Absent)], Ct));
        Assert.False(await _store.TryTransactAsync([new ItemWrite.Put(First, Condition.Absent)], Ct));
    }

    [DynamoDbFact]
    public async Task An_add_whose_answer_is_lost_is_made_once_and_answered()
    {
        _wire.Then(Fault.AnswerLost);
        var added = await _store.AddAsync(Add(5m), Ct);
        Assert.Equal((true, 5m, 1L), (added.Applied, added.Stored.Counters["used"], added.Stored.Version));
        Assert.Equal(["UpdateItem", "GetItem"], _wire.Requests);
    }

    [DynamoDbFact]
    public async Task An_add_that_nothing_proves_made_throws_and_is_never_made_twice()
    {
        _wire.BeforeLossIsNoticed = () => _other.AddAsync(Add(1m), Ct);
        _wire.Then(Fault.AnswerLost);
        await Assert.ThrowsAnyAsync<Exception>(() => _store.AddAsync(Add(5m), Ct));
        Assert.Equal(6m, (await _store.FindAsync(_key, Ct))!.Counters["used"]);
        _wire.Then(Fault.RequestLost);
        await Assert.ThrowsAnyAsync<Exception>(() => _store.AddAsync(Add(5m), Ct));
        Assert.Equal(6m, (await _store.FindAsync(_key, Ct))!.Counters["used"]);
    }

    [DynamoDbFact]
    public async Task What_is_refused_for_the_moment_is_asked_again_adds_too()
    {
        _wire.Then(Fault.Throttled, Fault.Conflict);
        Assert.True(await _store.TryPutAsync(First, Condition.Absent, Ct));
        _wire.Then(Fault.Conflict, Fault.Throttled);
        Assert.Equal(5m, (await _store.AddAsync(Add(5m), Ct)).Stored.Counters["used"]);
        _wire.Then(Fault.Throttled, Fault.Throttled);
        Assert.True(await _store.TryTransactAsync([new ItemWrite.Delete(_key, Condition.Version(2))], Ct));
        _wire.Then(Fault.Throttled, Fault.ServerError);
        Assert.Empty((await _store.QueryAsync(new ItemQuery(_key.Partition), Ct)).Items);
    }

    [DynamoDbFact]
    public async Task Attempts_end()
    {
        _wire.Then([.. Enumerable.Repeat(Fault.Throttled, 10)]);
        await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(
            () => _store.TryPutAsync(First, Condition.Absent, Ct));
        Assert.Equal(10, _wire.Requests.Count());
    }

    [DynamoDbFact]
    public async Task A_call_that_is_wrong_is_made_once()
    {
        _wire.Then(Fault.Invalid);
        await Assert.ThrowsAnyAsync<AmazonServiceException>(() => _store.FindAsync(_key, Ct));
        Assert.Single(_wire.Requests);
    }

    [Fact]
    public void A_client_that_retries_by_itself_is_refused()
    {
        using var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"), new AmazonDynamoDBConfig { ServiceURL = "http://127.0.0.1:1" });
        Assert.Throws<ArgumentException>(
            () => new DynamoDbItemStore(client, "items", TimeProvider.System, Guid.NewGuid, Random.Shared));
    }

    private sealed class NoPause : Random
    {
        public override double NextDouble() => 0;
    }
}
