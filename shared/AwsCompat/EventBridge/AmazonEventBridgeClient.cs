using Amazon.EventBridge.Model;
using Amazon.Runtime;

namespace Amazon.EventBridge;

/// <summary>Speaks to EventBridge.</summary>
public class AmazonEventBridgeClient : JsonServiceClient, IAmazonEventBridge
{
    /// <summary>Takes credentials and region from the environment.</summary>
    public AmazonEventBridgeClient()
        : this(new AmazonEventBridgeConfig())
    {
    }

    /// <summary>Takes credentials from the environment.</summary>
    public AmazonEventBridgeClient(AmazonEventBridgeConfig config)
        : base(config)
    {
    }

    /// <summary>Takes both as they are given.</summary>
    public AmazonEventBridgeClient(AWSCredentials credentials, AmazonEventBridgeConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <inheritdoc/>
    public Task<PutEventsResponse> PutEventsAsync(
        PutEventsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(EventBridgeOperations.PutEvents, request, cancellationToken);
}

/// <summary>EventBridge's settings.</summary>
public class AmazonEventBridgeConfig : JsonServiceConfig
{
    /// <summary>Starts from the environment's.</summary>
    public AmazonEventBridgeConfig()
        : base("EventBridge", "events", "events")
    {
    }

    /// <inheritdoc/>
    public override string ServiceVersion => "2015-10-07";
}
