using System.Text.Json;
using TradingPlatform.Core.Events;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting.Events;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.Contract.Lambda;

public sealed class LambdaEventsTests : IAsyncLifetime
{
    private const string NothingFailed = """{"batchItemFailures":[]}""";
    private static readonly DateTimeOffset At = new(2026, 1, 8, 10, 30, 0, TimeSpan.Zero);
    private EventFunction _function = null!;

    public async Task InitializeAsync() => _function = await EventFunction.StartAsync();

    public async Task DisposeAsync() => await _function.DisposeAsync();

    [Fact]
    public async Task A_rules_tick_comes_to_the_handler_that_the_rule_is_named_after()
    {
        Assert.Equal("", await _function.AnswerAsync(SampleEvents.Read("orders/sync-orders.schedule.json")));

        Assert.Equal(
            new ScheduledEvent("53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa", "sync-orders", At, "{}"),
            Assert.Single(_function.Received));
    }

    [Theory]
    [InlineData("aws.scheduler", "arn:aws:scheduler:eu-west-1:1:schedule/default/sync-orders", "\"{}\"", "sync-orders")]
    [InlineData("aws.events", "arn:aws:events:eu-west-1:1:rule/a-bus/orders", "{}", "orders")]
    [InlineData("aws.scheduler", "arn:x:schedule/g/other", """{"name":"sync-orders","n":1}""", "sync-orders")]
    [InlineData("aws.scheduler", "arn:x:schedule/g/other", """ "{\"name\":\"orders\"}" """, "orders")]
    public async Task A_schedule_is_named_by_its_detail_or_by_where_it_comes_from(
        string source, string arn, string detail, string expected)
    {
        await _function.AnswerAsync(Envelope(source, "Scheduled Event", arn, detail));
        Assert.Equal(expected, Assert.IsType<ScheduledEvent>(Assert.Single(_function.Received)).Name);
    }

    [Fact]
    public async Task An_event_of_the_bus_is_named_by_its_type_whatever_its_detail_says()
    {
        await _function.AnswerAsync(
            Envelope("trading-platform", "OrderFilled", "arn:x", """{"name":"sync-orders"}"""));

        Assert.Equal(
            new ScheduledEvent("e1", "OrderFilled", At, """{"name":"sync-orders"}"""),
            Assert.Single(_function.Received));
    }

