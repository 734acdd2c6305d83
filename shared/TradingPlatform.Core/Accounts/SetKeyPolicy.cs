using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>Tenants' key policies, over the item store.</summary>
public sealed class SetKeyPolicy(IItemStore store, TimeProvider clock)
{
    /// <summary>The tenant's policy; a new tenant's where none was set.</summary>
    public async Task<KeyPolicy> GetAsync(TenantId tenant, CancellationToken cancellation) =>
        (await FindAsync(tenant, cancellation)).Stored.Policy;

    /// <summary>Stores the policy with its audit event.</summary>
    public async Task<KeyPolicy> HandleAsync(Caller caller, KeyPolicy policy, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(policy);
        while (true)
        {
            var (stored, version) = await FindAsync(caller.Tenant, cancellation);
            var details = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["before"] = Text(stored.Policy), ["after"] = Text(policy),
            };
            var e = AuditEvent.Append(
                stored.Audit, clock.GetUtcNow(), "KeyPolicyChanged", caller, "key-policy", details);
            var next = JsonSerializer.Serialize(
                new StoredKeyPolicy(policy, e.End), CoreJson.Default.StoredKeyPolicy);
            var written = await store.TryTransactAsync(
                [
                    new ItemWrite.Put(
                        new Item(Key(caller.Tenant, TableKeys.Self), version + 1, next),
                        version == 0 ? Condition.Absent : Condition.Version(version)),
                    new ItemWrite.Put(
                        new Item(
                            Key(caller.Tenant, TableKeys.Event(e.Number)), 1,
                            JsonSerializer.Serialize(e, CoreJson.Default.AuditEvent)) { Outbound = true },
                        Condition.Absent),
                ],
                cancellation);
            if (written)
            {
                return policy;
            }
        }
    }

    private static string Text(KeyPolicy policy) =>
        policy.MaxKeyAgeDays is { } days ? days.ToString(CultureInfo.InvariantCulture) + " days" : "never";

    private static ItemKey Key(TenantId tenant, string sort) => new(TableKeys.KeyPolicy(tenant), sort);

    private async Task<(StoredKeyPolicy Stored, long Version)> FindAsync(
        TenantId tenant, CancellationToken cancellation) =>
        await store.FindAsync(Key(tenant, TableKeys.Self), cancellation) is { } item
            ? (JsonSerializer.Deserialize(item.Document, CoreJson.Default.StoredKeyPolicy)!, item.Version)
            : (new StoredKeyPolicy(KeyPolicy.Default, default), 0);
}
