using System.Text.Json.Serialization;

namespace Amazon.Lambda.SQSEvents;

/// <summary>A batch of messages from one queue.</summary>
public class SQSEvent
{
    /// <summary>The messages, in the queue's order where it is FIFO.</summary>
    [JsonPropertyName("Records")]
    public List<SQSMessage> Records { get; set; } = [];

    /// <summary>One message.</summary>
    public class SQSMessage
    {
        /// <summary>What a batch answer names the message by.</summary>
        public string MessageId { get; set; } = "";

        /// <summary>Names this delivery of the message.</summary>
        public string? ReceiptHandle { get; set; }

        /// <summary>The text that was sent.</summary>
        public string Body { get; set; } = "";

        /// <summary>The queue's ARN.</summary>
        [JsonPropertyName("eventSourceARN")]
        public string? EventSourceArn { get; set; }

        /// <summary>Always <c>aws:sqs</c>.</summary>
        public string? EventSource { get; set; }

        /// <summary>The queue's region.</summary>
        public string? AwsRegion { get; set; }

        /// <summary>What SQS says of it: <c>ApproximateReceiveCount</c>, <c>SentTimestamp</c> (ms), ….</summary>
        public Dictionary<string, string> Attributes { get; set; } = [];

        /// <summary>What the sender attached.</summary>
        public Dictionary<string, MessageAttribute> MessageAttributes { get; set; } = [];
    }

    /// <summary>One attribute that the sender attached.</summary>
    public class MessageAttribute
    {
        /// <summary>The value of a <c>String</c> or <c>Number</c>.</summary>
        public string? StringValue { get; set; }

        /// <summary>As <c>String</c> or <c>Number</c>.</summary>
        public string? DataType { get; set; }
    }
}
