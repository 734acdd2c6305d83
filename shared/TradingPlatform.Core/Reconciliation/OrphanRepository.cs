using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>Orphans, each with its events, over the item store; the open ones are listed consistently.</summary>
public sealed class OrphanRepository(IItemStore store, TimeProvider clock)
{
    /// <summary>The event by which others hear of one.</summary>
    public const string Found = "OrderOrphaned";

    /// <summary>Opens an orphan, with the event that tells of it. False where there is one of its id already.</summary>
    public Task<bool> TryOpenAsync(Orphan orphan, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(orphan);
        return TryWriteAsync(
            orphan, Found, caller, orphan.Detail, Condition.Absent,
            new ItemWrite.Put(new Item(PointerKey(orphan), 1, string.Empty), Condition.None), cancellation);
    }

    /// <summary>Stores that an open orphan has traded. False where it changed meanwhile.</summary>
    public Task<bool> TryMarkTradedAsync(Orphan orphan, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(orphan);
        return TryWriteAsync(
            orphan with { HasTraded = true, Version = orphan.Version + 1 }, "OrphanTraded", caller,
            "It has traded.", Condition.Version(orphan.Version),
            new ItemWrite.Put(new Item(PointerKey(orphan), 1, string.Empty), Condition.None), cancellation);
    }

    /// <summary>Stores how an orphan was resolved. False where it changed meanwhile.</summary>
    public Task<bool> TryResolveAsync(
        Orphan orphan, Resolved how, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(orphan);
        ArgumentNullException.ThrowIfNull(how);
        return TryWriteAsync(
            orphan with { Resolved = how, Version = orphan.Version + 1 }, "OrphanResolved", caller,
            $"{how.How}. {how.Note}", Condition.Version(orphan.Version),
            new ItemWrite.Delete(PointerKey(orphan), Condition.None), cancellation);
    }

    /// <summary>Reads an orphan. Null where the tenant has none of this id.</summary>
    public async Task<Orphan?> FindAsync(TenantId tenant, string id, CancellationToken cancellation) =>
        await store.FindAsync(Key(tenant, id), cancellation) is { } item ? Read(item) : null;

    /// <summary>An account's open orphans; in one pair where it is given.</summary>
    public async IAsyncEnumerable<Orphan> GetOpenAsync(
        TenantId tenant, AccountId account, Symbol? symbol,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var prefix = account.Text + "#" + (symbol is { } pair ? pair.Text + "#" : string.Empty);
        var query = ItemQuery.Prefix(TableKeys.OpenOrphans(tenant), prefix) with { Limit = 500 };
        await foreach (var pointer in store.QueryAllAsync(query, cancellation))
        {
            var id = pointer.Key.Sort[(pointer.Key.Sort.LastIndexOf('#') + 1)..];
            if (await FindAsync(tenant, id, cancellation) is { } orphan)
            {
                yield return orphan;
            }
        }
    }

    /// <summary>One page of a tenant's orphans, newest first.</summary>
    public Task<(IReadOnlyList<Orphan> Orphans, string? Next)> ListAsync(
        TenantId tenant, int limit, string? cursor, CancellationToken cancellation) =>
        store.ListNewestAsync(TableKeys.Orphans(tenant), Read, limit, cursor, cancellation);

    private Task<bool> TryWriteAsync(
        Orphan orphan, string type, Caller caller, string detail, Condition condition, ItemWrite pointer,
        CancellationToken cancellation)
    {
        var details = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["account"] = orphan.Account.Text, ["detail"] = detail, ["kind"] = orphan.Kind.ToString(),
            ["symbol"] = orphan.Symbol.Text,
        };
        var e = AuditEvent.Append(orphan.Audit, clock.GetUtcNow(), type, caller, orphan.Id, details);
        var item = new Item(
            Key(orphan.Tenant, orphan.Id), orphan.Version,
            JsonSerializer.Serialize(orphan with { Audit = e.End }, CoreJson.Default.Orphan))
        {
            Index1 = new ItemKey(
                TableKeys.Orphans(orphan.Tenant), $"{TableKeys.Time(orphan.DetectedAt)}#{orphan.Id}"),
        };
        var audit = new Item(
            new ItemKey(TableKeys.Orphan(orphan.Tenant, orphan.Id), TableKeys.Event(e.Number)), 1,
            JsonSerializer.Serialize(e, CoreJson.Default.AuditEvent)) { Outbound = true };
        return store.TryTransactAsync(
            [new ItemWrite.Put(item, condition), new ItemWrite.Put(audit, Condition.Absent), pointer], cancellation);
    }

    private static ItemKey Key(TenantId tenant, string id) => new(TableKeys.Orphan(tenant, id), TableKeys.Self);

    private static ItemKey PointerKey(Orphan orphan) => new(
        TableKeys.OpenOrphans(orphan.Tenant), $"{orphan.Account.Text}#{orphan.Symbol.Text}#{orphan.Id}");

    private static Orphan Read(Item item) => JsonSerializer.Deserialize(item.Document, CoreJson.Default.Orphan)!;
}
