using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Risk;

/// <summary>A tenant's limits, exposure counters, kill switch and equity marks, over the item store.</summary>
public sealed class RiskRepository(IItemStore store)
{
    private const string LimitsKey = "LIMITS";
    private const string CountersKey = "COUNTERS";
    private const string KillSwitchKey = "KILL-SWITCH";
    private const string EquityKey = "EQUITY";
    private const string TakingsKey = "TAKINGS";

    // Corrections are rare, and so are the tenants that ever needed one.
    private readonly ConcurrentDictionary<TenantId, decimal> _epochs = new();

    /// <summary>The limits; a new tenant's where none were set.</summary>
    public async Task<(StoredLimits Stored, long Version)> GetLimitsAsync(
        TenantId tenant, CancellationToken cancellation) =>
        await store.FindAsync(Key(tenant, LimitsKey), cancellation) is { } item
            ? (JsonSerializer.Deserialize(item.Document, CoreJson.Default.StoredLimits)!, item.Version)
            : (new StoredLimits(RiskLimits.Default, default), 0);

    /// <summary>Stores limits with their event. False where someone else did first.</summary>
    public Task<bool> TryPutLimitsAsync(
        TenantId tenant, StoredLimits limits, AuditEvent e, long version, CancellationToken cancellation) =>
        TryPutAsync(
            tenant, LimitsKey, JsonSerializer.Serialize(limits, CoreJson.Default.StoredLimits), e, version,
            cancellation);

    /// <summary>What the kill switch was last set to.</summary>
    public async Task<(StoredKillSwitch Stored, long Version)> GetKillSwitchAsync(
        TenantId tenant, CancellationToken cancellation) =>
        await store.FindAsync(Key(tenant, KillSwitchKey), cancellation) is { } item
            ? (JsonSerializer.Deserialize(item.Document, CoreJson.Default.StoredKillSwitch)!, item.Version)
            : (new StoredKillSwitch(KillSwitch.Never, false, default), 0);

    /// <summary>Stores what the kill switch was set to, with its event. False where someone else did first.</summary>
    public Task<bool> TryPutKillSwitchAsync(
        TenantId tenant, StoredKillSwitch stored, AuditEvent e, long version, CancellationToken cancellation) =>
        TryPutAsync(
            tenant, KillSwitchKey, JsonSerializer.Serialize(stored, CoreJson.Default.StoredKillSwitch), e, version,
            cancellation);

    /// <summary>The counters as they stand, consistently, and the item's version.</summary>
    public async Task<(Exposure Exposure, long Version)> GetExposureAsync(
        TenantId tenant, CancellationToken cancellation)
    {
        var item = await store.FindAsync(Key(tenant, CountersKey), cancellation);
        return (new Exposure(item?.Counters ?? Item.NoCounters), item?.Version ?? 0);
    }

    /// <summary>Changes counters, if the guards hold.</summary>
    public async Task<(bool Applied, Exposure Exposure)> AddAsync(
        TenantId tenant, ImmutableSortedDictionary<string, decimal> deltas, ImmutableArray<CounterGuard> guards,
        CancellationToken cancellation)
    {
        var result = await store.AddAsync(Adding(tenant, deltas, guards), cancellation);
        return (result.Applied, new Exposure(result.Stored.Counters));
    }

    /// <summary>What <see cref="AddAsync"/> does, for who makes it a step among others.</summary>
    internal static CounterAdd Adding(
        TenantId tenant, ImmutableSortedDictionary<string, decimal> deltas, ImmutableArray<CounterGuard> guards) =>
        new(Key(tenant, CountersKey), deltas, guards);

    /// <summary>
    /// How often a change that takes was stored, or a correction: read by either before it begins, and raised in its
    /// write, so that of two that overlap one is refused (ADR 0037).
    /// </summary>
    public async Task<long> GetTakingsAsync(TenantId tenant, CancellationToken cancellation) =>
        (await store.FindAsync(Key(tenant, TakingsKey), cancellation))?.Version ?? 0;

