using System.Text;
using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.DynamoDBEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.Contract.Lambda;

/// <summary>Events as the AWS Lambda Developer Guide shows them.</summary>
public sealed class EventTests
{
    private static readonly SourceGeneratorLambdaJsonSerializer<LambdaEventJson> Serializer = new();

    [Fact]
    public void A_queues_message_has_its_id_body_and_attributes()
    {
        var batch = Read<SQSEvent>("""
            {"Records":[{"messageId":"m1","receiptHandle":"h","body":"{\"a\":1}",
             "attributes":{"ApproximateReceiveCount":"2","MessageGroupId":"t1"},
             "messageAttributes":{"kind":{"stringValue":"Filled","stringListValues":[],"binaryListValues":[],
             "dataType":"String"}},"md5OfBody":"x","eventSource":"aws:sqs",
             "eventSourceARN":"arn:aws:sqs:eu-west-1:1:q","awsRegion":"eu-west-1"}]}
            """);

        var message = Assert.Single(batch.Records);
        Assert.Equal("m1", message.MessageId);
        Assert.Equal("""{"a":1}""", message.Body);
        Assert.Equal("2", message.Attributes["ApproximateReceiveCount"]);
        Assert.Equal("Filled", message.MessageAttributes["kind"].StringValue);
        Assert.Equal("arn:aws:sqs:eu-west-1:1:q", message.EventSourceArn);
    }

    [Fact]
    public void A_batch_without_failures_answers_an_empty_list()
    {
        Assert.Equal("""{"batchItemFailures":[]}""", Write(new SQSBatchResponse()));
        Assert.Equal("""{"batchItemFailures":[]}""", Write(new StreamsEventResponse()));
    }

    [Fact]
    public void A_stream_answers_with_the_sequence_number_that_failed()
    {
        var answer = new StreamsEventResponse
        {
            BatchItemFailures = [new StreamsEventResponse.BatchItemFailure { ItemIdentifier = "49590" }],
        };

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"49590"}]}""", Write(answer));
    }

    [Fact]
    public void A_tables_change_has_its_key_and_both_images()
    {
        var batch = Read<DynamoDBEvent>("""
            {"Records":[{"eventID":"e1","eventName":"MODIFY","eventSource":"aws:dynamodb","awsRegion":"eu-west-1",
             "dynamodb":{"ApproximateCreationDateTime":1767868200.0,"Keys":{"PK":{"S":"TENANT#t1#ORDER"}},
             "NewImage":{"version":{"N":"2"},"raw":{"B":"AQI="},"on":{"BOOL":true},"none":{"NULL":true},
             "map":{"M":{"l":{"L":[{"S":"x"}]}}},"set":{"SS":["a","b"]}},
             "SequenceNumber":"111","SizeBytes":26,"StreamViewType":"NEW_AND_OLD_IMAGES"},
             "eventSourceARN":"arn:aws:dynamodb:eu-west-1:1:table/t/stream/x",
             "userIdentity":{"principalId":"dynamodb.amazonaws.com","type":"Service"}}]}
            """);

        var record = Assert.Single(batch.Records);
        Assert.Equal("MODIFY", record.EventName);
        Assert.Equal("Service", record.UserIdentity?.Type);
        Assert.Equal("TENANT#t1#ORDER", record.Dynamodb.Keys["PK"].S);
        Assert.Equal("111", record.Dynamodb.SequenceNumber);
        var created = new DateTime(2026, 1, 8, 10, 30, 0, DateTimeKind.Utc);
        Assert.Equal(created, record.Dynamodb.ApproximateCreationDateTime);
        Assert.Null(record.Dynamodb.OldImage);
        var image = record.Dynamodb.NewImage!;
        Assert.Equal("2", image["version"].N);
        Assert.Equal([1, 2], image["raw"].B!.ToArray());
        Assert.True(image["on"].BOOL);
        Assert.True(image["none"].NULL);
        Assert.Equal("x", image["map"].M!["l"].L![0].S);
        Assert.Equal(["a", "b"], image["set"].SS!);
    }

    [Fact]
    public void A_schedules_tick_and_a_buss_event_have_one_envelope()
    {
        const string Envelope = """
            {"version":"0","id":"e1","detail-type":"OrderFilled","source":"trading.orders","account":"1",
             "time":"2026-01-08T10:30:00Z","region":"eu-west-1","resources":["arn:x"],"detail":{"orderId":"o1"}}
            """;

        var sent = Read<CloudWatchEvent<JsonElement>>(Envelope);
        var tick = Read<ScheduledEvent>(Envelope.Replace("""{"orderId":"o1"}""", "{}", StringComparison.Ordinal));

        Assert.Equal("o1", sent.Detail.GetProperty("orderId").GetString());
        Assert.Equal("OrderFilled", sent.DetailType);
        Assert.Equal("e1", tick.Id);
        Assert.Equal(new DateTime(2026, 1, 8, 10, 30, 0, DateTimeKind.Utc), tick.Time);
        Assert.Equal(["arn:x"], tick.Resources!);
    }

    [Fact]
    public void A_rotations_step_is_read_and_does_not_tell_its_token()
    {
        var step = Read<SecretRotationEvent>(
            """{"Step":"createSecret","SecretId":"arn:s","ClientRequestToken":"v2","RotationToken":"hunter2"}""");

        Assert.Equal(("createSecret", "arn:s", "v2"), (step.Step, step.SecretId, step.ClientRequestToken));
        Assert.Equal("hunter2", step.RotationToken);
        Assert.DoesNotContain("hunter2", step.ToString(), StringComparison.Ordinal);
    }

    private static T Read<T>(string json) => Serializer.Deserialize<T>(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    private static string Write<T>(T value)
    {
        using var output = new MemoryStream();
        Serializer.Serialize(value, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
