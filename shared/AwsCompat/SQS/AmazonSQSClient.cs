using Amazon.Runtime;
using Amazon.SQS.Model;

namespace Amazon.SQS;

/// <summary>Speaks to SQS.</summary>
public class AmazonSQSClient : JsonServiceClient, IAmazonSQS
{
    /// <summary>Takes credentials and region from the environment.</summary>
    public AmazonSQSClient()
        : this(new AmazonSQSConfig())
    {
    }

    /// <summary>Takes credentials from the environment.</summary>
    public AmazonSQSClient(AmazonSQSConfig config)
        : base(config)
    {
    }

    /// <summary>Takes both as they are given.</summary>
    public AmazonSQSClient(AWSCredentials credentials, AmazonSQSConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <inheritdoc/>
    public Task<SendMessageResponse> SendMessageAsync(
        SendMessageRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(SQSOperations.SendMessage, request, cancellationToken);

    /// <inheritdoc/>
    public Task<SendMessageBatchResponse> SendMessageBatchAsync(
        SendMessageBatchRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(SQSOperations.SendMessageBatch, request, cancellationToken);
}

/// <summary>SQS's settings.</summary>
public class AmazonSQSConfig : JsonServiceConfig
{
    /// <summary>Starts from the environment's.</summary>
    public AmazonSQSConfig()
        : base("SQS", "sqs", "sqs")
    {
    }

    /// <inheritdoc/>
    public override string ServiceVersion => "2012-11-05";
}
