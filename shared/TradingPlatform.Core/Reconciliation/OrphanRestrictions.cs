using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>Lifts what orphans restrict, once none of a pair's is left that does.</summary>
internal static class OrphanRestrictions
{
    /// <summary>Lifts the restriction of the orphan's pair, unless another open one keeps it.</summary>
    public static async Task LiftAsync(
        OrphanRepository orphans, MoveTradingState states, Orphan orphan, Caller caller, string proof,
        CancellationToken cancellation)
    {
        await foreach (var other in orphans.GetOpenAsync(
            orphan.Tenant, orphan.Account, orphan.Symbol, cancellation))
        {
            if (other.Restricts)
            {
                return;
            }
        }

        await states.ReleaseAsync(
            caller, orphan.Account, AccountRun.OrphansCause, orphan.Symbol, proof, cancellation);
    }
}
