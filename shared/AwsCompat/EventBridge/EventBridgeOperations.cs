using System.Text.Json;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EventBridge;

/// <summary>The operations on the wire. Source: the service's API model, AWS JSON 1.1.</summary>
internal sealed class EventBridgeOperations : JsonProtocol
{
    private static readonly EventBridgeOperations Protocol = new();

    public static JsonOperation<PutEventsRequest, PutEventsResponse> PutEvents { get; } = new(
        Protocol,
        "PutEvents",
        (json, request) => json.WriteObjects("Entries", request.Entries, Write),
        json => new PutEventsResponse
        {
            FailedEntryCount = json.Find("FailedEntryCount")?.GetInt32(),
            Entries = json.List("Entries", entry => new PutEventsResultEntry
            {
                EventId = entry.Text("EventId"),
                ErrorCode = entry.Text("ErrorCode"),
                ErrorMessage = entry.Text("ErrorMessage"),
            }),
        });

    public override string ServiceName => "Amazon.EventBridge";

    public override string TargetPrefix => "AWSEvents";

    public override string ContentType => "application/x-amz-json-1.1";

    public override AmazonServiceException ToException(ErrorResponse error, IWebResponseData answer) =>
        new AmazonEventBridgeException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode);

    private static void Write(Utf8JsonWriter json, PutEventsRequestEntry entry)
    {
        json.WriteOptional("EventBusName", entry.EventBusName);
        json.WriteOptional("Source", entry.Source);
        json.WriteOptional("DetailType", entry.DetailType);
        json.WriteOptional("Detail", entry.Detail);
        json.WriteOptional("Resources", entry.Resources);
        json.WriteOptional("TraceHeader", entry.TraceHeader);
        if (entry.Time is { } time)
        {
            // EventBridge keeps whole seconds.
            json.WriteNumber("Time", (long)(time.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
        }
    }
}
