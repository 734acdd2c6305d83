using Amazon.EventBridge.Model;

namespace Amazon.EventBridge;

/// <summary>EventBridge: what is called of it.</summary>
public interface IAmazonEventBridge : IDisposable
{
    /// <summary>Sends up to ten events. A good answer can name entries that failed: only those go again.</summary>
    Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken = default);
}
