using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>Runs reconciliation over a tenant's active accounts, or over one, and keeps what was found.</summary>
public sealed class RunReconciliation(
    AccountRepository accounts, ReconcileAccount reconcile, RecomputeExposure recompute, RunRepository runs,
    ReconciliationMetrics metrics, IIdSource ids, TimeProvider clock, ILogger<RunReconciliation> log)
{
    /// <summary>Runs. Null where the tenant has no such account.</summary>
    /// <param name="tenant">Whose accounts.</param>
    /// <param name="only">One of them; null for all that are active.</param>
    /// <param name="due">When it was to run, for the lag; null where somebody asked for it just now.</param>
    /// <param name="cancellation">Ends the run.</param>
    public async Task<ReconciliationRun?> HandleAsync(
        TenantId tenant, AccountId? only, DateTimeOffset? due, CancellationToken cancellation)
    {
        if (await SelectAsync(tenant, only, cancellation) is not { } selected)
        {
            return null;
        }

        return await RunAsync(tenant, selected, due, recounts: true, cancellation);
    }

    /// <summary>Reconciles an account for its turn in the schedule.</summary>
    /// <remarks>
    /// An account that is not there any more, or not active, or was reconciled since the work was due, is left alone: the
    /// same work may come twice, and late.
    /// </remarks>
    /// <returns>What was found; null where the account was left alone.</returns>
    public async Task<ReconciliationRun?> HandleAsync(ReconciliationWork work, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        return await accounts.FindAsync(work.Tenant, work.Account, cancellation)
            is { Status: AccountStatus.Active } account
            && !await reconcile.IsDoneSinceAsync(account, work.Due, cancellation)
                ? await RunAsync(work.Tenant, [account], work.Due, work.Recounts, cancellation)
                : null;
    }

    private async Task<ReconciliationRun> RunAsync(
        TenantId tenant, IReadOnlyList<ExchangeAccount> selected, DateTimeOffset? due, bool recounts,
        CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        var run = new ReconciliationRun(tenant, ids.NewId(), clock.GetUtcNow());
        var caller = Caller.Platform(tenant, "reconciliation", run.Id);
        foreach (var account in selected)
        {
            run = run.With(await reconcile.HandleAsync(account, caller, cancellation));
        }

        // Last: the trades that were found just now move the counters too. Counting reads every open order of the
        // tenant, so where nothing was found one account's run does it for all of them.
        if (recounts || run.HasMended)
        {
            await RecomputeAsync(caller, cancellation);
        }

        run = run with { DurationMs = (long)clock.GetElapsedTime(begun).TotalMilliseconds };
        await runs.AddAsync(run, cancellation);
        metrics.Ended(run, due is { } at ? run.StartedAt - at : TimeSpan.Zero);
        return run;
    }

    private async Task<IReadOnlyList<ExchangeAccount>?> SelectAsync(
        TenantId tenant, AccountId? only, CancellationToken cancellation)
    {
        if (only is { } id)
        {
            return await accounts.FindAsync(tenant, id, cancellation) is { } account ? [account] : null;
        }

        return [.. (await accounts.GetAllAsync(tenant, cancellation)).Where(a => a.Status is AccountStatus.Active)];
    }

    private async Task RecomputeAsync(Caller caller, CancellationToken cancellation)
    {
        try
        {
            await recompute.HandleAsync(caller, RecomputeExposure.Pause, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // What was found is kept all the same; the next run recomputes.
            log.CountersFailed(caller.Tenant, e.GetType().Name);
        }
    }
}
