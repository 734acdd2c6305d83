using System.Text.Json;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Queues;
using TradingPlatform.Core.Serialization;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>An account that is to be reconciled.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Account">Which.</param>
/// <param name="Due">When it became due.</param>
public sealed record ReconciliationWork(TenantId Tenant, AccountId Account, DateTimeOffset Due)
{
    /// <summary>The tenant's counters are computed anew even if nothing is found: one account a tenant does it.</summary>
    public bool Recounts { get; init; } = true;
}

/// <summary>Puts every active account on the queue: ten thousand of them are ten thousand messages, and no loop.</summary>
public sealed class RequestReconciliation(
    AccountRepository accounts, IWorkQueue queue, RunReconciliation run, TimeProvider clock)
{
    private const int AtOnce = 100;

    // By then the next request is on the queue too; work that piled up is not done twice.
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(10);

    /// <summary>Puts them on the queue. Answers how many.</summary>
    public async Task<int> RequestAllAsync(CancellationToken cancellation)
    {
        var (due, requested) = (clock.GetUtcNow(), 0);
        var batch = new List<WorkMessage>(AtOnce);
        // Of each account no more than its message is held, and of each tenant its name.
        var tenants = new HashSet<TenantId>();
        await foreach (var account in accounts.GetAllTenantsAsync(cancellation))
        {
            if (account.Status is not AccountStatus.Active)
            {
                continue;
            }

            var work = new ReconciliationWork(account.Tenant, account.Id, due)
            {
                Recounts = tenants.Add(account.Tenant),
            };
            batch.Add(new WorkMessage(
                JsonSerializer.Serialize(work, CoreJson.Default.ReconciliationWork), TimeSpan.Zero));
            requested++;
            if (batch.Count == AtOnce)
            {
                await queue.SendAsync(WorkQueues.ReconcileAccounts, batch, cancellation);
                batch.Clear();
            }
        }

        if (batch.Count > 0)
        {
            await queue.SendAsync(WorkQueues.ReconcileAccounts, batch, cancellation);
        }

        return requested;
    }

    /// <summary>
    /// Reconciles the account of one message, unless the message has waited for so long that another is there.
    /// </summary>
    /// <returns>What was found; null where the account was left alone.</returns>
    public async Task<ReconciliationRun?> HandleAsync(string message, CancellationToken cancellation)
    {
        var work = JsonSerializer.Deserialize(message, CoreJson.Default.ReconciliationWork)!;
        return clock.GetUtcNow() - work.Due < Stale ? await run.HandleAsync(work, cancellation) : null;
    }
}
