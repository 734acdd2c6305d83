using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>What a run found and mended, of one account or of several.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Id">Its name; also the correlation id of all that it wrote.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record ReconciliationRun(TenantId Tenant, string Id, DateTimeOffset StartedAt)
{
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
}

/// <summary>A balance that the baseline and the trades since do not explain.</summary>
/// <param name="Account">On which account.</param>
/// <param name="Asset">Of what.</param>
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

/// <summary>Runs, kept for a month, over the item store.</summary>
public sealed class RunRepository(IItemStore store)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Stores a run that has ended.</summary>
    public Task AddAsync(ReconciliationRun run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        var item = new Item(
            Key(run.Tenant, run.Id), 1, JsonSerializer.Serialize(run, CoreJson.Default.ReconciliationRun))
        {
            Index1 = new ItemKey(TableKeys.Runs(run.Tenant), $"{TableKeys.Time(run.StartedAt)}#{run.Id}"),
            ExpiresAt = run.StartedAt + Kept,
        };
        return store.TryPutAsync(item, Condition.None, cancellation);
    }

    /// <summary>Reads a run. Null where the tenant has none of this name.</summary>
    public async Task<ReconciliationRun?> FindAsync(TenantId tenant, string id, CancellationToken cancellation) =>
        await store.FindAsync(Key(tenant, id), cancellation) is { } item ? Read(item) : null;

    /// <summary>One page of a tenant's runs, newest first.</summary>
    public async Task<(IReadOnlyList<ReconciliationRun> Runs, string? Next)> ListAsync(
        TenantId tenant, int limit, string? cursor, CancellationToken cancellation)
    {
        var page = await store.QueryAsync(
            new ItemQuery(TableKeys.Runs(tenant))
            {
                Index = ItemIndex.First, Descending = true, Limit = limit, Cursor = cursor,
            },
            cancellation);
        return ([.. page.Items.Select(Read)], page.Next);
    }

    private static ItemKey Key(TenantId tenant, string id) => new(TableKeys.Runs(tenant), id);

    private static ReconciliationRun Read(Item item) =>
        JsonSerializer.Deserialize(item.Document, CoreJson.Default.ReconciliationRun)!;
}
