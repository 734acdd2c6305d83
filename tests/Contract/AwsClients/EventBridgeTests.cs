using Amazon.EventBridge;
using Amazon.EventBridge.Model;

namespace TradingPlatform.Contract.AwsClients;

public sealed class EventBridgeTests : IAsyncLifetime
{
    private AwsService _service = null!;
    private AmazonEventBridgeClient _client = null!;

    public async Task InitializeAsync()
    {
        _service = await AwsService.StartAsync("events");
        _client = new ImmediateEventBridge(
            AwsService.Credentials, _service.Configure(new AmazonEventBridgeConfig()));
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Events_are_sent_and_each_is_told_its_fate_in_order()
    {
        _service.WillAnswer("""
            {"FailedEntryCount":1,"Entries":[{"EventId":"e1"},
             {"ErrorCode":"ThrottlingException","ErrorMessage":"slow"}]}
            """);

        var sent = await _client.PutEventsAsync(new PutEventsRequest
        {
            Entries =
            [
                new PutEventsRequestEntry
                {
                    EventBusName = "trading",
                    Source = "trading.orders",
                    DetailType = "OrderFilled",
                    Detail = """{"orderId":"o1"}""",
                    Time = new DateTime(2026, 1, 8, 10, 30, 0, DateTimeKind.Utc),
                    Resources = ["arn:x"],
                },
                new PutEventsRequestEntry { Source = "s", DetailType = "t", Detail = "{}" },
            ],
        });

        Assert.Equal(1, sent.FailedEntryCount);
        Assert.Equal(
            [("e1", null), (null, "ThrottlingException")],
            sent.Entries!.Select(entry => (entry.EventId, entry.ErrorCode)));
        _service.Calls.Single().AssertIs("AWSEvents.PutEvents", "application/x-amz-json-1.1", """
            {"Entries":[{"EventBusName":"trading","Source":"trading.orders","DetailType":"OrderFilled",
             "Detail":"{\"orderId\":\"o1\"}","Time":1767868200,"Resources":["arn:x"]},
             {"Source":"s","DetailType":"t","Detail":"{}"}]}
            """);
    }

    [Fact]
    public async Task A_throttled_batch_is_tried_again()
    {
        _service.WillRefuse(400, """{"__type":"ThrottlingException","message":"slow"}""");
        _service.WillRefuse(400, """{"__type":"ThrottlingException","message":"slow"}""");
        _service.WillAnswer("""{"FailedEntryCount":0,"Entries":[{"EventId":"e1"}]}""");

        var sent = await _client.PutEventsAsync(new PutEventsRequest
        {
            Entries = [new PutEventsRequestEntry { Source = "s", DetailType = "t", Detail = "{}" }],
        });

        Assert.Equal(0, sent.FailedEntryCount);
        Assert.Equal(3, _service.Calls.Count);
    }

    [Fact]
    public async Task A_refusal_is_EventBridges_exception_with_its_code()
    {
        _service.WillRefuse(400, """{"__type":"ResourceNotFoundException","message":"no bus"}""");

        var refused = await Assert.ThrowsAsync<AmazonEventBridgeException>(() =>
            _client.PutEventsAsync(new PutEventsRequest { Entries = [new PutEventsRequestEntry { Detail = "{}" }] }));

        Assert.Equal("ResourceNotFoundException", refused.ErrorCode);
    }
}
