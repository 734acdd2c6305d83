using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Aws.Storage;

/// <summary>Pages of a partition.</summary>
internal sealed class DynamoDbQueries(IAmazonDynamoDB client, string table, DynamoDbAttempts attempts)
{
    /// <summary>See <see cref="IItemStore.QueryAsync"/>.</summary>
    /// <remarks>
    /// DynamoDB ends its own pages at a megabyte, and counts what a filter leaves out; so it is asked until the page
    /// is full. One item more than asked for says whether there is a next page.
    /// </remarks>
    public async Task<ItemPage> RunAsync(ItemQuery query, long now, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var position = PageCursor.Read(query);
        if (query.HoldsNothing)
        {
            return new ItemPage([], null);
        }

        var request = Request(query, position, now);
        var items = new List<Item>();
        do
        {
            request.Limit = query.Limit + 1 - items.Count;
            var answer = await attempts.ReadAsync(() => client.QueryAsync(request, cancellation), cancellation);
            items.AddRange((answer.Items ?? []).Select(DynamoDbItems.Read));
            request.ExclusiveStartKey = answer.LastEvaluatedKey;
        }
        while (items.Count <= query.Limit && request.ExclusiveStartKey is { Count: > 0 });

        if (items.Count <= query.Limit)
        {
            return new ItemPage(items, null);
        }

        items.RemoveRange(query.Limit, items.Count - query.Limit);
        return new ItemPage(items, PageCursor.Write(query, items[^1]));
    }

    private QueryRequest Request(ItemQuery query, PageCursor? position, long now)
    {
        var (index, keys) = query.Index switch
        {
            ItemIndex.First => (DynamoDbSchema.Index1.Name, DynamoDbSchema.Index1.Keys),
            ItemIndex.Second => (DynamoDbSchema.Index2.Name, DynamoDbSchema.Index2.Keys),
            _ => (null, DynamoDbSchema.Table),
        };
        var values = DynamoDbCondition.Now(now);
        values[":partition"] = new AttributeValue(query.Partition);
        return new QueryRequest
        {
            TableName = table,
            IndexName = index,
            ConsistentRead = index is null,
            ScanIndexForward = !query.Descending,
            KeyConditionExpression = $"{keys.Partition} = :partition{Range(query, keys.Sort, values)}",
            FilterExpression = DynamoDbCondition.Alive,
            ExpressionAttributeNames = DynamoDbCondition.Ttl(),
            ExpressionAttributeValues = values,
            ExclusiveStartKey = position is { } last ? StartKey(query, keys, last) : null,
        };
    }

    private static string Range(ItemQuery query, string sort, Dictionary<string, AttributeValue> values)
    {
        // No key is empty, so an empty lower end is none.
        var from = query.From is { Length: > 0 };
        if (from)
        {
            values[":from"] = new AttributeValue(query.From);
        }

        if (query.To is not null)
        {
            values[":to"] = new AttributeValue(query.To);
        }

        return (from, query.To is not null) switch
        {
            (true, true) => $" AND {sort} BETWEEN :from AND :to",
            (true, false) => $" AND {sort} >= :from",
            (false, true) => $" AND {sort} <= :to",
            _ => "",
        };
    }

    private static Dictionary<string, AttributeValue> StartKey(ItemQuery query, DynamoDbKeys keys, PageCursor last)
    {
        var start = DynamoDbItems.Key(last.Key);
        DynamoDbItems.WriteKey(start, keys, new ItemKey(query.Partition, last.Sort));
        return start;
    }
}
