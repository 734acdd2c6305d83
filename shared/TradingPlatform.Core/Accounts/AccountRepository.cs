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
    public Task<bool> TryAddAsync(AccountChange linked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(linked);
        return store.TryTransactAsync(
            [
                new ItemWrite.Put(Write(linked.Account), Condition.Absent),
                new ItemWrite.Put(Label(linked.Account), Condition.Absent),
                AccountTrail.Write(linked),
            ],
            cancellation);
    }

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

    /// <summary>Stores a changed account with its event. False where someone stored a change first.</summary>
    public Task<bool> TryReplaceAsync(AccountChange change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        return store.TryTransactAsync(
            [
                new ItemWrite.Put(Write(change.Account), Condition.Version(change.Account.Version - 1)),
                AccountTrail.Write(change),
            ],
            cancellation);
    }

    /// <summary>
    /// Stores an account under another label. False where someone stored a change first, or has that label.
    /// </summary>
    public Task<bool> TryRenameAsync(ExchangeAccount before, AccountChange change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(change);
        return store.TryTransactAsync(
            [
                new ItemWrite.Put(Write(change.Account), Condition.Version(before.Version)),
                new ItemWrite.Put(Label(change.Account), Condition.Absent),
                new ItemWrite.Delete(LabelKey(before.Tenant, before.Label), Condition.None),
                AccountTrail.Write(change),
            ],
            cancellation);
    }

    /// <summary>
    /// Deletes an account and frees its label; its events stay. False where it changed meanwhile, or is gone.
    /// </summary>
    public Task<bool> TryDeleteAsync(AccountChange unlinked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(unlinked);
        var account = unlinked.Account;
        return store.TryTransactAsync(
            [
                new ItemWrite.Delete(Key(account.Tenant, account.Id), Condition.Version(account.Version - 1)),
                new ItemWrite.Delete(LabelKey(account.Tenant, account.Label), Condition.None),
                AccountTrail.Write(unlinked),
            ],
            cancellation);
    }

    /// <summary>
    /// Changes an account as it stands when the change is stored: where someone else stores one first, the change is
    /// made to theirs. Null where the account is gone.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="id">Which.</param>
    /// <param name="change">What to make of it; null leaves it as it is.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<ExchangeAccount?> ChangeAsync(
        TenantId tenant, AccountId id, Func<ExchangeAccount, AccountChange?> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        while (await FindAsync(tenant, id, cancellation) is { } account)
        {
            if (change(account) is not { } changed)
            {
                return account;
            }

            if (await TryReplaceAsync(changed, cancellation))
            {
                return changed.Account;
            }
        }

        return null;
    }

    /// <summary>
    /// Stores that somebody looks after the account, where nobody has changed it since it was read. Its version stays:
    /// whoever is about to change it is not held up, and may store the time before this one again.
    /// </summary>
    public Task StoreWatchAsync(ExchangeAccount account, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        return store.TryPutAsync(Write(account), Condition.Version(account.Version), cancellation);
    }

    /// <summary>Reads an account. Null where the tenant has none of this name.</summary>
    public async Task<ExchangeAccount?> FindAsync(
        TenantId tenant, AccountId id, CancellationToken cancellation) =>
        await store.FindAsync(Key(tenant, id), cancellation) is { } item ? Read(item) : null;

    /// <summary>One page of a tenant's accounts, newest first.</summary>
    public Task<(IReadOnlyList<ExchangeAccount> Accounts, string? Next)> ListAsync(
        TenantId tenant, int limit, string? cursor, CancellationToken cancellation) =>
        store.ListNewestAsync(TableKeys.Accounts(tenant), Read, limit, cursor, cancellation);

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
            await foreach (var account in GetShardAsync(shard, cancellation))
            {
                yield return account;
            }
        }
    }

    /// <summary>One of <see cref="TableKeys.AccountShards"/> parts of every tenant's accounts.</summary>
    public async IAsyncEnumerable<ExchangeAccount> GetShardAsync(
        int shard, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = new ItemQuery(TableKeys.AccountShard(shard)) { Index = ItemIndex.Second };
        await foreach (var item in store.QueryAllAsync(query, cancellation))
        {
            yield return Read(item);
        }
    }

    private static Item Label(ExchangeAccount account) =>
        new(LabelKey(account.Tenant, account.Label), 1, account.Id.Text);

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
