using System.Text.Json.Serialization;

namespace Amazon.Lambda.CloudWatchEvents
{
    /// <summary>An event from an EventBridge bus. It can come twice, with the same <see cref="Id"/>.</summary>
    /// <typeparam name="T">What the event tells.</typeparam>
    public class CloudWatchEvent<T>
    {
        /// <summary>The envelope's version.</summary>
        public string? Version { get; set; }

        /// <summary>The event's id.</summary>
        public string? Id { get; set; }

        /// <summary>What kind of event it is, in its source's words.</summary>
        [JsonPropertyName("detail-type")]
        public string? DetailType { get; set; }

        /// <summary>Who sent it.</summary>
        public string? Source { get; set; }

        /// <summary>The account it happened in.</summary>
        public string? Account { get; set; }

        /// <summary>When it happened, UTC.</summary>
        public DateTime Time { get; set; }

        /// <summary>The region it happened in.</summary>
        public string? Region { get; set; }

        /// <summary>The ARNs that it concerns.</summary>
        public List<string>? Resources { get; set; }

        /// <summary>What it tells.</summary>
        public T? Detail { get; set; }
    }
}

namespace Amazon.Lambda.CloudWatchEvents.ScheduledEvents
{
    /// <summary>A schedule's tick tells nothing.</summary>
    public class Detail
    {
    }

    /// <summary>A tick of a schedule.</summary>
    public class ScheduledEvent : CloudWatchEvent<Detail>
    {
    }
}
