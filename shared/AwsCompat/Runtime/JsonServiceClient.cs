using Amazon.Runtime.Internal;

namespace Amazon.Runtime;

/// <summary>A client of a service that speaks AWS JSON: AWSSDK.Core does everything but the messages.</summary>
public abstract class JsonServiceClient : AmazonServiceClient
{
    private protected JsonServiceClient(ClientConfig config)
        : base(config)
    {
    }

    private protected JsonServiceClient(AWSCredentials credentials, ClientConfig config)
        : base(credentials, config)
    {
    }

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new RegionalEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4Handler());
    }

    private protected Task<TResponse> InvokeAsync<TRequest, TResponse>(
        JsonOperation<TRequest, TResponse> operation, TRequest request, CancellationToken cancellation)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        base.InvokeAsync<TResponse>(
            request,
            new InvokeOptions { RequestMarshaller = operation, ResponseUnmarshaller = operation },
            cancellation);
}
