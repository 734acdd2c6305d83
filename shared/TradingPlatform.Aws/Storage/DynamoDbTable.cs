using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace TradingPlatform.Aws.Storage;

/// <summary>Makes the table where no deployment has: for tests, and for a local host on DynamoDB Local.</summary>
public static class DynamoDbTable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>What the table is: on demand, two indexes, a stream of new images.</summary>
    public static CreateTableRequest Definition(string table) => new()
    {
        TableName = table,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        KeySchema = KeySchema(DynamoDbSchema.Table),
        AttributeDefinitions =
        [
            .. new[] { DynamoDbSchema.Table, DynamoDbSchema.Index1.Keys, DynamoDbSchema.Index2.Keys }
                .SelectMany(keys => new[] { keys.Partition, keys.Sort })
                .Select(name => new AttributeDefinition(name, ScalarAttributeType.S)),
        ],
        GlobalSecondaryIndexes = [Index(DynamoDbSchema.Index1), Index(DynamoDbSchema.Index2)],
        StreamSpecification = new StreamSpecification
        {
            StreamEnabled = true,
            StreamViewType = StreamViewType.NEW_IMAGE,
        },
    };

    /// <summary>Makes the table unless it is there, and returns when it can be used.</summary>
    public static async Task CreateIfAbsentAsync(
        IAmazonDynamoDB client, string table, TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        try
        {
            await client.CreateTableAsync(Definition(table), cancellation);
        }
        catch (ResourceInUseException)
        {
            // It is there already, or another process is making it.
        }

        var request = new DescribeTableRequest { TableName = table };
        while ((await client.DescribeTableAsync(request, cancellation)).Table.TableStatus != TableStatus.ACTIVE)
        {
            await Task.Delay(Pause, clock, cancellation);
        }

        await ExpireAsync(client, table, cancellation);
    }

    private static async Task ExpireAsync(IAmazonDynamoDB client, string table, CancellationToken cancellation)
    {
        var now = await client.DescribeTimeToLiveAsync(
            new DescribeTimeToLiveRequest { TableName = table }, cancellation);
        var status = now.TimeToLiveDescription?.TimeToLiveStatus;
        if (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING)
        {
            return;
        }

        await client.UpdateTimeToLiveAsync(
            new UpdateTimeToLiveRequest
            {
                TableName = table,
                TimeToLiveSpecification = new TimeToLiveSpecification
                {
                    AttributeName = DynamoDbSchema.TimeToLive,
                    Enabled = true,
                },
            },
            cancellation);
    }

    private static GlobalSecondaryIndex Index((string Name, DynamoDbKeys Keys) index) => new()
    {
        IndexName = index.Name,
        KeySchema = KeySchema(index.Keys),
        Projection = new Projection { ProjectionType = ProjectionType.ALL },
    };

    private static List<KeySchemaElement> KeySchema(DynamoDbKeys keys) =>
        [new(keys.Partition, KeyType.HASH), new(keys.Sort, KeyType.RANGE)];
}
