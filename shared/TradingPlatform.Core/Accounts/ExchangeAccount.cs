using System.Collections.Immutable;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>A tenant's account at an exchange, as it was linked. Its key lies in the vault, never here.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Id">Its name.</param>
/// <param name="Exchange">Where.</param>
/// <param name="Label">The tenant's own name for it; unique within the tenant.</param>
/// <param name="Mode">With whose money.</param>
/// <param name="CreatedAt">When it was linked.</param>
public sealed record ExchangeAccount(
    TenantId Tenant, AccountId Id, ExchangeId Exchange, string Label, TradingMode Mode, DateTimeOffset CreatedAt)
{
    /// <summary>Whether it may be used.</summary>
    public AccountStatus Status { get; init; } = AccountStatus.Active;

    /// <summary>What the key may do, in the contract's words: <c>read</c>, <c>trade</c>, <c>withdraw</c>.</summary>
    public ImmutableArray<string> Permissions { get; init; } = [];

    /// <summary>The key works only from listed addresses; null where the exchange does not say.</summary>
    public bool? IpRestricted { get; init; }

    /// <summary>When the key ends by itself; null where it does not, or that is not known.</summary>
    public DateTimeOffset? KeyExpiresAt { get; init; }

    /// <summary>The last four characters of the key's public half, to tell keys apart by.</summary>
    public string KeyHint { get; init; } = string.Empty;

    /// <summary>The exchange's origin, where the account names one of its own; else null.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>What may be traded on it now; a pair of it may be restricted further.</summary>
    public Trading Trading { get; init; } = new(TradingState.Active, null, CreatedAt);

    /// <summary>All that restricts trading on it; changed by <see cref="MoveTradingState"/> alone.</summary>
    public ImmutableArray<TradingCause> TradingCauses { get; init; } = [];

    /// <summary>Where the chain of events about <see cref="TradingCauses"/> ends.</summary>
    public ChainEnd TradingAudit { get; init; }

    /// <summary>When the exchange last accepted the key.</summary>
    public DateTimeOffset ValidatedAt { get; init; } = CreatedAt;

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    /// <summary>When the key was last changed; null for the first one.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>1 when first stored; each stored change adds one.</summary>
    public long Version { get; init; } = 1;

    /// <summary>What may be traded in a pair: the worst of what restricts the account and of what restricts it.</summary>
    public Trading TradingIn(Symbol symbol) => TradingCause.Worst(TradingCauses, symbol) ?? Trading;

    /// <summary>Where its key lies.</summary>
    public SecretName Secret => SecretName.ForExchange(Tenant, Exchange, Id);
}

/// <summary>Whether an account may be used.</summary>
public enum AccountStatus
{
    /// <summary>It trades.</summary>
    Active = 1,

    /// <summary>Switched off by its tenant.</summary>
    Inactive = 2,

    /// <summary>The exchange does not accept its key any more.</summary>
    Invalid = 3,
}

/// <summary>What may be traded (DESIGN.md, 'Degradation'). The order of the values is the order of severity.</summary>
public enum TradingState
{
    /// <summary>Everything.</summary>
    Active = 1,

    /// <summary>Only what reduces a holding.</summary>
    ReduceOnly = 2,

    /// <summary>Only cancels.</summary>
    CancelOnly = 3,

    /// <summary>Nothing is placed.</summary>
    Halted = 4,
}

/// <summary>A trading state, and why.</summary>
/// <param name="State">What may be traded.</param>
/// <param name="Reason">For a person; null while active.</param>
/// <param name="Since">Since when.</param>
public sealed record Trading(TradingState State, string? Reason, DateTimeOffset Since);
