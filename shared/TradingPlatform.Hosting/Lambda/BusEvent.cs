using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;
using TradingPlatform.Hosting.Events;

namespace TradingPlatform.Hosting.Lambda;

/// <summary>
/// An event of EventBridge as the dispatcher wants it: a schedule's tick, or one that came over the bus.
/// </summary>
internal static class BusEvent
{
    /// <summary>
    /// A tick is named by <c>detail.name</c> where its schedule gives one, else by the rule or schedule it came from.
    /// What came over the bus is named by its type.
    /// </summary>
    /// <exception cref="UnknownEventException">No handler serves it.</exception>
    internal static ScheduledEvent Read(JsonElement envelope, IEnumerable<string> handlers)
    {
        var sent = envelope.Deserialize(LambdaEventJson.Default.CloudWatchEventJsonElement)!;
        var detail = sent.Detail.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => "{}",
            // EventBridge Scheduler sends the detail as text.
            JsonValueKind.String => sent.Detail.GetString()!,
            _ => sent.Detail.GetRawText(),
        };
        var name = IsTick(sent) ? NameOfTick(sent, detail) : sent.DetailType!;
        return new ScheduledEvent(
            sent.Id ?? "",
            HandlerNames.Find(name, "event", handlers),
            new DateTimeOffset(sent.Time.ToUniversalTime()),
            detail);
    }

    private static bool IsTick(CloudWatchEvent<JsonElement> sent) =>
        sent.Source is "aws.events" or "aws.scheduler"
        || string.Equals(sent.DetailType, "Scheduled Event", StringComparison.Ordinal);

    private static string NameOfTick(CloudWatchEvent<JsonElement> sent, string detail)
    {
        using var content = JsonDocument.Parse(detail);
        return content.RootElement.ValueKind == JsonValueKind.Object
            && content.RootElement.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()!
            : sent.Resources is [var arn, ..]
                ? HandlerNames.ResourceOf(arn)
                : throw new UnknownEventException("The schedule's event names neither itself nor where it came from.");
    }
}
