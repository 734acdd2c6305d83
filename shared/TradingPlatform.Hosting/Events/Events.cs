using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Hosting.Events;

/// <summary>A schedule has come round, or an event has come over the bus.</summary>
/// <param name="Id">The event's own id; at least once, so a handler may see it twice.</param>
/// <param name="Name">Which schedule: what the handler was registered under.</param>
/// <param name="At">When it was due.</param>
/// <param name="Detail">The event's content: JSON, <c>{}</c> where there is none.</param>
public sealed record ScheduledEvent(string Id, string Name, DateTimeOffset At, string Detail);

/// <summary>One message of a queue.</summary>
/// <param name="Id">By which a failure is reported.</param>
/// <param name="Body">Its content.</param>
/// <param name="Attempt">1 the first time.</param>
/// <param name="Group">The group within which a FIFO queue keeps order; null for a queue without order.</param>
public sealed record QueueMessage(string Id, string Body, int Attempt, string? Group);

/// <summary>One change of the table, in the order of its shard.</summary>
/// <param name="Sequence">By which a failure is reported.</param>
/// <param name="Key">Which item.</param>
/// <param name="Before">As it was; null where it was put for the first time.</param>
/// <param name="After">As it is; null where it was deleted or has expired.</param>
public sealed record ItemChange(string Sequence, ItemKey Key, Item? Before, Item? After);

/// <summary>One step of Secrets Manager's rotation of one secret.</summary>
/// <param name="SecretId">Which secret.</param>
/// <param name="Token">Names the version that is being made.</param>
/// <param name="Step">Which step.</param>
/// <param name="Proof">What must go with the new value where it is given; null where it is not.</param>
public sealed record SecretRotation(string SecretId, string Token, RotationStep Step, Secret? Proof = null);

/// <summary>The steps of a rotation, in order.</summary>
public enum RotationStep
{
    /// <summary><c>createSecret</c></summary>
    Create = 1,

    /// <summary><c>setSecret</c></summary>
    Set = 2,

    /// <summary><c>testSecret</c></summary>
    Test = 3,

    /// <summary><c>finishSecret</c></summary>
    Finish = 4,
}
