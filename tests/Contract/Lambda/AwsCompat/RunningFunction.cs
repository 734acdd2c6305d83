using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.Contract.Lambda;

/// <summary>A bootstrap in this process, fed by a local Runtime API over a socket.</summary>
internal sealed class RunningFunction : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly CancellationTokenSource _stop = new();
    private readonly LocalRuntimeApi _api;

    private RunningFunction(LocalRuntimeApi api, LambdaBootstrapBuilder builder, ManualClock clock)
    {
        _api = api;
        Clock = clock;
        Environment = new FunctionEnvironment(api.Endpoint);
        Loop = RunAsync(builder);
    }

    public ManualClock Clock { get; }

    public FunctionEnvironment Environment { get; }

    public Task Loop { get; }

    public static async Task<RunningFunction> StartAsync(LambdaBootstrapBuilder builder)
    {
        var clock = new ManualClock();
        return new RunningFunction(await LocalRuntimeApi.StartAsync(clock, CancellationToken.None), builder, clock);
    }

    public static Task<RunningFunction> StartAsync(Func<string, ILambdaContext, Task<string>> handler) =>
        StartAsync(LambdaBootstrapBuilder.Create(async (input, context) =>
        {
            using var reader = new StreamReader(input, leaveOpen: true);
            var answer = await handler(await reader.ReadToEndAsync(), context);
            return (Stream)new MemoryStream(Encoding.UTF8.GetBytes(answer));
        }));

    public async Task<InvocationResult> InvokeAsync(LocalInvocation invocation)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _api.EnqueueAsync(invocation, patience.Token);
    }

    public Task<InvocationResult> InvokeAsync(string json) =>
        InvokeAsync(new LocalInvocation { Event = Encoding.UTF8.GetBytes(json) });

    public async Task<string> AnswerAsync(string json) =>
        Encoding.UTF8.GetString(Assert.IsType<InvocationResult.Response>(await InvokeAsync(json)).Body.Span);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _api.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(LambdaBootstrapBuilder builder)
    {
        using var bootstrap = builder.Build(Environment, Clock);
        await bootstrap.RunAsync(_stop.Token);
    }
}
