using Amazon.SQS;
using TradingPlatform.Aws.Queues;
using TradingPlatform.Contract.AwsClients;
using TradingPlatform.Core.Queues;

namespace TradingPlatform.Contract.Queues;

/// <summary>How work is sent over the wire, and sent again.</summary>
public sealed class SqsWorkQueueTests : IAsyncLifetime
{
    private AwsService _service = null!;
    private AmazonSQSClient _client = null!;
    private SqsWorkQueue _queue = null!;

    public async Task InitializeAsync()
    {
        _service = await AwsService.StartAsync("sqs");
        _client = new AmazonSQSClient(AwsService.Credentials, _service.Configure(new AmazonSQSConfig()));
        _queue = new SqsWorkQueue(_client, "https://sqs.eu-west-1.amazonaws.com/1/trading-test-", new ImmediateClock());
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Work_is_sent_to_the_queue_of_its_name_with_its_delay_in_whole_seconds()
    {
        _service.WillAnswer("""{"Successful":[{"Id":"0"},{"Id":"1"}]}""");

        await _queue.SendAsync(
            WorkQueues.SettleOrders,
            [new WorkMessage("a", TimeSpan.Zero), new WorkMessage("b", TimeSpan.FromSeconds(18.2))],
            CancellationToken.None);

        _service.Calls.Single().AssertIs("AmazonSQS.SendMessageBatch", "application/x-amz-json-1.0", """
            {"QueueUrl":"https://sqs.eu-west-1.amazonaws.com/1/trading-test-settle-orders","Entries":
             [{"Id":"0","MessageBody":"a","DelaySeconds":0},{"Id":"1","MessageBody":"b","DelaySeconds":19}]}
            """);
    }

    [Fact]
    public async Task What_was_not_taken_is_sent_again_and_what_never_is_throws()
    {
        _service.WillAnswer("""{"Successful":[{"Id":"0"}],"Failed":[{"Id":"1","Code":"Busy","SenderFault":false}]}""");
        _service.WillAnswer("""{"Failed":[{"Id":"1","Code":"Busy","SenderFault":false}]}""");
        _service.WillAnswer("{}");
        _service.WillAnswer("""{"Failed":[{"Id":"1","Code":"Busy","SenderFault":false}]}""");

        var failed = await Assert.ThrowsAsync<WorkNotTakenException>(() => _queue.SendAsync(
            WorkQueues.SettleOrders,
            [new WorkMessage("a", TimeSpan.Zero), new WorkMessage("b", TimeSpan.Zero)], CancellationToken.None));

        Assert.Contains("Busy", failed.Message, StringComparison.Ordinal);
        Assert.Equal(4, _service.Calls.Count);
    }
}
