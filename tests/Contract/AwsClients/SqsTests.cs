using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace TradingPlatform.Contract.AwsClients;

public sealed class SqsTests : IAsyncLifetime
{
    private const string Queue = "https://sqs.eu-west-1.amazonaws.com/1/orders.fifo";
    private AwsService _service = null!;
    private AmazonSQSClient _client = null!;

    public async Task InitializeAsync()
    {
        _service = await AwsService.StartAsync("sqs");
        _client = new AmazonSQSClient(AwsService.Credentials, _service.Configure(new AmazonSQSConfig()));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_sent_with_its_group_and_attributes()
    {
        _service.WillAnswer("""{"MessageId":"m1","MD5OfMessageBody":"x","SequenceNumber":"18"}""");

        var sent = await _client.SendMessageAsync(new SendMessageRequest
        {
            QueueUrl = Queue,
            MessageBody = """{"a":1}""",
            DelaySeconds = 0,
            MessageGroupId = "t1",
            MessageDeduplicationId = "d1",
            MessageAttributes = new()
            {
                ["kind"] = new MessageAttributeValue { DataType = "String", StringValue = "Filled" },
            },
        });

        Assert.Equal(("m1", "18"), (sent.MessageId, sent.SequenceNumber));
        _service.Calls.Single().AssertIs("AmazonSQS.SendMessage", "application/x-amz-json-1.0", $$$$"""
            {"QueueUrl":"{{{{Queue}}}}","MessageBody":"{\"a\":1}","DelaySeconds":0,"MessageGroupId":"t1",
             "MessageDeduplicationId":"d1","MessageAttributes":{"kind":{"DataType":"String","StringValue":"Filled"}}}
            """);
    }

    [Fact]
    public async Task A_batch_tells_which_messages_failed_though_its_status_is_200()
    {
        _service.WillAnswer("""
            {"Successful":[{"Id":"a","MessageId":"m1","MD5OfMessageBody":"x"}],
             "Failed":[{"Id":"b","Code":"InternalError","Message":"later","SenderFault":false}]}
            """);

        var sent = await _client.SendMessageBatchAsync(new SendMessageBatchRequest
        {
            QueueUrl = Queue,
            Entries =
            [
                new SendMessageBatchRequestEntry { Id = "a", MessageBody = "1" },
                new SendMessageBatchRequestEntry { Id = "b", MessageBody = "2", MessageGroupId = "t1" },
            ],
        });

        Assert.Equal("m1", Assert.Single(sent.Successful!).MessageId);
        var failed = Assert.Single(sent.Failed!);
        Assert.Equal(("b", "InternalError", false), (failed.Id, failed.Code, failed.SenderFault!.Value));
        _service.Calls.Single().AssertIs("AmazonSQS.SendMessageBatch", "application/x-amz-json-1.0", $$"""
            {"QueueUrl":"{{Queue}}","Entries":[{"Id":"a","MessageBody":"1"},
             {"Id":"b","MessageBody":"2","MessageGroupId":"t1"}]}
            """);
    }

    [Fact]
    public async Task A_missing_queue_is_its_own_exception_with_the_code_of_the_older_protocol()
    {
        _service.WillRefuse(
            400,
            """{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no queue"}""",
            "AWS.SimpleQueueService.NonExistentQueue;Sender");

        var refused = await Assert.ThrowsAsync<QueueDoesNotExistException>(() =>
            _client.SendMessageAsync(new SendMessageRequest { QueueUrl = Queue, MessageBody = "1" }));

        Assert.Equal("AWS.SimpleQueueService.NonExistentQueue", refused.ErrorCode);
        Assert.Equal(ErrorType.Sender, refused.ErrorType);
    }
}
