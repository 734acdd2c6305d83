using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>Linked exchange accounts, over the item store.</summary>
public sealed class AccountRepository(IItemStore store)
{
    /// <summary>Stores a new account and takes its label. False where the tenant has that label already.</summary>
    public Task<bool> TryAddAsync(ExchangeAccount account, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        return store.TryTransactAsync(
            [
                new ItemWrite.Put(Write(account), Condition.Absent),
                new ItemWrite.Put(
                    new Item(LabelKey(account.Tenant, account.Label), 1, account.Id.Text), Condition.Absent),
            ],
            cancellation);
    }

    /// <summary>Stores a changed account. False where someone stored a change first.</summary>
    /// <remarks>Its version is one above what is stored.</remarks>
    public Task<bool> TryReplaceAsync(ExchangeAccount account, CancellationToken cancellation) =>
        store.TryPutAsync(Write(account), Condition.Version(account.Version - 1), cancellation);

    /// <summary>
    /// Stores an account whose trading state moved, with the event that says so. False where someone stored a change
    /// first.
    /// </summary>
    internal Task<bool> TryMoveAsync(ExchangeAccount account, AuditEvent moved, CancellationToken cancellation) =>
        store.TryTransactAsync(
            [
                new ItemWrite.Put(Write(account), Condition.Version(account.Version - 1)),
                new ItemWrite.Put(
                    new Item(
                        new ItemKey(
                            TableKeys.TradingAudit(account.Tenant, account.Id), TableKeys.Event(moved.Number)), 1,
                        JsonSerializer.Serialize(moved, CoreJson.Default.AuditEvent)) { Outbound = true },
                    Condition.Absent),
            ],
            cancellation);

    /// <summary>Deletes an account and frees its label. False where it changed meanwhile, or is gone.</summary>
    public Task<bool> TryDeleteAsync(ExchangeAccount account, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        return store.TryTransactAsync(
            [
                new ItemWrite.Delete(Key(account.Tenant, account.Id), Condition.Version(account.Version)),
                new ItemWrite.Delete(LabelKey(account.Tenant, account.Label), Condition.None),
            ],
            cancellation);
    }

    /// <summary>Reads an account. Null where the tenant has none of this name.</summary>
    public async Task<ExchangeAccount?> FindAsync(
        TenantId tenant, AccountId id, CancellationToken cancellation) =>
        await store.FindAsync(Key(tenant, id), cancellation) is { } item ? Read(item) : null;

    /// <summary>One page of a tenant's accounts, newest first.</summary>
    public async Task<(IReadOnlyList<ExchangeAccount> Accounts, string? Next)> ListAsync(
        TenantId tenant, int limit, string? cursor, CancellationToken cancellation)
    {
        var page = await store.QueryAsync(
            new ItemQuery(TableKeys.Accounts(tenant))
            {
                Index = ItemIndex.First, Descending = true, Limit = limit, Cursor = cursor,
            },
            cancellation);
        return ([.. page.Items.Select(Read)], page.Next);
    }

    /// <summary>All of a tenant's accounts.</summary>
    public async Task<IReadOnlyList<ExchangeAccount>> GetAllAsync(TenantId tenant, CancellationToken cancellation)
    {
        var accounts = new List<ExchangeAccount>();
        var query = new ItemQuery(TableKeys.Accounts(tenant)) { Index = ItemIndex.First };
        await foreach (var item in store.QueryAllAsync(query, cancellation))
        {
            accounts.Add(Read(item));
        }

        return accounts;
    }

    /// <summary>Every account of every tenant, for the platform's own rounds.</summary>
    public async IAsyncEnumerable<ExchangeAccount> GetAllTenantsAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var shard = 0; shard < TableKeys.AccountShards; shard++)
        {
            var query = new ItemQuery(TableKeys.AccountShard(shard)) { Index = ItemIndex.Second };
            await foreach (var item in store.QueryAllAsync(query, cancellation))
            {
                yield return Read(item);
            }
        }
    }

    private static ItemKey Key(TenantId tenant, AccountId id) => new(TableKeys.Account(tenant, id), TableKeys.Self);

    // A label is any text, so its place is its hash: a key has a shape and a length.
    private static ItemKey LabelKey(TenantId tenant, string label) =>
        new(TableKeys.Labels(tenant), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(label))));

    private static Item Write(ExchangeAccount account)
    {
        var id = account.Id.Text;
        var place = $"{account.Tenant.Text}#{id}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(place));
        return new Item(
            Key(account.Tenant, account.Id), account.Version,
            JsonSerializer.Serialize(account, CoreJson.Default.ExchangeAccount))
        {
            Index1 = new ItemKey(TableKeys.Accounts(account.Tenant), $"{TableKeys.Time(account.CreatedAt)}#{id}"),
            Index2 = new ItemKey(
                TableKeys.AccountShard(
                    (int)(BinaryPrimitives.ReadUInt32LittleEndian(hash) % TableKeys.AccountShards)),
                place),
        };
    }

    private static ExchangeAccount Read(Item item) =>
        JsonSerializer.Deserialize(item.Document, CoreJson.Default.ExchangeAccount)!;
}
