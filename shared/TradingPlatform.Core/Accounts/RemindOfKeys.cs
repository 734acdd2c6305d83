using System.Globalization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>
/// Tells of keys that end by themselves, 14, 7 and 1 days ahead (FAILURES.md F19), and of keys older than their tenant
/// wants them. Exchanges make no keys over an API, so a person has to.
/// </summary>
public sealed class RemindOfKeys(
    AccountRepository accounts, AccountAudit audit, SetKeyPolicy policies, TimeProvider clock)
{
    private static readonly int[] DaysAhead = [1, 7, 14];
    private static readonly TimeSpan AgainAfter = TimeSpan.FromDays(7);

    /// <summary>Stores, and so announces, what is due for one account; each warning once.</summary>
    public async Task HandleAsync(ExchangeAccount account, Caller caller, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (account.Mode is TradingMode.Paper || account.Status is AccountStatus.Inactive)
        {
            return;
        }

        await accounts.ChangeAsync(account.Tenant, account.Id, now => Expiring(now, caller), cancellation);
        if ((await policies.GetAsync(account.Tenant, cancellation)).MaxKeyAgeDays is { } days)
        {
            await accounts.ChangeAsync(account.Tenant, account.Id, now => Ageing(now, days, caller), cancellation);
        }
    }

    private AccountChange? Expiring(ExchangeAccount account, Caller caller)
    {
        if (account.KeyExpiresAt is not { } end)
        {
            return null;
        }

        var left = end - clock.GetUtcNow();
        var due = DaysAhead.FirstOrDefault(days => left <= TimeSpan.FromDays(days));
        return due == 0 || account.ExpiryWarnedAt <= due
            ? null
            : audit.Record(
                account with { ExpiryWarnedAt = due }, AccountEvents.KeyExpiring, caller,
                ("label", account.Label), ("expiresAt", end.ToString("O", CultureInfo.InvariantCulture)),
                ("days", due.ToString(CultureInfo.InvariantCulture)));
    }

    private AccountChange? Ageing(ExchangeAccount account, int most, Caller caller)
    {
        var now = clock.GetUtcNow();
        var age = now - (account.RotatedAt ?? account.CreatedAt);
        return age < TimeSpan.FromDays(most) || now - account.AgeWarnedAt < AgainAfter
            ? null
            : audit.Record(
                account with { AgeWarnedAt = now }, AccountEvents.KeyAgeing, caller, ("label", account.Label),
                ("days", ((int)age.TotalDays).ToString(CultureInfo.InvariantCulture)));
    }
}
