using System.Text.Json.Serialization;

namespace Amazon.Lambda.DynamoDBEvents;

/// <summary>Which changes of a batch failed. None = the whole batch is done.</summary>
/// <remarks>Lambda starts again from the lowest sequence number named, so the first failure is enough.</remarks>
public class StreamsEventResponse
{
    /// <summary>The failed changes.</summary>
    [JsonPropertyName("batchItemFailures")]
    public IList<BatchItemFailure> BatchItemFailures { get; set; } = [];

    /// <summary>One failed change.</summary>
    public class BatchItemFailure
    {
        /// <summary>The change's sequence number.</summary>
        [JsonPropertyName("itemIdentifier")]
        public string ItemIdentifier { get; set; } = "";
    }
}
