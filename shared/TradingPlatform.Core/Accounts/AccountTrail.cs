using System.Text.Json;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>
/// The audit trails of accounts, over the item store. They stay when an account goes: who deleted it is asked then.
/// </summary>
public sealed class AccountTrail(IItemStore store)
{
    // Changes are kept for ever. Who read a key and when is asked within a year, and there is much of it.
    private static readonly TimeSpan ReadsKept = TimeSpan.FromDays(400);

    /// <summary>Stores that a key is about to be read.</summary>
    /// <param name="account">Of which account.</param>
    /// <param name="reading">The event.</param>
    /// <param name="nonce">A new id, since many may read in one moment.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task AddReadingAsync(
        ExchangeAccount account, AuditEvent reading, string nonce, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(reading);
        return store.TryPutAsync(
            ItemOf(account, reading, "R" + nonce) with { ExpiresAt = reading.At + ReadsKept },
            Condition.Absent, cancellation);
    }

    /// <summary>One page of a trail, newest first. Empty where the tenant never had such an account.</summary>
    public async Task<(IReadOnlyList<AuditEvent> Events, string? Next)> ListAsync(
        TenantId tenant, AccountId id, int limit, string? cursor, CancellationToken cancellation)
    {
        var page = await store.QueryAsync(
            ItemQuery.Prefix(TableKeys.Account(tenant, id), "EV#") with
            {
                Descending = true, Limit = limit, Cursor = cursor,
            },
            cancellation);
        return (
            [.. page.Items.Select(item => JsonSerializer.Deserialize(item.Document, CoreJson.Default.AuditEvent)!)],
            page.Next);
    }

    /// <summary>The write that stores a change's event, beside the one that stores the change.</summary>
    internal static ItemWrite.Put Write(AccountChange change) => new(
        ItemOf(change.Account, change.Event, TableKeys.Event(change.Event.Number)) with
        {
            Outbound = AccountEvents.IsAnnounced(change.Event.Type),
        },
        Condition.Absent);

    private static Item ItemOf(ExchangeAccount account, AuditEvent e, string place) => new(
        new ItemKey(TableKeys.Account(account.Tenant, account.Id), TableKeys.EventAt(e.At, place)), 1,
        JsonSerializer.Serialize(e, CoreJson.Default.AuditEvent));
}
