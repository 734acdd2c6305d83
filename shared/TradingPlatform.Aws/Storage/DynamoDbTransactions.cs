using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Aws.Storage;

/// <summary>Several writes, all or none.</summary>
internal sealed class DynamoDbTransactions(IAmazonDynamoDB client, string table, DynamoDbAttempts attempts)
{
    private const string ConditionFailed = "ConditionalCheckFailed";

    /// <summary>See <see cref="IItemStore.TryTransactAsync"/>.</summary>
    /// <param name="writes">The writes.</param>
    /// <param name="token">By this DynamoDB knows a repeat, for ten minutes, and answers it like the first.</param>
    /// <param name="now">Now, in seconds since 1970.</param>
    /// <param name="cancellation">Ends the attempts.</param>
    public Task<bool> RunAsync(
        IReadOnlyList<ItemWrite> writes, string token, long now, CancellationToken cancellation)
    {
        var request = new TransactWriteItemsRequest
        {
            ClientRequestToken = token,
            TransactItems = [.. writes.Select(write => Part(write, now))],
        };
        return attempts.RunAsync(
            repeatUnknown: true,
            async _ =>
            {
                try
                {
                    await client.TransactWriteItemsAsync(request, cancellation);
                    return true;
                }
                catch (TransactionCanceledException e) when (
                    e.CancellationReasons?.Any(reason => reason.Code == ConditionFailed) is true)
                {
                    return false;
                }
            },
            cancellation);
    }

    private TransactWriteItem Part(ItemWrite write, long now)
    {
        var holds = DynamoDbCondition.Of(write.Condition, now);
        return write is ItemWrite.Put put
            ? new TransactWriteItem
            {
                Put = new Put
                {
                    TableName = table,
                    Item = DynamoDbItems.Write(put.Item),
                    ConditionExpression = holds.Expression,
                    ExpressionAttributeNames = holds.Names,
                    ExpressionAttributeValues = holds.Values,
                },
            }
            : new TransactWriteItem
            {
                Delete = new Delete
                {
                    TableName = table,
                    Key = DynamoDbItems.Key(write.Key),
                    ConditionExpression = holds.Expression,
                    ExpressionAttributeNames = holds.Names,
                    ExpressionAttributeValues = holds.Values,
                },
            };
    }
}
