using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>
/// Takes up what a crash left half done on accounts, and what time has made due: a key's change is ended, an unlinking
/// goes on, a key whose grace is over is destroyed.
/// </summary>
public sealed class TakeUpKeyChanges(
    AccountRepository accounts, AccountAudit audit, AccountKeys keys, ISecretVault vault, KeyChangeEnd end,
    UnlinkAccount unlink, TimeProvider clock)
{
    /// <summary>Does for one account what is to be done. Does nothing, and writes nothing, where nothing is.</summary>
    /// <param name="account">Which.</param>
    /// <param name="caller">For whom it is recorded.</param>
    /// <param name="leftAlone">
    /// What began less than this ago may still be at work, and is not touched. Zero at the start of the one process
    /// that does all the work: whoever began it is gone.
    /// </param>
    /// <param name="cancellation">Ends the call, between one step and the next.</param>
    public async Task HandleAsync(
        ExchangeAccount account, Caller caller, TimeSpan leftAlone, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        var now = clock.GetUtcNow();
        if (account.Changing is { } change && now - change.ValidatedAt >= leftAlone)
        {
            await EndChangeAsync(account, change, caller, cancellation);
        }

        if (account.ClosingSince is { } since && now - since >= leftAlone)
        {
            await unlink.HandleAsync(caller, account.Id, cancellation);
        }
        else if (account is { PreviousKeyUntil: { } until, Changing: null } && now >= until)
        {
            await DestroyOldAsync(account, caller, cancellation);
        }
    }

    private async Task EndChangeAsync(
        ExchangeAccount account, KeyChange change, Caller caller, CancellationToken cancellation)
    {
        if (await keys.FindVersionAsync(account, "take up a rotation", cancellation) != change.Version)
        {
            await end.GiveUpAsync(caller, account, change);
        }
        else if (await end.SwitchAsync(caller, account, change) is null)
        {
            await vault.DestroyAsync(account.Secret, cancellation);
        }
    }

    private async Task DestroyOldAsync(ExchangeAccount account, Caller caller, CancellationToken cancellation)
    {
        await vault.DestroyPreviousAsync(account.Secret, cancellation);
        await accounts.ChangeAsync(
            account.Tenant, account.Id,
            now => now.PreviousKeyUntil != account.PreviousKeyUntil ? null : audit.Record(
                now with { PreviousKeyUntil = null }, AccountEvents.OldKeyDestroyed, caller),
            cancellation);
    }
}
