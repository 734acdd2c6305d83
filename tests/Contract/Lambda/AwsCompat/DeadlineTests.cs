using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.Contract.Lambda;

public sealed class DeadlineTests
{
    private const string Request = """{"path":"/","httpMethod":"GET"}""";

    [Fact]
    public async Task A_request_is_aborted_two_seconds_before_the_deadline_and_still_answered()
    {
        var reached = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A request that is never aborted must fail this test, and not keep it for ever.
        var giveUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await StartAsync(async http =>
        {
            reached.SetResult(http.RequestAborted);
            await Task.WhenAny(giveUp.Task, Task.Delay(Timeout.Infinite, http.RequestAborted));
            http.RequestAborted.ThrowIfCancellationRequested();
        });

        var answer = app.InvokeAsync(Request, TimeSpan.FromSeconds(30));
        var aborted = await reached.Task;
        app.Clock.Advance(TimeSpan.FromMilliseconds(27_999));
        var isEarly = aborted.IsCancellationRequested;
        app.Clock.Advance(TimeSpan.FromMilliseconds(1));
        giveUp.SetResult();

        Assert.Equal((false, true), (isEarly, aborted.IsCancellationRequested));
        using var json = JsonDocument.Parse(Assert.IsType<InvocationResult.Response>(await answer).Body);
        Assert.Equal(504, json.RootElement.GetProperty("statusCode").GetInt32());
        Assert.Contains("INTERNAL", json.RootElement.GetProperty("body").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_was_ready_at_the_last_moment_is_given()
    {
        await using var app = await StartAsync(http =>
        {
            http.Response.StatusCode = 201;
            ((ManualClock)http.RequestServices.GetRequiredService<TimeProvider>()).Advance(TimeSpan.FromSeconds(29));
            return Task.CompletedTask;
        });

        using var json = JsonDocument.Parse(
            Assert.IsType<InvocationResult.Response>(await app.InvokeAsync(Request, TimeSpan.FromSeconds(30))).Body);

        Assert.Equal(201, json.RootElement.GetProperty("statusCode").GetInt32());
    }

    [Theory]
    [InlineData(30_000, 28_000)]
    [InlineData(4_000, 2_000)]
    [InlineData(3_000, 1_500)]
    [InlineData(0, 0)]
    [InlineData(-5, 0)]
    public void A_call_has_all_but_two_seconds_and_at_least_half(int remaining, int expected) => Assert.Equal(
        TimeSpan.FromMilliseconds(expected), LambdaDeadline.TimeFor(TimeSpan.FromMilliseconds(remaining)));

    private static Task<LambdaWebApp> StartAsync(RequestDelegate handler) =>
        LambdaWebApp.StartAsync(LambdaEventSource.RestApi, web =>
        {
            var deadline = new LambdaDeadline(web.Services.GetRequiredService<TimeProvider>());
            web.Use(next => http => deadline.InvokeAsync(http, next));
            web.Run(handler);
        });
}
