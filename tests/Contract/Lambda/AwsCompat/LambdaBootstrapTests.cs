using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Microsoft.AspNetCore.Http;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.Contract.Lambda;

public sealed class LambdaBootstrapTests
{
    [Fact]
    public async Task Each_event_is_answered_in_turn_by_one_process()
    {
        await using var function = await RunningFunction.StartAsync((input, _) => Task.FromResult($"[{input}]"));

        Assert.Equal("[1]", await function.AnswerAsync("1"));
        Assert.Equal("[22]", await function.AnswerAsync("22"));
        // A shorter event after a longer one: the buffer is the same, its content is not.
        Assert.Equal("[3]", await function.AnswerAsync("3"));
    }

    [Fact]
    public async Task Events_of_several_megabytes_pass_in_both_directions()
    {
        await using var function = await RunningFunction.StartAsync((input, _) => Task.FromResult(input));
        var large = $"\"{new string('x', 5_000_000)}\"";

        Assert.Equal(large, await function.AnswerAsync(large));
        Assert.Equal("\"small\"", await function.AnswerAsync("\"small\""));
    }

    [Fact]
    public async Task A_failing_handler_posts_its_type_and_never_its_message_and_the_loop_lives_on()
    {
        await using var function = await RunningFunction.StartAsync((input, _) => input == "1"
            ? throw new InvalidOperationException("the key is hunter2")
            : Task.FromResult("fine"));

        var failed = Assert.IsType<InvocationResult.FunctionError>(await function.InvokeAsync("1"));

        Assert.Equal("Function.InvalidOperationException", failed.ErrorType);
        using var body = JsonDocument.Parse(failed.Body);
        Assert.Equal("InvalidOperationException", body.RootElement.GetProperty("errorType").GetString());
        Assert.Equal(0, body.RootElement.GetProperty("stackTrace").GetArrayLength());
        Assert.DoesNotContain("hunter2", Encoding.UTF8.GetString(failed.Body.Span), StringComparison.Ordinal);
        Assert.Equal("fine", await function.AnswerAsync("2"));
    }

    [Fact]
    public void A_failure_is_logged_as_one_line_of_types_and_frames_without_messages()
    {
        var output = new StringWriter();
        var failure = new InvalidOperationException("hunter2", new FormatException("hunter3"));

        new FailureLog(output, new ManualClock()).Write("The invocation failed.", "r1", failure);

        var line = output.ToString();
        Assert.Equal(1, line.Count(c => c == '\n'));
        Assert.DoesNotContain("hunter", line, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(line);
        Assert.Equal("r1", json.RootElement.GetProperty("awsRequestId").GetString());
        Assert.Equal(
            ["System.InvalidOperationException", "System.FormatException"],
            json.RootElement.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_failure_to_start_is_reported_and_ends_the_process()
    {
        await using var function = await RunningFunction.StartAsync(LambdaBootstrapBuilder
            .Create((input, _) => Task.FromResult(input))
            .UseBootstrapHandler(() => throw new FormatException("the setting is hunter2")));

        var failed = Assert.IsType<InvocationResult.InitError>(await function.InvokeAsync("1"));

        Assert.Equal("Function.FormatException", failed.ErrorType);
        Assert.DoesNotContain("hunter2", Encoding.UTF8.GetString(failed.Body.Span), StringComparison.Ordinal);
        await Assert.ThrowsAsync<FormatException>(() => function.Loop);
    }

    [Fact]
    public async Task An_initializer_that_says_no_ends_the_loop_before_the_first_event()
    {
        await using var function = await RunningFunction.StartAsync(LambdaBootstrapBuilder
            .Create((input, _) => Task.FromResult(input))
            .UseBootstrapHandler(() => Task.FromResult(false)));

        await function.Loop.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task An_answer_larger_than_Lambda_takes_is_an_error_and_the_loop_lives_on()
    {
        await using var function = await RunningFunction.StartAsync((input, _) =>
            Task.FromResult(new string('x', int.Parse(input))));

        var failed = await function.InvokeAsync($"{LocalRuntimeApi.MaximumResponse + 1}");

        Assert.Equal("Function.ResponseSizeTooLarge", Assert.IsType<InvocationResult.FunctionError>(failed).ErrorType);
        Assert.Equal("xx", await function.AnswerAsync("2"));
    }

    [Theory]
    [InlineData("next")]
    [InlineData("response")]
    [InlineData("error")]
    public async Task A_500_of_the_Runtime_API_ends_the_process_at_once(string broken)
    {
        var asked = 0;
        await using var api = await ProtocolServer.StartAsync(async http =>
        {
            var call = http.Request.Path.Value!.Split('/')[^1];
            http.Response.StatusCode = call == broken ? 500 : 200;
            if (call == "next")
            {
                asked++;
                http.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = "r1";
                http.Response.Headers["Lambda-Runtime-Deadline-Ms"] = "1767868200000";
                await http.Response.WriteAsync("{}");
            }
        });
        using var bootstrap = LambdaBootstrapBuilder
            .Create((input, _) => broken == "error" ? throw new FormatException() : Task.FromResult(input))
            .Build(new FunctionEnvironment(api.Authority), new ManualClock());

        var end = await Assert.ThrowsAsync<RuntimeApiClientException>(() => bootstrap.RunAsync());

        Assert.Equal(HttpStatusCode.InternalServerError, end.StatusCode);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_handler_of_objects_answers_a_batch_with_the_failed_messages_ids()
    {
        await using var function = await RunningFunction.StartAsync(LambdaBootstrapBuilder.Create(
            (SQSEvent batch, ILambdaContext _) => Task.FromResult(new SQSBatchResponse(
            [
                .. batch.Records
                    .Where(message => message.Body == "bad")
                    .Select(message => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = message.MessageId }),
            ])),
            new SourceGeneratorLambdaJsonSerializer<LambdaEventJson>()));

        var answer = await function.AnswerAsync(
            """{"Records":[{"messageId":"m1","body":"good"},{"messageId":"m2","body":"bad"}]}""");

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"m2"}]}""", answer);
        var unreadable = await function.InvokeAsync("[]");
        Assert.Equal("Function.JsonException", Assert.IsType<InvocationResult.FunctionError>(unreadable).ErrorType);
    }

    [Fact]
    public async Task An_answer_for_an_unknown_invocation_is_refused_by_the_local_api()
    {
        await using var api = await LocalRuntimeApi.StartAsync(new ManualClock(), CancellationToken.None);
        using var http = new HttpClient();

        using var answer = await http.PostAsync(
            $"http://{api.Endpoint}/2018-06-01/runtime/invocation/nobody/response", new StringContent("1"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
