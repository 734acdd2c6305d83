using System.Globalization;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>Destroys exchange keys that no account names: a crash while linking or unlinking left them.</summary>
/// <remarks>
/// While others link, a key is without its account for a moment. So a key is destroyed only once it has been seen
/// without one for a time that no linking takes; when it was first seen is stored.
/// </remarks>
public sealed class SweepOrphanedKeys(
    AccountRepository accounts, ISecretVault vault, IItemStore store, TimeProvider clock)
{
    private static readonly TimeSpan SightingsKept = TimeSpan.FromDays(1);

    /// <summary>Sweeps. Answers how many keys were destroyed.</summary>
    /// <param name="leftAlone">
    /// How long a key may be without its account. Zero at the start of the one process that links: nobody is at it.
    /// </param>
    /// <param name="cancellation">Ends the sweep.</param>
    public async Task<int> HandleAsync(TimeSpan leftAlone, CancellationToken cancellation)
    {
        var destroyed = 0;
        await foreach (var path in vault.ListAsync("exchanges/", cancellation))
        {
            if (path.Split('/') is [_, _, var tenant, var account]
                && TenantId.TryParse(tenant, out var whose) && AccountId.TryParse(account, out var id)
                && await accounts.FindAsync(whose, id, cancellation) is null
                && await IsLeftOverAsync(TableKeys.OrphanedKey(whose, id), leftAlone, cancellation))
            {
                await vault.DestroyAsync(path, cancellation);
                await store.TryDeleteAsync(TableKeys.OrphanedKey(whose, id), Condition.None, cancellation);
                destroyed++;
            }
        }

        return destroyed;
    }

    private async Task<bool> IsLeftOverAsync(ItemKey sighting, TimeSpan leftAlone, CancellationToken cancellation)
    {
        if (leftAlone == TimeSpan.Zero)
        {
            return true;
        }

        var now = clock.GetUtcNow();
        if (await store.FindAsync(sighting, cancellation) is { } seen)
        {
            var first = DateTimeOffset.ParseExact(seen.Document, "O", CultureInfo.InvariantCulture);
            return now - first >= leftAlone;
        }

        await store.TryPutAsync(
            new Item(sighting, 1, now.ToString("O", CultureInfo.InvariantCulture)) { ExpiresAt = now + SightingsKept },
            Condition.Absent, cancellation);
        return false;
    }
}
