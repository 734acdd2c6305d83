using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Credentials;

/// <summary>
/// Writes down who reads and changes the platform's own secrets, and from which function. Never a value.
/// </summary>
public sealed class SecretTrail(IItemStore store, ICurrentCall call, IIdSource ids, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    // Not a tenant's: its partitions begin with another word than theirs.
    private static readonly TenantId Platform = TenantId.Parse("platform");

    /// <summary>Stores that something is about to be done to a secret.</summary>
    /// <param name="name">Which secret: its path, or what the vault's service calls it.</param>
    /// <param name="type">What: <c>SecretRead</c>, <c>SecretSealed</c>, …</param>
    /// <param name="why">What for.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task RecordAsync(string name, string type, string why, CancellationToken cancellation)
    {
        var details = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [AccountEvents.Function] = call.Function, ["purpose"] = why,
        };
        var e = AuditEvent.Append(
            default, clock.GetUtcNow(), type, Caller.Platform(Platform, call.Function, call.CorrelationId), name,
            details);
        return store.TryPutAsync(
            new Item(
                new ItemKey(TableKeys.PlatformSecret(name), TableKeys.EventAt(e.At, "R" + ids.NewId())), 1,
                JsonSerializer.Serialize(e, CoreJson.Default.AuditEvent)) { ExpiresAt = e.At + Kept },
            Condition.Absent, cancellation);
    }
}
