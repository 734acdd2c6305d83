using System.Text;
using Amazon.EventBridge;
using TradingPlatform.Aws.Events;
using TradingPlatform.Core.Events;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Contract.AwsClients;

public sealed class EventBridgeBusTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 1, 8, 10, 30, 0, TimeSpan.Zero);
    private AwsService _service = null!;
    private AmazonEventBridgeClient _client = null!;
    private EventBridgeBus _bus = null!;

    public async Task InitializeAsync()
    {
        _service = await AwsService.StartAsync("events", TakeAll);
        _client = new ImmediateEventBridge(
            AwsService.Credentials, _service.Configure(new AmazonEventBridgeConfig()));
        _bus = new EventBridgeBus(_client, "trading", new ImmediateClock());
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task An_event_is_named_by_its_type_and_its_detail_is_its_own_JSON()
    {
        await PublishAsync(Event("e1", """{"hash":"e1"}"""));

        _service.Calls.Single().AssertIs("AWSEvents.PutEvents", "application/x-amz-json-1.1", """
            {"Entries":[{"EventBusName":"trading","Source":"trading-platform","DetailType":"OrderFilled",
             "Detail":"{\"hash\":\"e1\"}","Time":1767868200}]}
            """);
    }

    [Fact]
    public async Task No_event_is_no_call()
    {
        await PublishAsync();
        Assert.Empty(_service.Calls);
    }

    [Fact]
    public async Task A_request_holds_ten_events_at_most()
    {
        await PublishAsync([.. Enumerable.Range(0, 25).Select(i => Event($"e{i}", $"{{\"n\":{i}}}"))]);

        Assert.Equal([10, 10, 5], Sent().Select(request => request.Count));
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{{\"n\":{i}}}"), Sent().SelectMany(details => details));
    }

    [Fact]
    public async Task A_request_stays_below_256_KB_counted_in_bytes()
    {
        // In UTF-8 each is 100 KB, in characters half of it.
        var large = $"{{\"v\":\"{new string('é', 50_000)}\"}}";
        await PublishAsync([.. Enumerable.Range(0, 5).Select(i => Event($"e{i}", large))]);

        Assert.Equal([2, 2, 1], Sent().Select(request => request.Count));
        Assert.All(Sent(), request => Assert.InRange(request.Sum(Encoding.UTF8.GetByteCount), 0, 262_143));
    }

    [Fact]
    public async Task An_event_that_no_request_can_hold_is_refused_before_any_is_sent()
    {
        var huge = Event("e2", $"{{\"v\":\"{new string('x', 262_144)}\"}}");

        await Assert.ThrowsAsync<ArgumentException>(() => PublishAsync(Event("e1", "{}"), huge));

        Assert.Empty(_service.Calls);
    }

    [Fact]
    public async Task Only_what_was_not_taken_is_sent_again()
    {
        _service.WillAnswer("""
            {"FailedEntryCount":2,"Entries":[{"ErrorCode":"ThrottlingException"},{"EventId":"x"},
             {"ErrorCode":"InternalFailure"}]}
            """);
        _service.WillAnswer("""{"FailedEntryCount":1,"Entries":[{"EventId":"x"},{"ErrorCode":"InternalFailure"}]}""");

        await PublishAsync(Event("a", """{"n":1}"""), Event("b", """{"n":2}"""), Event("c", """{"n":3}"""));

        Assert.Equal(
            ["""{"n":1},{"n":2},{"n":3}""", """{"n":1},{"n":3}""", """{"n":3}"""],
            Sent().Select(request => string.Join(',', request)));
    }

    [Fact]
    public async Task What_is_never_taken_is_thrown_after_a_few_times_without_its_content()
    {
        const string Never = """{"FailedEntryCount":1,"Entries":[{"ErrorCode":"InternalFailure","ErrorMessage":"m"}]}""";
        for (var i = 0; i < 10; i++)
        {
            _service.WillAnswer(Never);
        }

        var refused = await Assert.ThrowsAsync<EventsNotTakenException>(() => PublishAsync(Event("e1", """{"x":"canary"}""")));

        Assert.Equal("EventBridge did not take 1 events: InternalFailure.", refused.Message);
        Assert.Equal(4, _service.Calls.Count);
    }

    [Fact]
    public async Task An_answer_that_does_not_speak_of_each_event_is_no_proof()
    {
        _service.WillAnswer("""{"FailedEntryCount":0,"Entries":[]}""");

        await PublishAsync(Event("e1", "{}"));

        Assert.Equal(2, _service.Calls.Count);
    }

    private static PlatformEvent Event(string id, string detail) =>
        new(id, "OrderFilled", TenantId.Parse("t1"), At, detail);

    private static (int Status, string Body) TakeAll(ReceivedCall call)
    {
        var count = call.Body.GetProperty("Entries").GetArrayLength();
        var taken = string.Join(',', Enumerable.Repeat("""{"EventId":"x"}""", count));
        return (200, $$"""{"FailedEntryCount":0,"Entries":[{{taken}}]}""");
    }

    private Task PublishAsync(params PlatformEvent[] events) => _bus.PublishAsync(events, CancellationToken.None);

    private List<List<string>> Sent() => [.. _service.Calls.Select(call => call.Body.GetProperty("Entries")
        .EnumerateArray().Select(entry => entry.GetProperty("Detail").GetString()!).ToList())];
}
