using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingPlatform.Contract.AwsClients;

namespace TradingPlatform.Contract.Queues;

/// <summary>
/// SQS's queues behind its JSON protocol, as far as they are sent to, with the limits that its API reference gives
/// (SendMessageBatch); what Lambda's pollers do is done by hand. Now and then it takes all of a batch but one.
/// </summary>
internal sealed class SqsQueues(TimeProvider clock, TimeSpan hidden, int mostReceives)
{
    private const int MostMessages = 10;
    private const int MostBytes = 256 * 1024;
    private const int LongestDelaySeconds = 900;
    private readonly Lock _gate = new();
    private readonly List<Message> _messages = [];
    private int _batches;

    /// <summary>Answers a call.</summary>
    public (int Status, string Body) Answer(ReceivedCall call)
    {
        if (call.Target != "AmazonSQS.SendMessageBatch")
        {
            return Refuse("InvalidAction");
        }

        var entries = call.Body.GetProperty("Entries").EnumerateArray().ToList();
        var bytes = entries.Sum(entry => Encoding.UTF8.GetByteCount(entry.GetProperty("MessageBody").GetString()!));
        if (entries.Count is 0 or > MostMessages || bytes > MostBytes
            || entries.DistinctBy(entry => entry.GetProperty("Id").GetString()).Count() < entries.Count
            || entries.Any(entry => entry.GetProperty("DelaySeconds").GetInt32() is < 0 or > LongestDelaySeconds))
        {
            return Refuse("InvalidBatch");
        }

        lock (_gate)
        {
            return (200, Take(Name(call.Body.GetProperty("QueueUrl").GetString()!), entries));
        }
    }

    /// <summary>What a poller receives.</summary>
    public IReadOnlyList<Taken> Receive(string queue, int most)
    {
        lock (_gate)
        {
            var taken = new List<Taken>();
            foreach (var message in _messages.Where(m => m.Queue == queue && m.Due <= clock.GetUtcNow()).ToList())
            {
                if (message.Receives == mostReceives)
                {
                    message.Queue += "-failed";
                }
                else if (taken.Count < most)
                {
                    message.Receives++;
                    message.Due = clock.GetUtcNow() + hidden;
                    taken.Add(new Taken(message.Body, message.Receives, () => DeleteAsync(message)));
                }
            }

            return taken;
        }
    }

    /// <summary>What was received too often.</summary>
    public IReadOnlyList<string> Dead(string queue)
    {
        lock (_gate)
        {
            return [.. _messages.Where(message => message.Queue == queue + "-failed").Select(message => message.Body)];
        }
    }

    private string Take(string queue, List<JsonElement> entries)
    {
        var (successful, failed) = (new JsonArray(), new JsonArray());
        var isBusy = ++_batches % 3 == 0;
        foreach (var entry in entries)
        {
            var answer = new JsonObject { ["Id"] = entry.GetProperty("Id").GetString() };
            if (isBusy)
            {
                isBusy = false;
                answer["Code"] = "InternalError";
                answer["SenderFault"] = false;
                failed.Add((JsonNode)answer);
                continue;
            }

            _messages.Add(new Message(
                queue, entry.GetProperty("MessageBody").GetString()!,
                clock.GetUtcNow().AddSeconds(entry.GetProperty("DelaySeconds").GetInt32())));
            answer["MessageId"] = _messages.Count.ToString(CultureInfo.InvariantCulture);
            successful.Add((JsonNode)answer);
        }

        return new JsonObject { ["Successful"] = successful, ["Failed"] = failed }.ToJsonString();
    }

    private Task DeleteAsync(Message message)
    {
        lock (_gate)
        {
            _messages.Remove(message);
            return Task.CompletedTask;
        }
    }

    private static string Name(string url) => url[(url.LastIndexOf('/') + 1)..];

    private static (int Status, string Body) Refuse(string type) =>
        (400, $$"""{"__type":"com.amazonaws.sqs#{{type}}","message":"refused"}""");

    private sealed class Message(string queue, string body, DateTimeOffset due)
    {
        public string Queue { get; set; } = queue;

        public string Body => body;

        public DateTimeOffset Due { get; set; } = due;

        public int Receives { get; set; }
    }
}
