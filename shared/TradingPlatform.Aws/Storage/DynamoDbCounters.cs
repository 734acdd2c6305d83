using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Aws.Storage;

/// <summary>Guarded adds, each one UpdateItem, so that guards, sums and version are one atomic step.</summary>
internal sealed class DynamoDbCounters(IAmazonDynamoDB client, string table, DynamoDbAttempts attempts)
{
    /// <summary>See <see cref="DynamoDbItemStore.AddAsync"/>.</summary>
    public async Task<CounterResult> AddAsync(CounterAdd add, string id, long now, CancellationToken cancellation)
    {
        var request = Request(add, id, now);
        for (; ;)
        {
            if (await TryUpdateAsync(request, id, cancellation) is { } left)
            {
                return new CounterResult(true, DynamoDbItems.Read(left));
            }

            var found = await FindAsync(request.Key, cancellation);
            if (found is null)
            {
                return new CounterResult(false, new Item(add.Key, 0, ""));
            }

            var item = DynamoDbItems.Read(found);
            if (!(item.ExpiresAt?.ToUnixTimeSeconds() <= now))
            {
                return new CounterResult(false, item);
            }

            // DynamoDB removes expired items days later; its counters must not be added to.
            await RemoveExpiredAsync(request.Key, now, cancellation);
        }
    }

    /// <summary>What the add left; null where it was refused.</summary>
    private async Task<Dictionary<string, AttributeValue>?> TryUpdateAsync(
        UpdateItemRequest request, string id, CancellationToken cancellation)
    {
        try
        {
            return await attempts.RunAsync(
                repeatUnknown: false,
                async _ => (await client.UpdateItemAsync(request, cancellation)).Attributes,
                cancellation);
        }
        catch (ConditionalCheckFailedException)
        {
            return null;
        }
        catch (Exception e) when (DynamoDbAttempts.Judge(e, cancellation) == CallFailure.Unknown)
        {
            var found = await FindAsync(request.Key, cancellation);
            if (found is not null && DynamoDbItems.Text(found, DynamoDbSchema.AddId) == id)
            {
                return found;
            }

            // Not proof that it was not applied: another add may have followed, and it may even be on its way still.
            throw;
        }
    }

    private UpdateItemRequest Request(CounterAdd add, string id, long now)
    {
        var names = DynamoDbCondition.Ttl();
        names["#version"] = DynamoDbSchema.Version;
        names["#addId"] = DynamoDbSchema.AddId;
        var values = DynamoDbCondition.Now(now);
        values[":one"] = DynamoDbItems.Number(1);
        values[":addId"] = new AttributeValue(id);
        var adds = new List<string> { "#version :one" };
        foreach (var (name, delta) in add.Deltas)
        {
            var value = $":d{adds.Count}";
            values[value] = DynamoDbItems.Number(delta);
            adds.Add($"{Name(names, name)} {value}");
        }

        var guards = new List<string> { DynamoDbCondition.Alive };
        foreach (var guard in add.Guards.IsDefault ? [] : add.Guards)
        {
            var counter = Name(names, guard.Counter);
            var bound = $":g{guards.Count}";
            values[bound] = DynamoDbItems.Number(guard.AtMost);
            // A counter that is not there counts as 0, which is at most any bound but a negative one.
            guards.Add(guard.AtMost >= 0
                ? $"(attribute_not_exists({counter}) OR {counter} <= {bound})"
                : $"{counter} <= {bound}");
        }

        return new UpdateItemRequest
        {
            TableName = table,
            Key = DynamoDbItems.Key(add.Key),
            UpdateExpression = $"SET #addId = :addId ADD {string.Join(", ", adds)}",
            ConditionExpression = string.Join(" AND ", guards),
            ExpressionAttributeNames = names,
            ExpressionAttributeValues = values,
            ReturnValues = ReturnValue.ALL_NEW,
        };
    }

    // One placeholder for each counter, whatever its name is made of.
    private static string Name(Dictionary<string, string> names, string counter)
    {
        var attribute = DynamoDbSchema.CounterPrefix + counter;
        foreach (var (placeholder, named) in names)
        {
            if (string.Equals(named, attribute, StringComparison.Ordinal))
            {
                return placeholder;
            }
        }

        var added = $"#c{names.Count}";
        names[added] = attribute;
        return added;
    }

    private Task<Dictionary<string, AttributeValue>?> FindAsync(
        Dictionary<string, AttributeValue> key, CancellationToken cancellation) =>
        attempts.ReadAsync(() => client.GetConsistentAsync(table, key, cancellation), cancellation);

    private Task<bool> RemoveExpiredAsync(
        Dictionary<string, AttributeValue> key, long now, CancellationToken cancellation)
    {
        var request = new DeleteItemRequest
        {
            TableName = table,
            Key = key,
            ConditionExpression = "#ttl <= :now",
            ExpressionAttributeNames = DynamoDbCondition.Ttl(),
            ExpressionAttributeValues = DynamoDbCondition.Now(now),
        };
        return attempts.RunAsync(
            repeatUnknown: true,
            async _ =>
            {
                try
                {
                    await client.DeleteItemAsync(request, cancellation);
                    return true;
                }
                catch (ConditionalCheckFailedException)
                {
                    // Someone else was faster, which is as good.
                    return false;
                }
            },
            cancellation);
    }
}
