using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Accounts;

/// <summary>Destroys exchange keys that no account names: a crash while linking or unlinking left them.</summary>
/// <remarks>Runs at start, before anything is linked, so that it cannot meet a linking that is half done.</remarks>
public sealed class SweepOrphanedKeys(AccountRepository accounts, ISecretVault vault)
{
    /// <summary>Sweeps. Answers how many keys were destroyed.</summary>
    public async Task<int> HandleAsync(CancellationToken cancellation)
    {
        var destroyed = 0;
        await foreach (var path in vault.ListAsync("exchanges/", cancellation))
        {
            if (path.Split('/') is [_, _, var tenant, var account]
                && TenantId.TryParse(tenant, out var whose) && AccountId.TryParse(account, out var id)
                && await accounts.FindAsync(whose, id, cancellation) is null)
            {
                await vault.DestroyAsync(path, cancellation);
                destroyed++;
            }
        }

        return destroyed;
    }
}
