using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Streams;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Health;

/// <summary>How an account is connected: what the worker that follows it last told.</summary>
/// <param name="Address">The exchange's origin.</param>
/// <param name="Stream">Where its stream stands.</param>
/// <param name="Since">Since when.</param>
public sealed record AccountConnection(Uri Address, StreamState Stream, DateTimeOffset Since);

/// <summary>
/// The health of connections, and how accounts are connected: written by the worker, read by whoever answers requests.
/// </summary>
public sealed class HealthRepository(IItemStore store)
{
    /// <summary>The health of the way to an address. Null where nobody has checked it.</summary>
    public async Task<ConnectionHealth?> FindAsync(Uri address, CancellationToken cancellation) =>
        await store.FindAsync(TableKeys.Health(address), cancellation) is { } item
            ? JsonSerializer.Deserialize(item.Document, CoreJson.Default.ConnectionHealth)
            : null;

    /// <summary>Stores a check. Two workers that check one address overwrite each other, and both are right.</summary>
    public Task PutAsync(ConnectionHealth health, CancellationToken cancellation) =>
        store.TryPutAsync(Write(health), Condition.None, cancellation);

    /// <summary>Stores a check that moved the state, with its event. False where another worker's was first.</summary>
    public Task<bool> TryMoveAsync(ConnectionHealth health, AuditEvent moved, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(moved);
        return store.TryTransactAsync(
            [
                new ItemWrite.Put(Write(health), Condition.None),
                new ItemWrite.Put(
                    new Item(
                        TableKeys.HealthEvent(health.Address, moved.Number), 1,
                        JsonSerializer.Serialize(moved, CoreJson.Default.AuditEvent)) { Outbound = true },
                    Condition.Absent),
            ],
            cancellation);
    }

    /// <summary>How an account is connected. Null where nobody has followed it yet.</summary>
    public async Task<AccountConnection?> FindAsync(
        TenantId tenant, AccountId account, CancellationToken cancellation) =>
        await store.FindAsync(TableKeys.Connection(tenant, account), cancellation) is { } item
            ? JsonSerializer.Deserialize(item.Document, CoreJson.Default.AccountConnection)
            : null;

    /// <summary>Stores how an account is connected, for as long as the worker goes on telling.</summary>
    public Task PutAsync(
        TenantId tenant, AccountId account, AccountConnection connection, DateTimeOffset until,
        CancellationToken cancellation) =>
        store.TryPutAsync(
            new Item(
                TableKeys.Connection(tenant, account), 1,
                JsonSerializer.Serialize(connection, CoreJson.Default.AccountConnection)) { ExpiresAt = until },
            Condition.None, cancellation);

    private static Item Write(ConnectionHealth health) => new(
        TableKeys.Health(health.Address), 1, JsonSerializer.Serialize(health, CoreJson.Default.ConnectionHealth));
}
