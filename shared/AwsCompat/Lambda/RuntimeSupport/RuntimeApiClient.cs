using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Speaks the Lambda Runtime API, version 2018-06-01.</summary>
/// <remarks>Source: AWS Lambda Developer Guide, 'Using the Lambda runtime API'. One invocation at a time.</remarks>
public class RuntimeApiClient
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue ErrorJson = new("application/vnd.aws.lambda.error+json");

    private readonly HttpClient _http;
    private readonly LambdaEnvironment _environment;
    private readonly TimeProvider _clock;
    private readonly string _base;
    private readonly Uri _next;

    /// <summary>Uses the Runtime API that <c>AWS_LAMBDA_RUNTIME_API</c> names.</summary>
    public RuntimeApiClient(HttpClient httpClient)
        : this(httpClient, new LambdaEnvironment(SystemEnvironmentVariables.Instance), TimeProvider.System, null)
    {
    }

    private RuntimeApiClient(HttpClient http, LambdaEnvironment environment, TimeProvider clock, string? endpoint)
    {
        var host = endpoint ?? environment.RuntimeApi
            ?? throw new InvalidOperationException("AWS_LAMBDA_RUNTIME_API is not set: this is not Lambda.");
        _http = http;
        _environment = environment;
        _clock = clock;
        _base = $"http://{host}/2018-06-01/runtime/";
        _next = new Uri(_base + "invocation/next");
    }

    /// <summary>Tells Lambda that the function cannot start. The process must end after it.</summary>
    public Task ReportInitializationErrorAsync(Exception exception, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return PostErrorAsync("init/error", RuntimeApiError.Of(exception), cancellationToken);
    }

    internal static RuntimeApiClient Connect(IEnvironmentVariables variables, TimeProvider clock, string? endpoint)
    {
        // No proxy: the Runtime API is this host. No timeout: the process may be frozen while it waits.
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        };
        var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        return new RuntimeApiClient(http, new LambdaEnvironment(variables), clock, endpoint);
    }

    /// <summary>Waits for the next event, however long that takes, and writes it to <paramref name="input"/>.</summary>
    internal async Task<InvocationRequest> GetNextInvocationAsync(
        MemoryStream input, CancellationToken cancellation)
    {
        using var answer = await _http.GetAsync(_next, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new RuntimeApiClientException("The Runtime API has no next event to give.", answer.StatusCode);
        }

        var headers = answer.Headers.NonValidated;
        var traceId = Find(headers, "Lambda-Runtime-Trace-Id");
        var context = new LambdaContext(_environment, _clock)
        {
            AwsRequestId = Get(headers, "Lambda-Runtime-Aws-Request-Id"),
            Deadline = DateTimeOffset.FromUnixTimeMilliseconds(
                long.Parse(Get(headers, "Lambda-Runtime-Deadline-Ms"), CultureInfo.InvariantCulture)),
            InvokedFunctionArn = Find(headers, "Lambda-Runtime-Invoked-Function-Arn") ?? "",
            TenantId = Find(headers, "Lambda-Runtime-Aws-Tenant-Id"),
            TraceId = traceId,
        };
        _environment.SetTraceId(traceId);
        await answer.Content.CopyToAsync(input, cancellation);
        input.Position = 0;
        return new InvocationRequest(input, context);
    }

    /// <summary>Posts the answer. Returns false where it is larger than Lambda takes.</summary>
    internal async Task<bool> TrySendResponseAsync(string requestId, Stream output, CancellationToken cancellation)
    {
        using var content = new StreamContent(output) { Headers = { ContentType = Json } };
        using var answer = await PostAsync(PathOf(requestId, "response"), content, null, cancellation);
        return answer.StatusCode != HttpStatusCode.RequestEntityTooLarge;
    }

    internal Task ReportInvocationErrorAsync(string requestId, RuntimeApiError error, CancellationToken cancellation) =>
        PostErrorAsync(PathOf(requestId, "error"), error, cancellation);

    internal void Dispose() => _http.Dispose();

    private static string PathOf(string requestId, string what) =>
        $"invocation/{Uri.EscapeDataString(requestId)}/{what}";

    private static string? Find(HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.ToString() : null;

    private static string Get(HttpHeadersNonValidated headers, string name) =>
        Find(headers, name)
        ?? throw new RuntimeApiClientException($"The event has no header {name}.", HttpStatusCode.OK);

    private async Task PostErrorAsync(string path, RuntimeApiError error, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(error.ToJson()) { Headers = { ContentType = ErrorJson } };
        using var answer = await PostAsync(path, content, error.Header, cancellation);
    }

    /// <summary>
    /// Posts, and throws on 5xx: the process must end at once. A 4xx is Lambda's word that the invocation is over
    /// (timed out, or failed by Lambda itself), so the next one may come.
    /// </summary>
    private async Task<HttpResponseMessage> PostAsync(
        string path, HttpContent content, string? errorType, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _base + path) { Content = content };
        if (errorType is not null)
        {
            request.Headers.TryAddWithoutValidation("Lambda-Runtime-Function-Error-Type", errorType);
        }

        var answer = await _http.SendAsync(request, cancellation);
        if (answer.StatusCode >= HttpStatusCode.InternalServerError)
        {
            answer.Dispose();
            throw new RuntimeApiClientException("The Runtime API failed.", answer.StatusCode);
        }

        return answer;
    }
}
