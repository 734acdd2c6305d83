using Amazon.SQS.Model;

namespace Amazon.SQS;

/// <summary>SQS: what is called of it.</summary>
public interface IAmazonSQS : IDisposable
{
    /// <summary>Sends one message.</summary>
    /// <exception cref="QueueDoesNotExistException">There is no such queue.</exception>
    Task<SendMessageResponse> SendMessageAsync(
        SendMessageRequest request, CancellationToken cancellationToken = default);

    /// <summary>Sends up to ten messages. A good answer can still name messages that failed.</summary>
    /// <exception cref="QueueDoesNotExistException">There is no such queue.</exception>
    Task<SendMessageBatchResponse> SendMessageBatchAsync(
        SendMessageBatchRequest request, CancellationToken cancellationToken = default);
}
