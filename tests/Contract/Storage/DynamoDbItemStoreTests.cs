using Amazon.DynamoDBv2;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Core.Storage;
using TradingPlatform.Testing.DynamoDb;

namespace TradingPlatform.Contract.Storage;

/// <summary>Skips a suite where DynamoDB Local cannot be started, except in CI.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsDynamoDbAttribute : SkipSuiteAttribute
{
    public override string? Reason => DynamoDbLocal.WhyNot;
}

/// <summary>The port's suite on AWS's DynamoDB Local.</summary>
[NeedsDynamoDb]
[Collection(DynamoDbCollection.Name)]
public sealed class DynamoDbItemStoreTests(DynamoDbLocal local) : ItemStoreContract, IAsyncLifetime
{
    private AmazonDynamoDBClient? _client;
    private DynamoDbItemStore? _store;

    protected override IItemStore Store => _store!;

    // It makes some hundred writes a second.
    protected override int Racers => 40;

    // It is of 2020, when DynamoDB took 25, and takes no more than 10 itself.
    protected override int TransactionWrites => 10;

    public async Task InitializeAsync()
    {
        _client = local.NewClient(DynamoDbItemStore.ClientConfig());
        await DynamoDbTable.CreateIfAbsentAsync(_client, "items", Clock, Ct);
        _store = new DynamoDbItemStore(_client, "items", Clock, Guid.NewGuid, Random.Shared);
    }

    public Task DisposeAsync()
    {
        _client!.Dispose();
        return Task.CompletedTask;
    }
}
