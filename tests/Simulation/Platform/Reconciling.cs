using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Storage;

namespace TradingPlatform.Simulation.Platform;

/// <summary>
/// Reconciliation as one process runs it: the product's own runs, and a person's decisions on what they find.
/// </summary>
internal sealed class Reconciling
{
    private static readonly ReconciliationMetrics Metrics = new();
    private readonly World _world;
    private readonly Computer _computer;
    private readonly RunReconciliation _run;

    public Reconciling(
        World world, Computer computer, IItemStore store, ExchangeConnections connections, RecomputeExposure recompute,
        OrderLedger ledger, IIdSource ids, TimeProvider clock, WatchedLog log)
    {
        (_world, _computer) = (world, computer);
        var (accounts, orders) = (new AccountRepository(store), new OrderRepository(store));
        var reconcile = new ReconcileAccount(new LapsingBooks(store, world), connections, clock, log);
        _run = new RunReconciliation(
            accounts, reconcile, recompute, new RunRepository(store), Metrics, ids, clock, log.Of<RunReconciliation>());
        Orphans = new OrphanRepository(store, clock);
        var adopt = new AdoptOrder(
            store, orders, new FillRepository(store), ledger, new RiskRepository(store), connections, clock);
        Resolve = new ResolveOrphan(
            Orphans, orders, accounts, connections, ledger, adopt, new MoveTradingState(accounts, clock), clock);
    }

    public OrphanRepository Orphans { get; }

    public ResolveOrphan Resolve { get; }

    /// <summary>Reconciles a tenant's accounts, as a message of the queue has it done.</summary>
    public void Begin(TenantId tenant) => _computer.Start(() =>
    {
        Errand.IsFor(tenant);
        return Edge.TryAsync(_world, _computer, () => RunAsync(tenant));
    });

    /// <summary>Reconciles a tenant's accounts.</summary>
    public async Task<ReconciliationRun> RunAsync(TenantId tenant)
    {
        var run = (await _run.HandleAsync(tenant, null, null, CancellationToken.None))!;
        foreach (var error in run.Errors)
        {
            if (error.Code == RunError.Overtaken)
            {
                _world.Counts.Saw(Sometimes.RunOvertaken);
            }
            else if (error.Code == RunError.Fault)
            {
                _world.Counts.Saw(Sometimes.RunFailed);
            }
        }

        _world.Trace.Line($"p{_computer.Number} reconciled {tenant}: {run.Matched} matched, {run.Updated} updated, {run.FillsAdded} fills, {run.Orphaned} orphans, {run.BalanceMismatches.Length} mismatches, {string.Join(' ', run.Errors)}");
        return run;
    }
}
