using TradingPlatform.Core.Events;
using TradingPlatform.Hosting.Events;

namespace TradingPlatform.LocalHost;

/// <summary>
/// The event bus of one process: events go to the handlers that functions registered under their type.
/// </summary>
/// <remarks>
/// What the table's outbox holds stays there until every handler has it (<see cref="OutboxPump"/>), so events are as
/// durable as the orders that they tell of.
/// </remarks>
internal sealed class LocalEventBus(IServiceProvider services) : IEventBus
{
    public async Task PublishAsync(IReadOnlyList<PlatformEvent> events, CancellationToken cancellation)
    {
        var routes = services.GetRequiredService<EventRoutes>();
        var dispatcher = services.GetRequiredService<EventDispatcher>();
        var heard = routes.Names<ScheduledEvent>().ToHashSet(StringComparer.Ordinal);
        foreach (var e in events.Where(e => heard.Contains(e.Type)))
        {
            await dispatcher.RunScheduleAsync(new ScheduledEvent(e.Id, e.Type, e.At, e.Detail), cancellation);
        }
    }
}
