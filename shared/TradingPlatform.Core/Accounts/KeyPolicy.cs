using TradingPlatform.Core.Audit;

namespace TradingPlatform.Core.Accounts;

/// <summary>How a tenant wants its exchange keys kept.</summary>
/// <param name="MaxKeyAgeDays">After how many days it wants to be told that a key is old; null for never.</param>
public sealed record KeyPolicy(int? MaxKeyAgeDays)
{
    /// <summary>The oldest age that can be asked for.</summary>
    public const int MostDays = 3650;

    /// <summary>A new tenant's.</summary>
    public static KeyPolicy Default { get; } = new(90);
}

/// <summary>A policy as it is stored.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Audit">Where its chain of audit events ends.</param>
public sealed record StoredKeyPolicy(KeyPolicy Policy, ChainEnd Audit);
