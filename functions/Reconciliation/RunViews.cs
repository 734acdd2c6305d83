using TradingPlatform.Core.Reconciliation;

namespace TradingPlatform.Reconciliation;

/// <summary>The body of <c>POST /v1/reconciliation/runs</c>; null is every active account.</summary>
public sealed record RunRequest(string? ConfigId = null);

/// <summary>A run as the contract shows it.</summary>
public sealed record RunView(
    string RunId, string TenantId, int TotalOrders, int Matched, int Updated, int Orphaned, int FillsAdded,
    IReadOnlyList<MismatchView> BalanceMismatches, IReadOnlyList<RunErrorView> Errors, long DurationMs,
    DateTimeOffset StartedAt, RunStatus Status)
{
    /// <summary>Shows a run.</summary>
    public static RunView Of(ReconciliationRun run, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new RunView(
            run.Id, run.Tenant.Text, run.TotalOrders, run.Matched, run.Updated, run.Orphaned, run.FillsAdded,
            [.. run.BalanceMismatches.Select(m => new MismatchView(m.Account.Text, m.Asset, m.Expected, m.Actual))],
            [.. run.Errors.Select(error => new RunErrorView(error.Account.Text, error.Code))], run.DurationMs,
            run.StartedAt, run.StatusAt(now));
    }
}

/// <summary>A balance that trades do not explain; on a futures account a position, under its pair.</summary>
public sealed record MismatchView(string ConfigId, string Asset, decimal Expected, decimal Actual);

/// <summary>What kept an account from being reconciled to the end.</summary>
public sealed record RunErrorView(string ConfigId, string Code);

/// <summary>A page of runs, for the API document; <c>Page.Of</c> writes it.</summary>
public sealed record RunPageView(IReadOnlyList<RunView> Items, string? NextCursor);
