using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Core.Storage;
using TradingPlatform.Testing.DynamoDb;

namespace TradingPlatform.Contract.Storage;

/// <summary>What leaves over the table's stream.</summary>
[Collection(DynamoDbCollection.Name)]
public sealed class DynamoDbStreamTests(DynamoDbLocal local)
{
    private const string Table = "streamed";

    private static CancellationToken Ct => CancellationToken.None;

    [DynamoDbFact]
    public async Task Each_put_is_in_the_stream_as_it_was_put()
    {
        using var client = local.NewClient(DynamoDbItemStore.ClientConfig());
        await DynamoDbTable.CreateIfAbsentAsync(client, Table, TimeProvider.System, Ct);
        var store = new DynamoDbItemStore(client, Table, TimeProvider.System, Guid.NewGuid, Random.Shared);
        var key = new ItemKey("TENANT#t1#ORDER#1", "EV#1");
        var item = new Item(key, 1, """{"a":"é"}""")
        {
            Outbound = true,
            Index1 = new ItemKey("TENANT#t1#OPEN", "1"),
            ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(90),
            Counters = Item.NoCounters.Add("used", 1.25m),
        };
        await store.TryPutAsync(item, Condition.Absent, Ct);
        await store.TryTransactAsync([new ItemWrite.Put(new Item(key, 2, ""), Condition.Version(1))], Ct);

        var images = await ImagesAsync((await client.DescribeTableAsync(Table, Ct)).Table.LatestStreamArn);

        Assert.Equal(2, images.Count);
        Assert.Equal(item with { Counters = images[0].Counters }, images[0]);
        Assert.Equal(item.Counters.AsEnumerable(), images[0].Counters);
        Assert.Equal(new Item(key, 2, ""), images[1]);
    }

    [DynamoDbFact]
    public async Task Making_a_table_that_is_there_changes_nothing()
    {
        using var client = local.NewClient(DynamoDbItemStore.ClientConfig());
        await DynamoDbTable.CreateIfAbsentAsync(client, "twice", TimeProvider.System, Ct);
        await DynamoDbTable.CreateIfAbsentAsync(client, "twice", TimeProvider.System, Ct);
        Assert.Equal("ACTIVE", (await client.DescribeTableAsync("twice", Ct)).Table.TableStatus.Value);
    }

    private async Task<List<Item>> ImagesAsync(string stream)
    {
        using var http = new HttpClient();
        var described = await AskAsync(http, "DescribeStream", $$"""{"StreamArn":"{{stream}}"}""");
        var images = new List<Item>();
        foreach (var shard in described.GetProperty("StreamDescription").GetProperty("Shards").EnumerateArray())
        {
            var from = await AskAsync(http, "GetShardIterator", $$"""
                {"StreamArn":"{{stream}}","ShardId":"{{shard.GetProperty("ShardId")}}",
                "ShardIteratorType":"TRIM_HORIZON"}
                """);
            var read = await AskAsync(http, "GetRecords", $$"""
                {"ShardIterator":"{{from.GetProperty("ShardIterator")}}"}
                """);
            images.AddRange(read.GetProperty("Records").EnumerateArray()
                .Select(record => DynamoDbImage.Read(record.GetProperty("dynamodb").GetProperty("NewImage"))));
        }

        return images;
    }

    // The SDK's client for streams is in another package. DynamoDB Local wants a signature and does not check it.
    private async Task<JsonElement> AskAsync(HttpClient http, string operation, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, local.Url)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0"),
        };
        request.Headers.Add("X-Amz-Target", $"DynamoDBStreams_20120810.{operation}");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "AWS4-HMAC-SHA256",
            "Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await http.SendAsync(request, Ct);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        Assert.True(answer.IsSuccessStatusCode, json.RootElement.ToString());
        return json.RootElement.Clone();
    }
}
