using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Amazon.Runtime;

namespace TradingPlatform.Contract.Storage;

/// <summary>What happens to one request on its way.</summary>
public enum Fault
{
    /// <summary>It never arrives.</summary>
    RequestLost = 1,

    /// <summary>It is carried out, and its answer never arrives.</summary>
    AnswerLost = 2,

    /// <summary>It is refused, for there are too many.</summary>
    Throttled = 3,

    /// <summary>It is refused, for a transaction is under way.</summary>
    Conflict = 4,

    /// <summary>The server breaks before it carries it out.</summary>
    ServerError = 5,

    /// <summary>The request is wrong.</summary>
    Invalid = 6,
}

/// <summary>The wire between the SDK and DynamoDB: the faults that are queued happen to the next requests.</summary>
public sealed class FaultyHttp : HttpClientFactory
{
    private readonly ConcurrentQueue<Fault> _faults = new();
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>The operations that were asked for, each attempt one.</summary>
    public IEnumerable<string> Requests => _requests;

    /// <summary>Runs after a request was carried out and before the loss of its answer is noticed.</summary>
    public Func<Task> BeforeLossIsNoticed { get; set; } = () => Task.CompletedTask;

    public void Then(params Fault[] faults)
    {
        foreach (var fault in faults)
        {
            _faults.Enqueue(fault);
        }
    }

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(new Wire(this) { InnerHandler = new SocketsHttpHandler() });

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private sealed class Wire(FaultyHttp http) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            http._requests.Enqueue(request.Headers.GetValues("X-Amz-Target").Single().Split('.')[1]);
            if (!http._faults.TryDequeue(out var fault))
            {
                return await base.SendAsync(request, cancellationToken);
            }

            switch (fault)
            {
                case Fault.AnswerLost:
                    (await base.SendAsync(request, cancellationToken)).Dispose();
                    await http.BeforeLossIsNoticed();
                    throw new HttpRequestException("The connection was reset.");
                case Fault.RequestLost:
                    throw new HttpRequestException("The connection was reset.");
                case Fault.ServerError:
                    return Answer(HttpStatusCode.InternalServerError, "InternalServerError");
                case Fault.Throttled:
                    return Answer(HttpStatusCode.BadRequest, "ProvisionedThroughputExceededException");
                case Fault.Conflict:
                    return Answer(HttpStatusCode.BadRequest, "TransactionConflictException");
                default:
                    return Answer(HttpStatusCode.BadRequest, "ValidationException");
            }
        }

        private static HttpResponseMessage Answer(HttpStatusCode status, string error) => new(status)
        {
            Content = new StringContent(
                $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{error}}","message":"as told"}""",
                Encoding.UTF8,
                "application/x-amz-json-1.0"),
        };
    }
}
