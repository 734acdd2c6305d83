using Amazon.CDK;
using Amazon.CDK.AWS.SQS;
using Constructs;

namespace TradingPlatform.Infra.Stacks;

/// <summary>The queues in which what could not be handled waits for a person; each has an alarm.</summary>
internal sealed class DeadLetters(Construct scope, Deployment deployment)
{
    private readonly Dictionary<string, Queue> _queues = new(StringComparer.Ordinal);

    /// <summary>All that there are, by what they belong to.</summary>
    public IReadOnlyDictionary<string, Queue> All => _queues;

    /// <summary>The one of a queue or a function; made where it is not there yet.</summary>
    public Queue Of(string owner)
    {
        if (!_queues.TryGetValue(owner, out var queue))
        {
            queue = new Queue(scope, $"DeadLetters-{owner}", new QueueProps
            {
                QueueName = deployment.Names.Of($"{owner}-failed"),
                Encryption = QueueEncryption.SQS_MANAGED,
                EnforceSSL = true,
                RetentionPeriod = Duration.Days(14),
            });
            _queues.Add(owner, queue);
        }

        return queue;
    }
}
