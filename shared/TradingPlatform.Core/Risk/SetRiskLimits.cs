using System.Text.Json;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Risk;

/// <summary>Sets a tenant's limits. They hold for every order that is checked after this returns.</summary>
public sealed class SetRiskLimits(RiskRepository risk, TimeProvider clock)
{
    /// <summary>Stores the limits with their audit event.</summary>
    public async Task<RiskLimits> HandleAsync(Caller caller, RiskLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        while (true)
        {
            var (stored, version) = await risk.GetLimitsAsync(caller.Tenant, cancellation);
            var details = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["before"] = Text(stored, stored.Limits), ["after"] = Text(stored, limits),
            };
            var e = AuditEvent.Append(
                stored.Audit, clock.GetUtcNow(), "RiskLimitsChanged", caller, "risk-limits", details);
            if (await risk.TryPutLimitsAsync(
                caller.Tenant, new StoredLimits(limits, e.End), e, version, cancellation))
            {
                return limits;
            }
        }
    }

    private static string Text(StoredLimits stored, RiskLimits limits) => JsonSerializer.Serialize(
        stored with { Limits = limits, Audit = default }, CoreJson.Default.StoredLimits);
}
