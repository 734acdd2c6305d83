using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Internal;

/// <summary>The web server in Lambda: each invocation is a request.</summary>
internal sealed partial class LambdaServer(
    IGatewayFormat format, IEnvironmentVariables variables, TimeProvider clock, ILogger<LambdaServer> logger) : IServer
{
    // The answer goes to API Gateway, never into a page: only what JSON asks for is escaped.
    private static readonly JsonWriterOptions Json =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Serves until it is cancelled: as in the official package, the host stays in its start.</summary>
    public async Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        using var bootstrap = LambdaBootstrapBuilder
            .Create((payload, context) => HandleAsync(application, payload, context))
            .Build(variables, clock);
        await bootstrap.RunAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // The loop ends with StartAsync.
    }

    private async Task<Stream> HandleAsync<TContext>(
        IHttpApplication<TContext> application, Stream payload, ILambdaContext lambda)
        where TContext : notnull
    {
        using var exchange = new GatewayExchange(lambda.AwsRequestId);
        format.ReadRequest(payload, exchange);
        exchange.Items[AbstractAspNetCoreFunction.LAMBDA_CONTEXT] = lambda;
        var context = application.CreateContext(exchange.Features);
        var failure = await CatchAsync(exchange, () => application.ProcessRequestAsync(context));
        failure = await CatchAsync(exchange, exchange.Response.FireStartingAsync) ?? failure;
        var answer = Write(exchange);
        if (await exchange.Response.FireCompletedAsync() is { } late)
        {
            RequestFailed(logger, late, lambda.AwsRequestId);
        }

        application.DisposeContext(context, failure);
        return answer;
    }

    /// <summary>An application's failure is an answer, and never a failed invocation.</summary>
    private async Task<Exception?> CatchAsync(GatewayExchange exchange, Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (Exception failure)
        {
            exchange.Response.Replace(StatusOf(failure));
            RequestFailed(logger, failure, exchange.RequestId);
            return failure;
        }
    }

    /// <summary>Says nothing of the failure to the caller but its kind.</summary>
    private static int StatusOf(Exception failure) =>
        failure is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;

    private MemoryStream Write(GatewayExchange exchange)
    {
        var buffer = new ArrayBufferWriter<byte>(exchange.Response.Written.Length + 512);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            format.WriteResponse(exchange, json);
        }

        MemoryMarshal.TryGetArray(buffer.WrittenMemory, out var written);
        return new MemoryStream(written.Array!, written.Offset, written.Count, writable: false);
    }

    [LoggerMessage(1, LogLevel.Error, "Request {AwsRequestId} failed in the application.")]
    private static partial void RequestFailed(ILogger logger, Exception failure, string awsRequestId);
}
