using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Core.Storage;
using TradingPlatform.Hosting.Functions;
using TradingPlatform.Hosting.Lambda;
using TradingPlatform.Hosting.RateLimits;

namespace TradingPlatform.Contract.Lambda;

/// <summary>The recording function as Lambda runs it for events, in this process, over a local Runtime API.</summary>
internal sealed class EventFunction : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly CancellationTokenSource _stop = new();
    private readonly LocalRuntimeApi _api;
    private readonly WebApplication _app;
    private readonly Task _loop;

    private EventFunction(LocalRuntimeApi api, WebApplication app)
    {
        (_api, _app) = (api, app);
        _loop = app.StartAsync(_stop.Token);
    }

    public IReadOnlyCollection<object> Received => _app.Services.GetRequiredService<ReceivedEvents>().All;

    public static async Task<EventFunction> StartAsync()
    {
        var api = await LocalRuntimeApi.StartAsync(TimeProvider.System, CancellationToken.None);
        return new EventFunction(api, Build(api.Endpoint, readsStreams: true));
    }

    public static WebApplication Build(string runtimeApi, bool readsStreams) => FunctionHost.Build<RecordingModule>(
        ["--AWS_LAMBDA_RUNTIME_API", runtimeApi, "--_HANDLER", "events"],
        (services, _) =>
        {
            services.AddSingleton<ReceivedEvents>();
            services.AddSingleton<IRateLimitStore, RateLimitsInMemory>();
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Critical));
            if (readsStreams)
            {
                services.AddSingleton<ReadItemImage>(DynamoDbImage.Read);
            }
        });

    public async Task<InvocationResult> InvokeAsync(string json, TimeSpan? timeout = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        var invocation = new LocalInvocation
        {
            Event = Encoding.UTF8.GetBytes(json), Timeout = timeout ?? TimeSpan.FromSeconds(30),
        };
        return await _api.EnqueueAsync(invocation, patience.Token);
    }

    public async Task<string> AnswerAsync(string json) =>
        Encoding.UTF8.GetString(Assert.IsType<InvocationResult.Response>(await InvokeAsync(json)).Body.Span);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
        await _api.DisposeAsync();
        _stop.Dispose();
    }
}