    /// <summary>Goes into the write of a change that takes: refuses it where a correction came since.</summary>
    internal static ItemWrite Taking(TenantId tenant, long seen) => new ItemWrite.Put(
        new Item(Key(tenant, TakingsKey), seen + 1, string.Empty),
        seen == 0 ? Condition.Absent : Condition.Version(seen));

    /// <summary>
    /// Sets the counters to what was computed anew, with the event that says so, if nobody has changed them since they
    /// were read, nor stored a change that takes. False where someone has.
    /// </summary>
    public async Task<bool> TryCorrectAsync(
        TenantId tenant, ImmutableSortedDictionary<string, decimal> counters, AuditEvent e, long version, long takings,
        CancellationToken cancellation)
    {
        var corrected = await store.TryTransactAsync(
            [
                new ItemWrite.Put(
                    new Item(Key(tenant, CountersKey), version + 1, string.Empty) { Counters = counters },
                    version == 0 ? Condition.Absent : Condition.Version(version)),
                new ItemWrite.Put(Audit(tenant, CountersKey, e), Condition.Absent),
                Taking(tenant, takings),
            ],
            cancellation);
        if (corrected)
        {
            _epochs[tenant] = counters.GetValueOrDefault(Exposure.Epoch);
        }

        return corrected;
    }

    /// <summary>The epoch that the last correction by this process left; 0 where it made none.</summary>
    public decimal EpochSetHere(TenantId tenant) => _epochs.GetValueOrDefault(tenant);

    /// <summary>Where the chain of the counters' corrections ends.</summary>
    public async Task<ChainEnd> GetCorrectionsEndAsync(TenantId tenant, CancellationToken cancellation)
    {
        var page = await store.QueryAsync(
            new ItemQuery(TableKeys.RiskAudit(tenant, CountersKey)) { Descending = true, Limit = 1 }, cancellation);
        return page.Items is [var last]
            ? JsonSerializer.Deserialize(last.Document, CoreJson.Default.AuditEvent)!.End
            : default;
    }

    /// <summary>Equity as it was last marked.</summary>
    public async Task<(Equity Equity, long Version)> GetEquityAsync(TenantId tenant, CancellationToken cancellation) =>
        await store.FindAsync(Key(tenant, EquityKey), cancellation) is { } item
            ? (JsonSerializer.Deserialize(item.Document, CoreJson.Default.Equity)!, item.Version)
            : (Equity.None, 0);

    /// <summary>Stores equity. False where someone else did first: then theirs is as good.</summary>
    public Task<bool> TryPutEquityAsync(
        TenantId tenant, Equity equity, long version, CancellationToken cancellation) =>
        store.TryPutAsync(
            new Item(
                Key(tenant, EquityKey), version + 1, JsonSerializer.Serialize(equity, CoreJson.Default.Equity)),
            version == 0 ? Condition.Absent : Condition.Version(version),
            cancellation);

    private static ItemKey Key(TenantId tenant, string what) => new(TableKeys.Risk(tenant), what);

    private Task<bool> TryPutAsync(
        TenantId tenant, string what, string document, AuditEvent e, long version, CancellationToken cancellation) =>
        store.TryTransactAsync(
            [
                new ItemWrite.Put(
                    new Item(Key(tenant, what), version + 1, document),
                    version == 0 ? Condition.Absent : Condition.Version(version)),
                new ItemWrite.Put(Audit(tenant, what, e), Condition.Absent),
            ],
            cancellation);

    private static Item Audit(TenantId tenant, string what, AuditEvent e) =>
        new(
            new ItemKey(TableKeys.RiskAudit(tenant, what), TableKeys.Event(e.Number)), 1,
            JsonSerializer.Serialize(e, CoreJson.Default.AuditEvent)) { Outbound = true };
}
