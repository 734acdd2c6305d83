using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Hosting.Auth;

/// <summary>The claims that the platform reads, and how their texts are understood.</summary>
internal static class TokenClaims
{
    internal const string Subject = "sub";
    internal const string Tenant = "custom:tenant_id";
    internal const string Tier = "custom:tier";
    internal const string Groups = "cognito:groups";

    private const int MaxUserLength = 128;

    /// <summary>Null where a claim is missing or cannot be understood.</summary>
    /// <param name="subject">Names the user.</param>
    /// <param name="tenant">Names the tenant.</param>
    /// <param name="tier">Null for a tenant that has none yet, which is the lowest.</param>
    /// <param name="groups">Any groups; those that are no role of ours count for nothing.</param>
    /// <param name="allowUnlimited">Whether the tier without limits is known: on the local host alone.</param>
    internal static Identity? Read(
        string? subject, string? tenant, string? tier, IEnumerable<string> groups, bool allowUnlimited)
    {
        if (!IsUser(subject) || !TenantId.TryParse(tenant, out var tenantId) || tenantId == TenantId.Platform
            || !TryTier(tier ?? "free", allowUnlimited, out var tierValue))
        {
            return null;
        }

        var role = groups.Select(group => TryRole(group, out var known) ? known : default).DefaultIfEmpty().Max();
        return new Identity(tenantId, subject!, role, tierValue);
    }

    internal static bool TryRole(string? text, out Role role)
    {
        role = text switch
        {
            "admin" => Role.Admin,
            "trader" => Role.Trader,
            "viewer" => Role.Viewer,
            _ => default,
        };
        return role != default;
    }

    internal static bool TryTier(string? text, bool allowUnlimited, out Tier tier)
    {
        tier = text switch
        {
            "free" => Core.Tenancy.Tier.Free,
            "pro" => Core.Tenancy.Tier.Pro,
            "enterprise" => Core.Tenancy.Tier.Enterprise,
            "unlimited" when allowUnlimited => Core.Tenancy.Tier.Unlimited,
            _ => default,
        };
        return tier != default;
    }

    internal static string Word(Tier tier) => tier switch
    {
        Core.Tenancy.Tier.Free => "free",
        Core.Tenancy.Tier.Pro => "pro",
        Core.Tenancy.Tier.Enterprise => "enterprise",
        Core.Tenancy.Tier.Unlimited => "unlimited",
        _ => throw new ArgumentOutOfRangeException(nameof(tier)),
    };

    internal static string Word(Role role) => role switch
    {
        Role.Admin => "admin",
        Role.Trader => "trader",
        Role.Viewer => "viewer",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    internal static bool IsUser(string? text) =>
        text is { Length: > 0 and <= MaxUserLength } && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
