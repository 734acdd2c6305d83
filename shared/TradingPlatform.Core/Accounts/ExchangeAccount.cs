using System.Collections.Immutable;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
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
    /// <summary>How long after <see cref="WatchedAt"/> the stored state is believed.</summary>
    public static readonly TimeSpan WatchGoodFor = TimeSpan.FromMinutes(2);

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

    /// <summary>The exchange's own name for the account; null where it does not tell.</summary>
    public string? ExchangeUid { get; init; }

    /// <summary>
    /// The vault's name for the version in use; null where it was linked before that was stored.
    /// </summary>
    public string? KeyVersion { get; init; }

    /// <summary>A new key that is being put in the old one's place; null while none is.</summary>
    public KeyChange? Changing { get; init; }

    /// <summary>Until when the vault keeps the key before this one; null where it keeps none.</summary>
    public DateTimeOffset? PreviousKeyUntil { get; init; }

    /// <summary>How many days before its end the last warning of it was given; null where none was.</summary>
    public int? ExpiryWarnedAt { get; init; }

    /// <summary>When the tenant was last told that the key is old; null where it was not.</summary>
    public DateTimeOffset? AgeWarnedAt { get; init; }

    /// <summary>Since when it is being unlinked; null while it is not.</summary>
    public DateTimeOffset? ClosingSince { get; init; }

    /// <summary>How many times unlinking it was begun and given up. See <see cref="Gate"/>.</summary>
    public int Generation { get; init; }

    /// <summary>Where its chain of audit events ends.</summary>
    public ChainEnd Audit { get; init; }

    /// <summary>The exchange's origin, where the account names one of its own; else null.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>What may be traded on it now; a pair of it may be restricted further.</summary>
    public Trading Trading { get; init; } = new(TradingState.Active, null, CreatedAt);

    /// <summary>All that restricts trading on it; changed by <see cref="MoveTradingState"/> alone.</summary>
    public ImmutableArray<TradingCause> TradingCauses { get; init; } = [];

    /// <summary>Where the chain of events about <see cref="TradingCauses"/> ends.</summary>
    public ChainEnd TradingAudit { get; init; }

    /// <summary>
    /// When it was last known that somebody looks after what may be traded: the worker that judges it says so now and
    /// then, and the exchange's answer by which it began to trade counts as the first time (docs/adr/0034).
    /// </summary>
    public DateTimeOffset WatchedAt { get; init; } = CreatedAt;

    /// <summary>When the exchange last accepted the key.</summary>
    public DateTimeOffset ValidatedAt { get; init; } = CreatedAt;

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; } = CreatedAt;

    /// <summary>When the key was last changed; null for the first one.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>1 when first stored; each stored change adds one.</summary>
    public long Version { get; init; } = 1;

    /// <summary>
    /// What may be traded in a pair, or on the account as a whole where none is given: the worst of what restricts it.
    /// A state that nobody has looked after for <see cref="WatchGoodFor"/> is no freer than reduce-only, whatever it
    /// says: who would have changed it may be gone.
    /// </summary>
    public Trading TradingAt(DateTimeOffset now, Symbol? symbol)
    {
        var stored = (symbol is null ? null : TradingCause.Worst(TradingCauses, symbol)) ?? Trading;
        return now - WatchedAt > WatchGoodFor && stored.State < TradingState.ReduceOnly
            ? new Trading(
                TradingState.ReduceOnly, "Nobody has looked after the account's state for too long.",
                WatchedAt + WatchGoodFor)
            : stored;
    }

    /// <summary>Where its key lies.</summary>
    public SecretName Secret => SecretName.ForExchange(Tenant, Exchange, Id);

    /// <summary>The tenant accepts a key of it that may move funds.</summary>
    public bool MayWithdraw =>
        !Permissions.IsDefaultOrEmpty && Permissions.Contains("withdraw", StringComparer.Ordinal);

    /// <summary>
    /// What must hold of the tenant's counters for an order of the account to pass the gate: nobody has begun to unlink
    /// it since the order was checked. Whoever unlinks closes this generation's gate for good, and who gives up makes
    /// the next generation, so that nothing is ever opened again under an order (ADR 0010).
    /// </summary>
    public CounterGuard Gate => new(Exposure.Closing(Id, Generation), 0);
}

/// <summary>A key on its way into an account: stored before the vault takes it, so that a crash is taken up.</summary>
/// <param name="Version">The vault's name for it.</param>
/// <param name="Hint">The last four characters of its public half.</param>
/// <param name="Permissions">What it may do.</param>
/// <param name="IpRestricted">It works only from listed addresses; null where the exchange does not say.</param>
/// <param name="ExpiresAt">When it ends by itself; null where it does not, or that is not known.</param>
/// <param name="ValidatedAt">When the exchange accepted it.</param>
public sealed record KeyChange(
    string Version, string Hint, ImmutableArray<string> Permissions, bool? IpRestricted, DateTimeOffset? ExpiresAt,
    DateTimeOffset ValidatedAt);

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
