using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.Contract.Lambda;

/// <summary>A function's executable as Lambda starts it: one process for each test.</summary>
public sealed class FunctionHostTests
{
    [Fact]
    public async Task With_the_handler_rest_it_answers_API_Gateways_REST_requests_until_their_time_is_over()
    {
        await using var function = await FunctionProcess.StartAsync("rest");

        var answer = await function.AnswerAsync(Ask("credentials/list.rest.json", "path", "/v1/who"));

        Assert.Equal(200, answer.GetProperty("statusCode").GetInt32());
        Assert.Equal("t1", Body(answer).GetProperty("tenant").GetString());
        Assert.Equal("sample-exchange-configs", Body(answer).GetProperty("correlationId").GetString());

        // Half of so short a time is the function's own; whatever it was doing, the caller hears of it in time.
        var late = await function.AnswerAsync(
            Ask("credentials/list.rest.json", "path", "/v1/wait"), TimeSpan.FromMilliseconds(600));
        Assert.Equal(504, late.GetProperty("statusCode").GetInt32());
        Assert.True(Body(late).GetProperty("retryable").GetBoolean());
        Assert.Equal("sample-exchange-configs", Body(late).GetProperty("correlationId").GetString());

        var nobody = await function.AnswerAsync("""{"path":"/v1/who","httpMethod":"GET"}""");
        Assert.Equal(401, nobody.GetProperty("statusCode").GetInt32());
    }

    [Fact]
    public async Task With_any_other_handler_it_answers_REST_requests_too()
    {
        await using var function = await FunctionProcess.StartAsync("TradingPlatform.Contract");

        var answer = await function.AnswerAsync("""{"path":"/healthz","httpMethod":"GET"}""");

        Assert.Equal(200, answer.GetProperty("statusCode").GetInt32());
    }

    [Fact]
    public async Task With_the_handler_http_it_answers_the_HTTP_APIs_requests()
    {
        await using var function = await FunctionProcess.StartAsync("http");
        var sent = JsonNode.Parse(SampleEvents.Read("orders/place-order.http.json"))!;
        sent["requestContext"]!["http"]!["path"] = "/v1/who";
        sent["requestContext"]!["http"]!["method"] = "GET";

        var answer = await function.AnswerAsync(sent.ToJsonString());

        Assert.Equal(200, answer.GetProperty("statusCode").GetInt32());
        Assert.Equal("Trader", Body(answer).GetProperty("role").GetString());
        Assert.Equal("sample-orders", Body(answer).GetProperty("correlationId").GetString());
    }

    [Fact]
    public async Task With_the_handler_events_it_serves_queues()
    {
        await using var function = await FunctionProcess.StartAsync("events");

        var answer = await function.AnswerAsync("""
            {"Records":[{"messageId":"m1","body":"bad","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:r:1:jobs"}]}
            """);

        Assert.Equal("m1", answer.GetProperty("batchItemFailures")[0].GetProperty("itemIdentifier").GetString());
    }

    [Fact]
    public async Task A_failure_to_start_is_reported_to_Lambda_and_ends_the_process_as_a_failure()
    {
        await using var function = await FunctionProcess.StartAsync("rest", "--Sample:IsBroken", "yes");

        var failed = Assert.IsType<InvocationResult.InitError>(await function.InvokeAsync("{}"));

        Assert.Contains(
            "InvalidOperationException", Encoding.UTF8.GetString(failed.Body.Span), StringComparison.Ordinal);
        Assert.NotEqual(0, await function.ExitCodeAsync());
    }

    private static string Ask(string sample, string member, string value)
    {
        var sent = JsonNode.Parse(SampleEvents.Read(sample))!;
        sent[member] = value;
        sent["pathParameters"] = null;
        sent["requestContext"]!["path"] = value;
        return sent.ToJsonString();
    }

    private static JsonElement Body(JsonElement answer)
    {
        using var body = JsonDocument.Parse(answer.GetProperty("body").GetString()!);
        return body.RootElement.Clone();
    }
}
