using System.Text.Json;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Events;

/// <summary>
/// Something that happened, for other capabilities to hear of. At least once: handlers know it by its id.
/// </summary>
/// <param name="Id">Names it for ever; a second delivery carries the same.</param>
/// <param name="Type">What, in the past tense: <c>OrderFilled</c>. Fields of a type are only ever added to.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="At">When.</param>
/// <param name="Detail">The audit event that it is, as JSON.</param>
public sealed record PlatformEvent(string Id, string Type, TenantId Tenant, DateTimeOffset At, string Detail)
{
    /// <summary>The event that an outbound item of the table is.</summary>
    public static PlatformEvent Of(Item item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var audit = JsonSerializer.Deserialize(item.Document, CoreJson.Default.AuditEvent)!;
        // The hash covers all there is in the event, so it names it.
        return new PlatformEvent(
            audit.Hash, audit.Type, TenantId.Parse(audit.Tenant), audit.At, item.Document);
    }
}

/// <summary>Carries events to whoever listens: EventBridge in AWS, the process itself on a laptop.</summary>
public interface IEventBus
{
    /// <summary>
    /// Hands the events over. Throws where one of them was not taken; then all may be handed over again.
    /// </summary>
    Task PublishAsync(IReadOnlyList<PlatformEvent> events, CancellationToken cancellation);
}
