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
    /// <summary>The tenant's counters are computed anew even if nothing is found: one account of it does so.</summary>
    public bool Recounts { get; init; } = true;

    /// <summary>The run at somebody's request that waits for the account; null for a turn of the schedule.</summary>
    public string? Run { get; init; }
}

/// <summary>How long somebody who asked for a run is kept waiting.</summary>
public sealed record ReconciliationTimes
{
    /// <summary>Well within the 29 s of API Gateway: what is not done by then goes on by the queue.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>
/// Puts every active account on the queue: ten thousand of them are ten thousand messages, and no loop.
/// </summary>
public sealed class RequestReconciliation(
    AccountRepository accounts, IWorkQueue queue, RunReconciliation run, ReconciliationTimes times, TimeProvider clock)
{
    private const int AtOnce = 100;

    // By then the next request is on the queue too; work that piled up is not done twice.
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan AnotherIsAtIt = TimeSpan.FromSeconds(30);

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
            batch.Add(Message(work, TimeSpan.Zero));
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
    /// Reconciles at somebody's request: at once, for as long as they wait; what is left then is put on the queue, and
    /// the run tells how far it is.
    /// </summary>
    /// <returns>The run; null where the tenant has no such account.</returns>
    public async Task<ReconciliationRun?> StartAsync(
        TenantId tenant, AccountId? only, CancellationToken cancellation)
    {
        var begun = await run.HandleAsync(tenant, only, null, times.Patience, cancellation);
        if (begun is { Waiting.IsEmpty: false })
        {
            // Stored before: whoever takes one of these finds the run.
            await queue.SendAsync(
                WorkQueues.ReconcileAccounts,
                [.. begun.Waiting.Select(account => Message(
                    new ReconciliationWork(tenant, account, begun.StartedAt) { Run = begun.Id }, TimeSpan.Zero))],
                cancellation);
        }

        return begun;
    }

    /// <summary>
    /// Reconciles the account of one message, unless the message has waited for so long that another is there.
    /// </summary>
    /// <returns>What was found; null where the account was left alone.</returns>
    public async Task<ReconciliationRun?> HandleAsync(string message, CancellationToken cancellation)
    {
        var work = JsonSerializer.Deserialize(message, CoreJson.Default.ReconciliationWork)!;
        var isStale = clock.GetUtcNow() - work.Due >= Stale;
        if (work.Run is null)
        {
            return isStale ? null : await run.HandleAsync(work, cancellation);
        }

        if (!await run.ContinueAsync(work, isStale, cancellation))
        {
            await queue.SendAsync(WorkQueues.ReconcileAccounts, [Message(work, AnotherIsAtIt)], cancellation);
        }

        return null;
    }

    private static WorkMessage Message(ReconciliationWork work, TimeSpan delay) =>
        new(JsonSerializer.Serialize(work, CoreJson.Default.ReconciliationWork), delay);
}
