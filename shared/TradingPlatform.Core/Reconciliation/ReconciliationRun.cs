using System.Collections.Immutable;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>What a run found and mended, of one account or of several.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Id">Its name; also the correlation id of all that it wrote.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record ReconciliationRun(TenantId Tenant, string Id, DateTimeOffset StartedAt)
{
    // Far beyond how long the queue tries.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>How many orders were looked at, on either side.</summary>
    public int TotalOrders { get; init; }

    /// <summary>How many stood as the exchange says.</summary>
    public int Matched { get; init; }

    /// <summary>How many were brought up to what the exchange says.</summary>
    public int Updated { get; init; }

    /// <summary>How many only one side knows.</summary>
    public int Orphaned { get; init; }

    /// <summary>How many trades were found that nobody had told of.</summary>
    public int FillsAdded { get; init; }

    /// <summary>What balances were not explained by.</summary>
    public ImmutableArray<BalanceMismatch> BalanceMismatches { get; init; } = [];

    /// <summary>What kept accounts from being reconciled to the end.</summary>
    public ImmutableArray<RunError> Errors { get; init; } = [];

    /// <summary>How long it took, in milliseconds.</summary>
    public long DurationMs { get; init; }

    /// <summary>The accounts that it has yet to reconcile; none once it has ended.</summary>
    public ImmutableArray<AccountId> Waiting { get; init; } = [];

    /// <summary>Something was brought up to what the exchange says.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasMended => Updated > 0 || FillsAdded > 0;

    /// <summary>With what was found of one more account.</summary>
    public ReconciliationRun With(AccountFindings account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return this with
        {
            TotalOrders = TotalOrders + account.Total,
            Matched = Matched + account.Matched,
            Updated = Updated + account.Updated,
            Orphaned = Orphaned + account.Orphaned,
            FillsAdded = FillsAdded + account.FillsAdded,
            BalanceMismatches = BalanceMismatches.AddRange(account.Mismatches),
            Errors = account.Error is { } error ? Errors.Add(error) : Errors,
        };
    }

    /// <summary>With what was found of an account that it waited for; the same where it did not.</summary>
    public ReconciliationRun With(AccountId waited, AccountFindings found, DateTimeOffset now) =>
        Waiting.Contains(waited)
            ? With(found) with
            {
                Waiting = Waiting.Remove(waited), DurationMs = (long)(now - StartedAt).TotalMilliseconds,
            }
            : this;

    /// <summary>How it stands.</summary>
    public RunStatus StatusAt(DateTimeOffset now) => Waiting.IsEmpty ? RunStatus.Completed
        : now - StartedAt < Longest ? RunStatus.Running
        : RunStatus.Incomplete;
}

/// <summary>How a run stands.</summary>
public enum RunStatus
{
    /// <summary>It has accounts yet to reconcile.</summary>
    Running = 1,

    /// <summary>It has ended.</summary>
    Completed = 2,

    /// <summary>It never came to its end: what it waits for is not under way any more.</summary>
    Incomplete = 3,
}

/// <summary>A balance that the baseline and the trades since do not explain.</summary>
/// <param name="Account">On which account.</param>
/// <param name="Asset">Of what: an asset, or on a futures account the pair of a position.</param>
/// <param name="Expected">What it should be.</param>
/// <param name="Actual">What it is.</param>
public sealed record BalanceMismatch(AccountId Account, string Asset, decimal Expected, decimal Actual);

/// <summary>Why an account was not reconciled to the end.</summary>
/// <param name="Account">Which.</param>
/// <param name="Code">Why: an exchange's kind of error, or one of this capability's own words.</param>
public sealed record RunError(AccountId Account, string Code)
{
    /// <summary>Another run is at it.</summary>
    public const string Busy = "ALREADY_RUNNING";

    /// <summary>It stalled, and another run took over.</summary>
    public const string Overtaken = "OVERTAKEN";

    /// <summary>It was unlinked meanwhile.</summary>
    public const string Gone = "ACCOUNT_GONE";

    /// <summary>A fault of ours.</summary>
    public const string Fault = "INTERNAL";
}

/// <summary>What was found of one account; counted up as it is found.</summary>
public sealed class AccountFindings
{
    /// <summary>See <see cref="ReconciliationRun.TotalOrders"/>.</summary>
    public int Total { get; set; }

    /// <summary>See <see cref="ReconciliationRun.Matched"/>.</summary>
    public int Matched { get; set; }

    /// <summary>See <see cref="ReconciliationRun.Updated"/>.</summary>
    public int Updated { get; set; }

    /// <summary>See <see cref="ReconciliationRun.Orphaned"/>.</summary>
    public int Orphaned { get; set; }

    /// <summary>See <see cref="ReconciliationRun.FillsAdded"/>.</summary>
    public int FillsAdded { get; set; }

    /// <summary>See <see cref="ReconciliationRun.BalanceMismatches"/>.</summary>
    public ImmutableArray<BalanceMismatch> Mismatches { get; set; } = [];

    /// <summary>Why it was not reconciled to the end; null where it was.</summary>
    public RunError? Error { get; set; }
}
