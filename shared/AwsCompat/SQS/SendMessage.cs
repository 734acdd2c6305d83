using Amazon.Runtime;

namespace Amazon.SQS.Model;

/// <summary>One message for one queue.</summary>
public class SendMessageRequest : AmazonWebServiceRequest
{
    /// <summary>The queue.</summary>
    public string? QueueUrl { get; set; }

    /// <summary>The text, up to 1 MiB with its attributes.</summary>
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

/// <summary>One attribute.</summary>
public class MessageAttributeValue
{
    /// <summary>As <c>String</c> or <c>Number</c>.</summary>
    public string? DataType { get; set; }

    /// <summary>The value.</summary>
    public string? StringValue { get; set; }
}

/// <summary>A message that was taken.</summary>
public class SendMessageResponse : AmazonWebServiceResponse
{
    /// <summary>The message's id.</summary>
    public string? MessageId { get; set; }

    /// <summary>The MD5 of the body as it arrived, in hex.</summary>
    public string? MD5OfMessageBody { get; set; }

    /// <summary>Its place in a FIFO queue; null in others.</summary>
    public string? SequenceNumber { get; set; }
}