    [Fact]
    public async Task Of_a_queue_only_the_failed_messages_are_answered()
    {
        var answer = await _function.AnswerAsync(Queue("trading-prod-settle", "good", "bad", "good"));

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"m1"}]}""", answer);
        Assert.Equal(
            [new QueueMessage("m0", "good", 3, null), new QueueMessage("m2", "good", 3, null)], _function.Received);
        Assert.Equal(NothingFailed, await _function.AnswerAsync(Queue("settle", "good")));
    }

    [Fact]
    public async Task Of_a_FIFO_queue_nothing_after_a_failure_is_tried()
    {
        var answer = await _function.AnswerAsync(Queue("settle.fifo", "good", "bad", "good"));

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"m1"},{"itemIdentifier":"m2"}]}""", answer);
        Assert.Equal(new QueueMessage("m0", "good", 3, "g"), Assert.Single(_function.Received));
    }

    [Fact]
    public async Task The_tables_changes_come_as_items_and_the_outbound_ones_are_events()
    {
        Assert.Equal(NothingFailed, await _function.AnswerAsync(SampleEvents.Read("orders/outbox.stream.json")));

        var changes = _function.Received.Cast<ItemChange>().ToList();
        Assert.Equal([false, true], changes.Select(change => change.After!.Outbound));
        Assert.Equal(["EV#000001", "EV#000002"], changes.Select(change => change.Key.Sort));
        Assert.All(changes, change => Assert.Null(change.Before));
        var happened = PlatformEvent.Of(changes[1].After!);
        Assert.Equal(("OrderAccepted", TenantId.Parse("t1"), At), (happened.Type, happened.Tenant, happened.At));
    }

    [Fact]
    public async Task A_stream_begins_again_at_its_first_failure()
    {
        var answer = await _function.AnswerAsync(Stream(Change("1", "ok"), Change("2", "bad"), Change("3", "ok")));

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"2"}]}""", answer);
        Assert.Equal("1", Assert.IsType<ItemChange>(Assert.Single(_function.Received)).Sequence);
    }

    [Fact]
    public async Task A_change_that_cannot_be_read_stops_the_stream_at_itself_after_those_before_it()
    {
        const string Unreadable = """
            {"eventSource":"aws:dynamodb","dynamodb":{"SequenceNumber":"2","Keys":{"PK":{"S":"a"}}}}
            """;
        var answer = await _function.AnswerAsync(Stream(Change("1", "ok"), Unreadable, Change("3", "ok")));

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"2"}]}""", answer);
        Assert.Equal("1", Assert.IsType<ItemChange>(Assert.Single(_function.Received)).Sequence);
    }

    [Fact]
    public async Task The_four_steps_of_a_rotation_come_to_the_one_handler()
    {
        foreach (var step in (string[])["create", "set", "test", "finish"])
        {
            Assert.Equal("", await _function.AnswerAsync($$"""
                {
                  "Step": "{{step}}Secret",
                  "SecretId": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:/trading-platform/dev/platform/x-AbCdEf",
                  "ClientRequestToken": "11111111-2222-4333-8444-555555555555"
                }
                """));
        }

        var steps = _function.Received.Cast<SecretRotation>().ToList();
        Assert.Equal(
            [RotationStep.Create, RotationStep.Set, RotationStep.Test, RotationStep.Finish],
            steps.Select(step => step.Step));
        Assert.All(steps, step => Assert.Equal("11111111-2222-4333-8444-555555555555", step.Token));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"Records":[]}""")]
    [InlineData("""{"Records":[{"eventSource":"aws:s3"}]}""")]
    [InlineData("""{"Records":[{"eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-west-1:1:nobody"}]}""")]
    [InlineData("""{"Records":[{"eventSource":"aws:sqs"}]}""")]
    [InlineData("""{"Step":"eraseSecret","SecretId":"s","ClientRequestToken":"t"}""")]
    [InlineData("""{"detail-type":"Scheduled Event","source":"aws.events","id":"e1","resources":[],"detail":{}}""")]
    [InlineData("""{"detail-type":"OrderLost","source":"trading-platform","id":"e1","detail":{}}""")]
    public async Task An_event_that_nobody_serves_fails_clearly_and_the_function_lives_on(string json)
    {
        var failed = Assert.IsType<InvocationResult.FunctionError>(await _function.InvokeAsync(json));

        Assert.Equal("Function.UnknownEventException", failed.ErrorType);
        Assert.Empty(_function.Received);
        Assert.Equal(NothingFailed, await _function.AnswerAsync(Queue("settle", "good")));
    }

    [Fact]
    public async Task A_handler_is_told_to_end_while_its_failure_can_still_be_reported()
    {
        var endless = Envelope("aws.events", "Scheduled Event", "arn:x:rule/endless", "{}");

        var failed = await _function.InvokeAsync(endless, TimeSpan.FromMilliseconds(400));

        Assert.Equal("Function.TaskCanceledException", Assert.IsType<InvocationResult.FunctionError>(failed).ErrorType);
    }

    [Fact]
    public void A_function_whose_stream_nothing_can_read_does_not_start() =>
        Assert.Throws<InvalidOperationException>(() => EventFunction.Build("127.0.0.1:1", readsStreams: false));

    [Fact]
    public void Every_sample_event_is_JSON_for_a_trigger_that_is_known() => Assert.All(SampleEvents.All, path =>
    {
        using var json = JsonDocument.Parse(SampleEvents.Read(path));
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
        Assert.Matches(@"^(rotation/[\w-]+|.*\.(rest|http|schedule|stream|queue))\.json$", path);
    });

    private static string Envelope(string source, string type, string arn, string detail) => $$"""
        {"version":"0","id":"e1","detail-type":"{{type}}","source":"{{source}}","account":"1",
         "time":"2026-01-08T10:30:00Z","region":"eu-west-1","resources":["{{arn}}"],"detail":{{detail}}}
        """;

    private static string Queue(string name, params string[] bodies) => Records(bodies.Select((body, i) => $$"""
        {"messageId":"m{{i}}","body":"{{body}}","eventSource":"aws:sqs",
         "attributes":{"ApproximateReceiveCount":"3","MessageGroupId":"g"},
         "eventSourceARN":"arn:aws:sqs:eu-west-1:1:{{name}}"}
        """));

    private static string Stream(params string[] records) => Records(records);

    private static string Records(IEnumerable<string> records) => "{\"Records\":[" + string.Join(',', records) + "]}";

    private static string Change(string sequence, string sort)
    {
        var keys = """{"PK":{"S":"TENANT#t1"},"SK":{"S":"?"}}""".Replace("?", sort, StringComparison.Ordinal);
        return $$"""
            {"eventSource":"aws:dynamodb","eventName":"INSERT",
             "dynamodb":{"SequenceNumber":"{{sequence}}","Keys":{{keys}},"NewImage":{{keys}} } }
            """;
    }
}
