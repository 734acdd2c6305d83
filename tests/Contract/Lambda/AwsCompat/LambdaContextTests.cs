using System.Text;
using Amazon.Lambda.Core;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.Contract.Lambda;

public sealed class LambdaContextTests
{
    [Fact]
    public async Task The_context_says_what_the_headers_and_the_environment_say()
    {
        ILambdaContext? seen = null;
        await using var function = await RunningFunction.StartAsync((input, context) =>
        {
            seen = context;
            return Task.FromResult(input);
        });

        await function.InvokeAsync(new LocalInvocation
        {
            Event = "1"u8.ToArray(),
            Timeout = TimeSpan.FromSeconds(12),
            TraceId = "Root=1-abc",
            TenantId = "t1",
        });

        Assert.NotNull(seen);
        Assert.Equal("orders", seen.FunctionName);
        Assert.Equal("7", seen.FunctionVersion);
        Assert.Equal(1024, seen.MemoryLimitInMB);
        Assert.Equal("/aws/lambda/orders", seen.LogGroupName);
        Assert.Equal("2026/01/08/[7]abc", seen.LogStreamName);
        Assert.Equal("t1", seen.TenantId);
        Assert.Equal("Root=1-abc", seen.TraceId);
        Assert.Equal(TimeSpan.FromSeconds(12), seen.RemainingTime);
        function.Clock.Advance(TimeSpan.FromSeconds(13));
        Assert.Equal(TimeSpan.FromSeconds(-1), seen.RemainingTime);
    }

    [Fact]
    public async Task The_trace_stands_in_the_environment_for_its_own_invocation_only()
    {
        FunctionEnvironment? environment = null;
        await using var function = await RunningFunction.StartAsync((_, _) =>
            Task.FromResult(environment!.GetEnvironmentVariable("_X_AMZN_TRACE_ID") ?? "none"));
        environment = function.Environment;

        var traced = await function.InvokeAsync(
            new LocalInvocation { Event = "1"u8.ToArray(), TraceId = "Root=1-abc" });

        var body = Assert.IsType<InvocationResult.Response>(traced).Body;
        Assert.Equal("Root=1-abc", Encoding.UTF8.GetString(body.Span));
        Assert.Equal("none", await function.AnswerAsync("1"));
    }
}
