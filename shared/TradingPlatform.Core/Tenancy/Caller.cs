namespace TradingPlatform.Core.Tenancy;

/// <summary>Who asks, as the verified token says, and under which correlation id.</summary>
/// <param name="Tenant">Whose data this call may touch.</param>
/// <param name="User">The token's <c>sub</c>, or the name of the part of the platform that acts by itself.</param>
/// <param name="Role">The highest role the token carries.</param>
/// <param name="Tier">The tenant's tier.</param>
/// <param name="CorrelationId">Joins every log line, event and error of this call.</param>
public sealed record Caller(TenantId Tenant, string User, Role Role, Tier Tier, string CorrelationId)
{
    /// <summary>The platform itself, acting for a tenant without a person asking.</summary>
    /// <param name="tenant">For whom.</param>
    /// <param name="part">Which part acts: <c>settlement</c>, <c>order-sync</c>, …</param>
    /// <param name="correlationId">Joins the lines of this run.</param>
    public static Caller Platform(TenantId tenant, string part, string correlationId) =>
        new(tenant, "platform:" + part, Role.Admin, Tier.Unlimited, correlationId);
}
