using System.Text.Json.Serialization;

namespace Amazon.Lambda.SQSEvents;

/// <summary>Which messages of a batch failed. None = the whole batch is done.</summary>
/// <remarks>A null, empty or unknown id makes Lambda take the whole batch as failed.</remarks>
public class SQSBatchResponse
{
    /// <summary>Makes an answer without failures.</summary>
    public SQSBatchResponse()
    {
    }

    /// <summary>Makes an answer with these failures.</summary>
    public SQSBatchResponse(List<BatchItemFailure> batchItemFailures) => BatchItemFailures = batchItemFailures;

    /// <summary>The failed messages; of a FIFO queue the first that failed and all after it.</summary>
    [JsonPropertyName("batchItemFailures")]
    public List<BatchItemFailure> BatchItemFailures { get; set; } = [];

    /// <summary>One failed message.</summary>
    public class BatchItemFailure
    {
        /// <summary>The message's id.</summary>
        [JsonPropertyName("itemIdentifier")]
        public string ItemIdentifier { get; set; } = "";
    }
}
