using TradingPlatform.Core.Audit;

namespace TradingPlatform.Orders.Views;

/// <summary>One line of an order's audit trail.</summary>
public sealed record EventView(
    DateTimeOffset At, string Type, string By, string CorrelationId, IReadOnlyDictionary<string, string> Details)
{
    /// <summary>Shows an event.</summary>
    public static EventView Of(AuditEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return new EventView(e.At, e.Type, e.By, e.CorrelationId, e.Details);
    }
}

/// <summary>An order's audit trail, oldest first, whole.</summary>
public sealed record EventsView(IReadOnlyList<EventView> Items, string? NextCursor);
