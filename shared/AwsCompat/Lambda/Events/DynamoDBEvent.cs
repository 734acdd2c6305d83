using System.Text.Json.Serialization;

namespace Amazon.Lambda.DynamoDBEvents;

/// <summary>A batch of changes of one table, in order within each item.</summary>
public partial class DynamoDBEvent
{
    /// <summary>The changes.</summary>
    [JsonPropertyName("Records")]
    public IList<DynamodbStreamRecord> Records { get; set; } = [];

    /// <summary>One change.</summary>
    public class DynamodbStreamRecord
    {
        /// <summary>Names the change.</summary>
        [JsonPropertyName("eventID")]
        public string? EventID { get; set; }

        /// <summary><c>INSERT</c>, <c>MODIFY</c> or <c>REMOVE</c>.</summary>
        public string? EventName { get; set; }

        /// <summary>Always <c>aws:dynamodb</c>.</summary>
        public string? EventSource { get; set; }

        /// <summary>The stream's ARN.</summary>
        [JsonPropertyName("eventSourceARN")]
        public string? EventSourceArn { get; set; }

        /// <summary>The table's region.</summary>
        public string? AwsRegion { get; set; }

        /// <summary>The change itself.</summary>
        public StreamRecord Dynamodb { get; set; } = new();

        /// <summary>Who made the change; null unless a service did, such as time to live.</summary>
        public Identity? UserIdentity { get; set; }
    }

    /// <summary>A change: the item's key, and the item before and after as the stream's view has them.</summary>
    public class StreamRecord
    {
        /// <summary>When it happened, UTC, to the second.</summary>
        [JsonPropertyName("ApproximateCreationDateTime")]
        public DateTime ApproximateCreationDateTime { get; set; }

        /// <summary>The item's key.</summary>
        [JsonPropertyName("Keys")]
        public Dictionary<string, AttributeValue> Keys { get; set; } = [];

        /// <summary>The item after the change; null after a removal, or where the view has it not.</summary>
        [JsonPropertyName("NewImage")]
        public Dictionary<string, AttributeValue>? NewImage { get; set; }

        /// <summary>The item before the change; null before an insert, or where the view has it not.</summary>
        [JsonPropertyName("OldImage")]
        public Dictionary<string, AttributeValue>? OldImage { get; set; }

        /// <summary>Places the change in its shard; what a batch answer names it by.</summary>
        [JsonPropertyName("SequenceNumber")]
        public string SequenceNumber { get; set; } = "";

        /// <summary>The record's size.</summary>
        [JsonPropertyName("SizeBytes")]
        public long SizeBytes { get; set; }

        /// <summary>What the stream shows of an item.</summary>
        [JsonPropertyName("StreamViewType")]
        public string? StreamViewType { get; set; }
    }

    /// <summary>Who made a change.</summary>
    public class Identity
    {
        /// <summary>As <c>dynamodb.amazonaws.com</c> for time to live.</summary>
        public string? PrincipalId { get; set; }

        /// <summary>As <c>Service</c>.</summary>
        public string? Type { get; set; }
    }
}
