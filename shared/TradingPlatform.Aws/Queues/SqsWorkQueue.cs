using System.Globalization;
using System.Text;
using Amazon.SQS;
using Amazon.SQS.Model;
using TradingPlatform.Core.Queues;

namespace TradingPlatform.Aws.Queues;

/// <summary>Work over queues of SQS, whose addresses are one prefix and the queue's name.</summary>
/// <remarks>
/// A good answer may still name messages that were not taken. Only those are sent again, a few times; what is then left
/// is thrown. Receiving is Lambda's own, and so are dead letters: the queue's redrive policy.
/// </remarks>
public sealed class SqsWorkQueue(IAmazonSQS client, string urlPrefix, TimeProvider clock) : IWorkQueue
{
    private const int MostMessages = 10;
    private const int MostBytes = 200 * 1024;
    private const int Attempts = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    /// <exception cref="WorkNotTakenException">SQS did not take some of it.</exception>
    public async Task SendAsync(
        string queue, IReadOnlyList<WorkMessage> messages, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        ArgumentNullException.ThrowIfNull(messages);
        // All of them are checked before the first is sent.
        var entries = messages.Select((message, i) => new SendMessageBatchRequestEntry
        {
            Id = i.ToString(CultureInfo.InvariantCulture),
            MessageBody = message.Body,
            DelaySeconds = message.DelaySeconds,
        }).ToList();
        foreach (var batch in Cut(entries))
        {
            await SendBatchAsync(urlPrefix + queue, batch, cancellation);
        }
    }

    // At most ten messages, and well below what all of a request may weigh.
    private static IEnumerable<List<SendMessageBatchRequestEntry>> Cut(List<SendMessageBatchRequestEntry> entries)
    {
        var batch = new List<SendMessageBatchRequestEntry>(MostMessages);
        var bytes = 0;
        foreach (var entry in entries)
        {
            var size = Encoding.UTF8.GetByteCount(entry.MessageBody!);
            if (batch.Count == MostMessages || (batch.Count > 0 && bytes + size > MostBytes))
            {
                yield return batch;
                batch = new List<SendMessageBatchRequestEntry>(MostMessages);
                bytes = 0;
            }

            batch.Add(entry);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private async Task SendBatchAsync(
        string url, List<SendMessageBatchRequestEntry> batch, CancellationToken cancellation)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            var answer = await client.SendMessageBatchAsync(
                new SendMessageBatchRequest { QueueUrl = url, Entries = batch }, cancellation);
            // What an answer does not speak of was not taken.
            var taken = (answer.Successful ?? []).Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
            batch = [.. batch.Where(entry => !taken.Contains(entry.Id))];
            if (batch.Count == 0)
            {
                return;
            }

            if (attempt == Attempts)
            {
                throw new WorkNotTakenException(batch.Count, answer.Failed?.FirstOrDefault()?.Code ?? "NoAnswer");
            }

            await Task.Delay(pause, clock, cancellation);
            pause *= 2;
        }
    }
}

/// <summary>SQS did not take some messages, however often they were sent. Its text holds nothing of them.</summary>
public sealed class WorkNotTakenException : Exception
{
    /// <param name="count">How many were not taken.</param>
    /// <param name="code">SQS's word for why, of the first.</param>
    public WorkNotTakenException(int count, string code)
        : base($"SQS did not take {count} messages: {code}.")
    {
    }
}
