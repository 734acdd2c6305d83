using System.Text.Json;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>Runs, kept for a month, over the item store.</summary>
public sealed class RunRepository(IItemStore store)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    // Each turn somebody else has won, who is done with another account of the run.
    private const int MostTurns = 100;

    /// <summary>Stores a run.</summary>
    public Task AddAsync(ReconciliationRun run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        return store.TryPutAsync(Write(run, 1), Condition.None, cancellation);
    }

    /// <summary>Stores what was found of an account that a run waits for, whoever does so beside.</summary>
    /// <returns>The run with it; null where the run does not wait for the account, or is not there.</returns>
    public async Task<ReconciliationRun?> MergeAsync(
        TenantId tenant, string id, Func<ReconciliationRun, ReconciliationRun> merge, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(merge);
        for (var turn = 0; turn < MostTurns; turn++)
        {
            if (await store.FindAsync(Key(tenant, id), cancellation) is not { } item
                || Read(item) is var before && merge(before) is var after && ReferenceEquals(before, after))
            {
                return null;
            }

            if (await store.TryPutAsync(
                Write(after, item.Version + 1), Condition.Version(item.Version), cancellation))
            {
                return after;
            }
        }

        throw new InvalidOperationException("What was found of an account could not be stored.");
    }

    /// <summary>Reads a run. Null where the tenant has none of this name.</summary>
    public async Task<ReconciliationRun?> FindAsync(TenantId tenant, string id, CancellationToken cancellation) =>
        await store.FindAsync(Key(tenant, id), cancellation) is { } item ? Read(item) : null;

    /// <summary>One page of a tenant's runs, newest first.</summary>
    public Task<(IReadOnlyList<ReconciliationRun> Runs, string? Next)> ListAsync(
        TenantId tenant, int limit, string? cursor, CancellationToken cancellation) =>
        store.ListNewestAsync(TableKeys.Runs(tenant), Read, limit, cursor, cancellation);

    private static Item Write(ReconciliationRun run, long version) =>
        new(
            Key(run.Tenant, run.Id), version, JsonSerializer.Serialize(run, CoreJson.Default.ReconciliationRun))
        {
            Index1 = new ItemKey(TableKeys.Runs(run.Tenant), $"{TableKeys.Time(run.StartedAt)}#{run.Id}"),
            ExpiresAt = run.StartedAt + Kept,
        };

    private static ItemKey Key(TenantId tenant, string id) => new(TableKeys.Runs(tenant), id);

    private static ReconciliationRun Read(Item item) =>
        JsonSerializer.Deserialize(item.Document, CoreJson.Default.ReconciliationRun)!;
}
