using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace TradingPlatform.Aws.Storage;

/// <summary>The read that decisions rest on.</summary>
internal static class DynamoDbReads
{
    /// <summary>One attempt to read an item as every answered write left it, expired or not; null for none.</summary>
    public static async Task<Dictionary<string, AttributeValue>?> GetConsistentAsync(
        this IAmazonDynamoDB client,
        string table,
        Dictionary<string, AttributeValue> key,
        CancellationToken cancellation)
    {
        var request = new GetItemRequest { TableName = table, Key = key, ConsistentRead = true };
        var answer = await client.GetItemAsync(request, cancellation);
        return answer.Item is { Count: > 0 } attributes ? attributes : null;
    }
}
