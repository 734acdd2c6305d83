using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.SQS.Model;

namespace Amazon.SQS;

/// <summary>The operations on the wire. Source: the service's API model, AWS JSON 1.0.</summary>
internal sealed class SQSOperations : JsonProtocol
{
    private static readonly SQSOperations Protocol = new();

    public static JsonOperation<SendMessageRequest, SendMessageResponse> SendMessage { get; } = new(
        Protocol,
        "SendMessage",
        (json, request) =>
        {
            json.WriteOptional("QueueUrl", request.QueueUrl);
            WriteMessage(json, request.MessageBody, request.DelaySeconds, request.MessageAttributes);
            json.WriteOptional("MessageGroupId", request.MessageGroupId);
            json.WriteOptional("MessageDeduplicationId", request.MessageDeduplicationId);
        },
        json => new SendMessageResponse
        {
            MessageId = json.Text("MessageId"),
            MD5OfMessageBody = json.Text("MD5OfMessageBody"),
            SequenceNumber = json.Text("SequenceNumber"),
        });

    public static JsonOperation<SendMessageBatchRequest, SendMessageBatchResponse> SendMessageBatch { get; } = new(
        Protocol,
        "SendMessageBatch",
        (json, request) =>
        {
            json.WriteOptional("QueueUrl", request.QueueUrl);
            json.WriteObjects("Entries", request.Entries, WriteEntry);
        },
        json => new SendMessageBatchResponse
        {
            Successful = json.List("Successful", ReadTaken),
            Failed = json.List("Failed", ReadRefused),
        });

    public override string ServiceName => "Amazon.SQS";

    public override string TargetPrefix => "AmazonSQS";

    public override string ContentType => "application/x-amz-json-1.0";

    /// <summary>The shape's name chooses the exception; the code is the older protocol's, where it is told.</summary>
    public override AmazonServiceException ToException(ErrorResponse error, IWebResponseData answer)
    {
        var (code, type) = (error.Code, error.Type);
        const string LegacyCode = "x-amzn-query-error";
        if (answer.IsHeaderPresent(LegacyCode) && answer.GetHeaderValue(LegacyCode).Split(';') is [var legacy, var by])
        {
            code = legacy;
            type = Enum.TryParse<ErrorType>(by, out var known) ? known : type;
        }

        return error.Code is "QueueDoesNotExist"
            ? new QueueDoesNotExistException(
                error.Message, error.InnerException, type, code, error.RequestId, error.StatusCode)
            : new AmazonSQSException(
                error.Message, error.InnerException, type, code, error.RequestId, error.StatusCode);
    }

    private static void WriteEntry(Utf8JsonWriter json, SendMessageBatchRequestEntry entry)
    {
        json.WriteOptional("Id", entry.Id);
        WriteMessage(json, entry.MessageBody, entry.DelaySeconds, entry.MessageAttributes);
        json.WriteOptional("MessageGroupId", entry.MessageGroupId);
        json.WriteOptional("MessageDeduplicationId", entry.MessageDeduplicationId);
    }

    private static void WriteMessage(
        Utf8JsonWriter json, string? body, int? delaySeconds, Dictionary<string, MessageAttributeValue>? attributes)
    {
        json.WriteOptional("MessageBody", body);
        json.WriteOptional("DelaySeconds", delaySeconds);
        if (attributes is not { Count: > 0 })
        {
            return;
        }

        json.WriteStartObject("MessageAttributes");
        foreach (var (name, value) in attributes)
        {
            json.WriteStartObject(name);
            json.WriteOptional("DataType", value.DataType);
            json.WriteOptional("StringValue", value.StringValue);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static SendMessageBatchResultEntry ReadTaken(JsonElement json) => new()
    {
        Id = json.Text("Id"),
        MessageId = json.Text("MessageId"),
        MD5OfMessageBody = json.Text("MD5OfMessageBody"),
        SequenceNumber = json.Text("SequenceNumber"),
    };

    private static BatchResultErrorEntry ReadRefused(JsonElement json) => new()
    {
        Id = json.Text("Id"),
        Code = json.Text("Code"),
        Message = json.Text("Message"),
        SenderFault = json.Flag("SenderFault"),
    };
}
