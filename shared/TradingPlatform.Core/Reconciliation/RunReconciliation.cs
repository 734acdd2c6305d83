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
    public Task<ReconciliationRun?> HandleAsync(
        TenantId tenant, AccountId? only, DateTimeOffset? due, CancellationToken cancellation) =>
        HandleAsync(tenant, only, due, Timeout.InfiniteTimeSpan, cancellation);

    /// <summary>Runs for no longer than somebody can wait; what is left is in the run that comes back.</summary>
    /// <inheritdoc cref="HandleAsync(TenantId, AccountId?, DateTimeOffset?, CancellationToken)"/>
    public async Task<ReconciliationRun?> HandleAsync(
        TenantId tenant, AccountId? only, DateTimeOffset? due, TimeSpan patience, CancellationToken cancellation) =>
        await SelectAsync(tenant, only, cancellation) is { } selected
            ? await RunAsync(tenant, selected, due, recounts: true, patience, cancellation)
            : null;

    /// <summary>Reconciles an account for its turn in the schedule.</summary>
    /// <remarks>
    /// An account that is not there any more, or not active, or was reconciled since the work was due, is left alone:
    /// the same work may come twice, and late.
    /// </remarks>
    /// <returns>What was found; null where the account was left alone.</returns>
    public async Task<ReconciliationRun?> HandleAsync(ReconciliationWork work, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        return await accounts.FindAsync(work.Tenant, work.Account, cancellation)
            is { Status: AccountStatus.Active } account
            && !await reconcile.IsDoneSinceAsync(account, work.Due, cancellation)
                ? await RunAsync(
                    work.Tenant, [account], work.Due, work.Recounts, Timeout.InfiniteTimeSpan, cancellation)
                : null;
    }

    /// <summary>Reconciles an account that a run at somebody's request waits for.</summary>
    /// <param name="work">Which account, and which run.</param>
    /// <param name="isLast">What keeps it from its end just now is then its end.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>False where another is at the account: it is to be tried again.</returns>
    public async Task<bool> ContinueAsync(ReconciliationWork work, bool isLast, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(work);
        var (tenant, id) = (work.Tenant, work.Run!);
        if (await runs.FindAsync(tenant, id, cancellation) is not { } before || !before.Waiting.Contains(work.Account))
        {
            return true;
        }

        var caller = Caller.Platform(tenant, "reconciliation", id);
        var found = await accounts.FindAsync(tenant, work.Account, cancellation) is { } account
            ? await reconcile.HandleAsync(account, caller, cancellation)
            : new AccountFindings { Error = new RunError(work.Account, RunError.Gone) };
        if (found.Error?.Code == RunError.Busy && !isLast)
        {
            return false;
        }

        var merged = await runs.MergeAsync(
            tenant, id, run => run.With(work.Account, found, clock.GetUtcNow()), cancellation);
        if (merged is { Waiting.IsEmpty: true })
        {
            await RecomputeAsync(caller, cancellation);
            metrics.Ended(merged, TimeSpan.Zero);
        }

        return true;
    }

    private async Task<ReconciliationRun> RunAsync(
        TenantId tenant, IReadOnlyList<ExchangeAccount> selected, DateTimeOffset? due, bool recounts,
        TimeSpan patience, CancellationToken cancellation)
    {
        var run = new ReconciliationRun(tenant, ids.NewId(), clock.GetUtcNow())
        {
            Waiting = [.. selected.Select(account => account.Id)],
        };
        using var time = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        var caller = Caller.Platform(tenant, "reconciliation", run.Id);
        try
        {
            foreach (var account in selected)
            {
                var found = await reconcile.HandleAsync(account, caller, either.Token);
                run = run.With(account.Id, found, clock.GetUtcNow());
            }

            // Last: the trades that were found just now move the counters too. Counting reads every open order of the
            // tenant, so where nothing was found one account's run does it for all of them.
            if (recounts || run.HasMended)
            {
                await RecomputeAsync(caller, either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Whoever asked has waited for long enough. The counters are due again in the next round anyway.
        }

        run = run with { DurationMs = (long)(clock.GetUtcNow() - run.StartedAt).TotalMilliseconds };
        await runs.AddAsync(run, cancellation);
        if (run.Waiting.IsEmpty)
        {
            metrics.Ended(run, due is { } at ? run.StartedAt - at : TimeSpan.Zero);
        }

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
