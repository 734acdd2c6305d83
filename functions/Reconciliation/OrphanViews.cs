using TradingPlatform.Core.Reconciliation;

namespace TradingPlatform.Reconciliation;

/// <summary>The body of <c>POST /v1/reconciliation/orphans/{id}/resolve</c>.</summary>
public sealed record ResolveRequest(Resolution Resolution, string? Note = null);

/// <summary>Whether somebody has yet to decide.</summary>
public enum OrphanStatus
{
    /// <summary>Somebody has.</summary>
    Open = 1,

    /// <summary>It is decided, or came to its end by itself.</summary>
    Resolved = 2,
}

/// <summary>An order that only one side knows, as the contract shows it.</summary>
public sealed record OrphanView(
    string Id, OrphanKind Kind, string ConfigId, string? ExchangeOrderId, string? OrderId, string Symbol,
    string Detail, DateTimeOffset DetectedAt, OrphanStatus Status, Resolution? Resolution, string? Note)
{
    /// <summary>Shows an orphan.</summary>
    public static OrphanView Of(Orphan orphan)
    {
        ArgumentNullException.ThrowIfNull(orphan);
        return new OrphanView(
            orphan.Id, orphan.Kind, orphan.Account.Text, orphan.ExchangeOrderId, orphan.Order?.Text,
            orphan.Symbol.Text, orphan.Detail, orphan.DetectedAt,
            orphan.IsOpen ? OrphanStatus.Open : OrphanStatus.Resolved, orphan.Resolved?.How, orphan.Resolved?.Note);
    }
}

/// <summary>A page of orphans, for the API document; <c>Page.Of</c> writes it.</summary>
public sealed record OrphanPageView(IReadOnlyList<OrphanView> Items, string? NextCursor);
