using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace TradingPlatform.Hosting.Lambda;

/// <summary>
/// Lambda's Runtime API on a free port of loopback, for one function process: what <c>invoke</c> and the tests run a
/// bootstrap against. Start the process with <c>AWS_LAMBDA_RUNTIME_API</c> set to <see cref="Endpoint"/>.
/// </summary>
/// <remarks>Source: AWS Lambda Developer Guide, 'Using the Lambda runtime API', version 2018-06-01.</remarks>
public sealed class LocalRuntimeApi : IAsyncDisposable
{
    /// <summary>The largest answer that Lambda takes from a function that is called and waited for, in bytes.</summary>
    public const int MaximumResponse = (6 * 1024 * 1024) + 100;

    private readonly WebApplication _host;
    private readonly TimeProvider _clock;
    private readonly Channel<Waiting> _queue = Channel.CreateUnbounded<Waiting>();
    private readonly ConcurrentDictionary<string, Waiting> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Waiting> _unfinished = new(StringComparer.Ordinal);
    private InvocationResult.InitError? _initError;
    private long _lastId;

    private LocalRuntimeApi(WebApplication host, TimeProvider clock)
    {
        _host = host;
        _clock = clock;
        var runtime = host.MapGroup("/2018-06-01/runtime");
        runtime.MapGet("/invocation/next", NextAsync);
        runtime.MapPost("/invocation/{id}/response", RespondAsync);
        runtime.MapPost("/invocation/{id}/error", FailAsync);
        runtime.MapPost("/init/error", FailInitAsync);
    }

    /// <summary>Host and port, as <c>AWS_LAMBDA_RUNTIME_API</c> wants them.</summary>
    public string Endpoint { get; private set; } = "";

    /// <summary>Starts to listen.</summary>
    public static async Task<LocalRuntimeApi> StartAsync(TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(clock);
        // Empty: neither settings files nor this process's own addresses have a say in it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var api = new LocalRuntimeApi(builder.Build(), clock);
        await api._host.StartAsync(cancellation);
        var features = api._host.Services.GetRequiredService<IServer>().Features;
        var addresses = features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        api.Endpoint = new Uri(addresses.First()).Authority;
        return api;
    }

    /// <summary>Gives the function an event, and waits until it is done with it.</summary>
    /// <remarks>A process that ends without a word leaves the wait to <paramref name="cancellation"/>.</remarks>
    public async Task<InvocationResult> EnqueueAsync(LocalInvocation invocation, CancellationToken cancellation)
    {
        var id = Interlocked.Increment(ref _lastId).ToString("D12", CultureInfo.InvariantCulture);
        var waiting = new Waiting($"00000000-0000-4000-8000-{id}", invocation);
        _unfinished[waiting.Id] = waiting;
        if (_initError is { } failed)
        {
            waiting.End(failed);
        }

        await _queue.Writer.WriteAsync(waiting, cancellation);
        try
        {
            return await waiting.Result.WaitAsync(cancellation);
        }
        finally
        {
            _unfinished.TryRemove(waiting.Id, out _);
        }
    }

    /// <summary>Stops to listen; a function that waits for an event sees its connection end.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _host.DisposeAsync();
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    private static string? ErrorTypeOf(HttpRequest request) =>
        request.Headers.TryGetValue("Lambda-Runtime-Function-Error-Type", out var type) ? type.ToString() : null;

    private async Task NextAsync(HttpContext http)
    {
        Waiting waiting;
        try
        {
            do
            {
                waiting = await _queue.Reader.ReadAsync(http.RequestAborted);
            }
            while (waiting.Result.IsCompleted);
        }
        catch (Exception end) when (end is ChannelClosedException or OperationCanceledException)
        {
            http.Abort();
            return;
        }

        _running[waiting.Id] = waiting;
        var deadline = _clock.GetUtcNow() + waiting.Invocation.Timeout;
        var headers = http.Response.Headers;
        headers["Lambda-Runtime-Aws-Request-Id"] = waiting.Id;
        headers["Lambda-Runtime-Deadline-Ms"] =
            deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:local:000000000000:function:local";
        if (waiting.Invocation.TraceId is { } trace)
        {
            headers["Lambda-Runtime-Trace-Id"] = trace;
        }

        if (waiting.Invocation.TenantId is { } tenant)
        {
            headers["Lambda-Runtime-Aws-Tenant-Id"] = tenant;
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = waiting.Invocation.Event.Length;
        await http.Response.Body.WriteAsync(waiting.Invocation.Event, http.RequestAborted);
    }

    private async Task RespondAsync(HttpContext http)
    {
        var body = await ReadAsync(http.Request);
        if (body.Length > MaximumResponse)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        End(http, new InvocationResult.Response(body));
    }

    private async Task FailAsync(HttpContext http) =>
        End(http, new InvocationResult.FunctionError(ErrorTypeOf(http.Request), await ReadAsync(http.Request)));

    private async Task FailInitAsync(HttpContext http)
    {
        var failed = new InvocationResult.InitError(ErrorTypeOf(http.Request), await ReadAsync(http.Request));
        _initError = failed;
        foreach (var waiting in _unfinished.Values)
        {
            waiting.End(failed);
        }

        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private void End(HttpContext http, InvocationResult result)
    {
        var id = (string)http.GetRouteValue("id")!;
        var known = _running.TryRemove(id, out var waiting);
        waiting?.End(result);
        http.Response.StatusCode = known ? StatusCodes.Status202Accepted : StatusCodes.Status400BadRequest;
    }

    private sealed class Waiting(string id, LocalInvocation invocation)
    {
        private readonly TaskCompletionSource<InvocationResult> _done =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Id => id;

        public LocalInvocation Invocation => invocation;

        public Task<InvocationResult> Result => _done.Task;

        public void End(InvocationResult result) => _done.TrySetResult(result);
    }
}
