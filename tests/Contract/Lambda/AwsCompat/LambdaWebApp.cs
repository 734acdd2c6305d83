using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.Contract.Lambda;

/// <summary>An ASP.NET Core application in Lambda, as API Gateway sees it.</summary>
internal sealed class LambdaWebApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly CancellationTokenSource _stop = new();
    private readonly LocalRuntimeApi _api;
    private readonly WebApplication _app;
    private readonly Task _loop;

    private LambdaWebApp(LocalRuntimeApi api, WebApplication app, ManualClock clock)
    {
        _api = api;
        _app = app;
        Clock = clock;
        _loop = app.StartAsync(_stop.Token);
    }

    public ManualClock Clock { get; }

    public static async Task<LambdaWebApp> StartAsync(LambdaEventSource source, Action<WebApplication> configure)
    {
        var clock = new ManualClock();
        var api = await LocalRuntimeApi.StartAsync(clock, CancellationToken.None);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore().AddLogging().AddSingleton<TimeProvider>(clock);
        builder.Services.AddAWSLambdaHosting(source, new FunctionEnvironment(api.Endpoint));
        var app = builder.Build();
        configure(app);
        return new LambdaWebApp(api, app, clock);
    }

    public async Task<InvocationResult> InvokeAsync(string json, TimeSpan? timeout = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        var invocation = new LocalInvocation
        {
            Event = Encoding.UTF8.GetBytes(json),
            Timeout = timeout ?? TimeSpan.FromSeconds(30),
        };
        return await _api.EnqueueAsync(invocation, patience.Token);
    }

    public async Task<JsonElement> AnswerAsync(string json)
    {
        var answer = Assert.IsType<InvocationResult.Response>(await InvokeAsync(json));
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
        await _api.DisposeAsync();
        _stop.Dispose();
    }
}
