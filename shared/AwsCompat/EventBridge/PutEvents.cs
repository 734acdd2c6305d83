using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <summary>Up to ten events, 256 KB together.</summary>
public class PutEventsRequest : AmazonWebServiceRequest
{
    /// <summary>The events.</summary>
    public List<PutEventsRequestEntry>? Entries { get; set; }
}

/// <summary>One event.</summary>
public class PutEventsRequestEntry
{
    /// <summary>What it tells: text that is a JSON object.</summary>
    public string? Detail { get; set; }

    /// <summary>What kind of event it is.</summary>
    public string? DetailType { get; set; }

    /// <summary>The bus's name or ARN; null is the account's default.</summary>
    public string? EventBusName { get; set; }

    /// <summary>The ARNs that it concerns.</summary>
    public List<string>? Resources { get; set; }

    /// <summary>Who sends it.</summary>
    public string? Source { get; set; }

    /// <summary>When it happened, UTC; null is when it is sent.</summary>
    public DateTime? Time { get; set; }

    /// <summary>The X-Ray trace.</summary>
    public string? TraceHeader { get; set; }
}

/// <summary>What became of each event, in the order of the request.</summary>
public class PutEventsResponse : AmazonWebServiceResponse
{
    /// <summary>One for each event.</summary>
    public List<PutEventsResultEntry>? Entries { get; set; }

    /// <summary>How many failed.</summary>
    public int? FailedEntryCount { get; set; }
}

/// <summary>What became of one event: an id, or an error.</summary>
public class PutEventsResultEntry
{
    /// <summary>Null where it was taken.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>Null where it was taken.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>Null where it failed.</summary>
    public string? EventId { get; set; }
}

/// <summary>EventBridge said no.</summary>
public class AmazonEventBridgeException : AmazonServiceException
{
    /// <summary>Makes one from an answer.</summary>
    public AmazonEventBridgeException(
        string message,
        Exception? innerException,
        ErrorType errorType,
        string errorCode,
        string requestId,
        System.Net.HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
