using Amazon.Runtime;

namespace Amazon.SQS.Model;

/// <summary>Up to ten messages for one queue.</summary>
public class SendMessageBatchRequest : AmazonWebServiceRequest
{
    /// <summary>The queue.</summary>
    public string? QueueUrl { get; set; }

    /// <summary>The messages.</summary>
    public List<SendMessageBatchRequestEntry>? Entries { get; set; }
}

/// <summary>One message of a batch.</summary>
public class SendMessageBatchRequestEntry
{
    /// <summary>Names the message in the answer; unique in the batch.</summary>
    public string? Id { get; set; }

    /// <summary>The text.</summary>
    public string? MessageBody { get; set; }

    /// <summary>How long it stays hidden, 0..900; null is the queue's own delay. Not for FIFO queues.</summary>
    public int? DelaySeconds { get; set; }

    /// <summary>What goes with it.</summary>
    public Dictionary<string, MessageAttributeValue>? MessageAttributes { get; set; }

    /// <summary>FIFO: messages of one group keep their order. Standard: a fair share for each group.</summary>
    public string? MessageGroupId { get; set; }

    /// <summary>FIFO: a second message with this id within five minutes is taken and not delivered.</summary>
    public string? MessageDeduplicationId { get; set; }
}

/// <summary>What became of a batch; either list is null where it has nothing.</summary>
public class SendMessageBatchResponse : AmazonWebServiceResponse
{
    /// <summary>The messages that were taken.</summary>
    public List<SendMessageBatchResultEntry>? Successful { get; set; }

    /// <summary>The messages that were not.</summary>
    public List<BatchResultErrorEntry>? Failed { get; set; }
}

/// <summary>A message of a batch that was taken.</summary>
public class SendMessageBatchResultEntry
{
    /// <summary>The message's name in the batch.</summary>
    public string? Id { get; set; }

    /// <summary>The message's id.</summary>
    public string? MessageId { get; set; }

    /// <summary>The MD5 of the body as it arrived, in hex.</summary>
    public string? MD5OfMessageBody { get; set; }

    /// <summary>Its place in a FIFO queue; null in others.</summary>
    public string? SequenceNumber { get; set; }
}

/// <summary>A message of a batch that was not taken.</summary>
public class BatchResultErrorEntry
{
    /// <summary>The message's name in the batch.</summary>
    public string? Id { get; set; }

    /// <summary>What is wrong, as a word.</summary>
    public string? Code { get; set; }

    /// <summary>What is wrong, as a sentence; may be null.</summary>
    public string? Message { get; set; }

    /// <summary>True where sending it again cannot help.</summary>
    public bool? SenderFault { get; set; }
}
