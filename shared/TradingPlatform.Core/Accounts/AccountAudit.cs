using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>Writes down what happens to accounts and their keys: who, when, from which function. Never a key.</summary>
public sealed class AccountAudit(ICurrentCall call, TimeProvider clock)
{
    /// <summary>An account's change with the event that tells of it, to be stored in one write.</summary>
    /// <param name="changed">The account as it is to be, but for its version, its chain and when it changed.</param>
    /// <param name="type">One of <see cref="AccountEvents"/>.</param>
    /// <param name="caller">Who did it.</param>
    /// <param name="details">Names and values; no secrets.</param>
    public AccountChange Record(
        ExchangeAccount changed, string type, Caller caller, params ReadOnlySpan<(string Name, string Value)> details)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var at = clock.GetUtcNow();
        var e = AuditEvent.Append(changed.Audit, at, type, caller, changed.Id.Text, Details(details));
        return new AccountChange(changed with { UpdatedAt = at, Audit = e.End, Version = changed.Version + 1 }, e);
    }

    /// <summary>
    /// The event that a key is about to be read. It belongs to no chain: reads come from many places at once, and none
    /// may wait for another.
    /// </summary>
    public AuditEvent Reading(ExchangeAccount account, string purpose)
    {
        ArgumentNullException.ThrowIfNull(account);
        var caller = Caller.Platform(account.Tenant, call.Function, call.CorrelationId);
        return AuditEvent.Append(
            default, clock.GetUtcNow(), AccountEvents.KeyRead, caller, account.Id.Text,
            Details([("purpose", purpose)]));
    }

    private SortedDictionary<string, string> Details(ReadOnlySpan<(string Name, string Value)> given)
    {
        var details = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [AccountEvents.Function] = call.Function,
        };
        foreach (var (name, value) in given)
        {
            details[name] = value;
        }

        return details;
    }
}

/// <summary>An account's change, to be stored whole or not at all.</summary>
/// <param name="Account">As it now stands; its version is one above what is stored.</param>
/// <param name="Event">What happened.</param>
public sealed record AccountChange(ExchangeAccount Account, AuditEvent Event);

/// <summary>What happens to accounts, in the audit trail's words; the bus carries those that others act on.</summary>
public static class AccountEvents
{
    /// <summary>The detail that names the function.</summary>
    public const string Function = "function";

    /// <summary>It was linked, its key sealed.</summary>
    public const string Linked = "AccountLinked";

    /// <summary>It has another label.</summary>
    public const string Renamed = "AccountRenamed";

    /// <summary>It was switched on.</summary>
    public const string Activated = "AccountActivated";

    /// <summary>It was switched off.</summary>
    public const string Deactivated = "AccountDeactivated";

    /// <summary>Unlinking it was begun: from now on no order of it leaves.</summary>
    public const string UnlinkBegun = "AccountUnlinkBegun";

    /// <summary>Unlinking it was given up: it has orders.</summary>
    public const string UnlinkGivenUp = "AccountUnlinkGivenUp";

    /// <summary>It is gone; its key is destroyed next.</summary>
    public const string Unlinked = "AccountUnlinked";

    /// <summary>The key is about to be read from the vault.</summary>
    public const string KeyRead = "CredentialsRead";

    /// <summary>The exchange accepts the key.</summary>
    public const string KeyValidated = "CredentialsValidated";

    /// <summary>The exchange does not accept the key any more: nothing trades with it.</summary>
    public const string KeyInvalid = "CredentialsInvalid";

    /// <summary>A new key was accepted by the exchange and is about to be sealed.</summary>
    public const string KeyChangeBegun = "CredentialsRotationBegun";

    /// <summary>A new key did not reach the vault; the old one goes on.</summary>
    public const string KeyChangeGivenUp = "CredentialsRotationGivenUp";

    /// <summary>The new key is in use.</summary>
    public const string KeyChanged = "CredentialsRotated";

    /// <summary>The key before this one was destroyed.</summary>
    public const string OldKeyDestroyed = "PreviousCredentialsDestroyed";

    /// <summary>The key ends by itself soon.</summary>
    public const string KeyExpiring = "CredentialsExpiring";

    /// <summary>The key is older than the tenant wants its keys to be.</summary>
    public const string KeyAgeing = "CredentialsAgeing";

    /// <summary>True for what others act on or are told of.</summary>
    public static bool IsAnnounced(string type) => type is not (
        KeyRead or KeyValidated or KeyChangeBegun or KeyChangeGivenUp or UnlinkBegun or UnlinkGivenUp
        or OldKeyDestroyed);
}
