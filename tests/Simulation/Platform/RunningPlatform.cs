using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Streams;
using TradingPlatform.Orders;
using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Mutants;
using TradingPlatform.Simulation.Storage;

namespace TradingPlatform.Simulation.Platform;

/// <summary>
/// The platform as one process runs it: the product's own use-cases and adapter, put together by hand over the models.
/// A process that starts anew is another one of these.
/// </summary>
internal sealed class RunningPlatform
{
    // A meter is listed by the runtime for ever, so all runs share one of each.
    private static readonly OrderMetrics OrderMetrics = new();
    private static readonly RiskMetrics RiskMetrics = new();
    private readonly PositionReader _positions;
    private readonly EndUnsentOrders _endUnsent;
    private readonly RecomputeExposure _recompute;
    private readonly SyncRound _round;
    private readonly bool _keysChange;
    private readonly TakeUpKeyChanges _takeUp;

    public RunningPlatform(World world, Models models, Computer computer, ComputerClock clock, Mutant mutant)
    {
        (Computer, Clock) = (computer, clock);
        _keysChange = world.Faults.Has(FaultKind.KeyRotates);
        var log = new WatchedLog(world, computer);
        var errand = new Errand(world);
        var store = mutant.Over((IItemStore)new StoreClient(world, models.Store, errand), world, clock);
        var connector = mutant.Over(models.Connect(world, computer, clock, log, mutant), world, clock);
        Ids = new ComputerIds(computer);
        Orders = new OrderRepository(store);
        Accounts = new AccountRepository(store);
        var fills = new FillRepository(store);
        var risk = new RiskRepository(store);
        var vault = mutant.Over(models.Vault, world);
        var audit = new AccountAudit(new PlatformCall(), clock);
        var keys = new AccountKeys(vault, new AccountTrail(store), audit, Ids);
        var connections = new ExchangeConnections([connector], keys, clock);
        var equity = new EquityReader(Accounts, connections, risk, clock);
        var ledger = new OrderLedger(Orders, risk, clock, log.Of<OrderLedger>());
        var check = new OrderCheck(Accounts, connections, risk, equity, clock);
        var settle = new SettleOrder(ledger, clock, log.Of<SettleOrder>());
        var dispatch = new Dispatch(risk, Orders, ledger, new Departures(), clock, log.Of<Dispatch>());
        _positions = new PositionReader(store, fills, clock);
        _endUnsent = new EndUnsentOrders(Orders, ledger);
        _recompute = new RecomputeExposure(risk, new CountExposure(Orders, Accounts, _positions), clock);
        Submit = new SubmitOrder(Orders, check, ledger, dispatch, settle, OrderMetrics, clock);
        SubmitPair = new SubmitOco(Orders, check, ledger, dispatch, settle, clock);
        Amend = new AmendOrder(
            Orders, check, ledger, new ReplaceInOneCall(ledger, dispatch, settle, clock),
            new ReplaceInTwoCalls(check, ledger, dispatch, settle, clock));
        Cancel = new CancelOrder(Orders, Accounts, connections, ledger, settle);
        CancelAll = new CancelAllOrders(Orders, Cancel, log.Of<CancelAllOrders>());
        var everything = new CancelEverything(
            Accounts, Orders, connections, CancelAll, clock, log.Of<CancelEverything>());
        KillSwitch = new SetKillSwitch(risk, everything, RiskMetrics, clock);
        Limits = new SetRiskLimits(risk, clock);
        var sync = new SyncAccount(Orders, connections, ledger, settle, clock, log.Of<SyncAccount>());
        var sweep = new SweepAccount(Orders, connections, sync);
        var (streams, times) = (new AccountStreams(), new StreamTimes());
        _round = new SyncRound(
            Accounts, sync, sweep, streams, times, KillSwitch, Ids, clock, log.Of<SyncRound>());
        var apply = new ApplyReports(Orders, ledger, settle, connections, Ids, clock, log.Of<ApplyReports>());
        var follow = new FollowAccount(connections, apply, sweep, times, Ids, clock, log.Of<FollowAccount>());
        Reconciling = new Reconciling(
            world, computer, store, connections, _recompute, ledger, Ids, clock, log);
        Following = new Following(world, computer, clock, Accounts, follow, streams);
        var end = new KeyChangeEnd(Accounts, audit, connections, new OldKeys(TimeSpan.FromSeconds(30)), clock);
        Rotate = new RotateKey(Accounts, audit, connections, keys, vault, new NoPaper(), end, Ids, clock);
        var unlink = new UnlinkAccount(Accounts, audit, Orders, risk, vault, connections, equity, clock);
        _takeUp = new TakeUpKeyChanges(Accounts, audit, keys, vault, end, unlink, clock);
    }

    public Computer Computer { get; }

    public ComputerClock Clock { get; }

    public ComputerIds Ids { get; }

    public OrderRepository Orders { get; }

    public AccountRepository Accounts { get; }

    public SubmitOrder Submit { get; }

    public SubmitOco SubmitPair { get; }

    public AmendOrder Amend { get; }

    public CancelOrder Cancel { get; }

    public CancelAllOrders CancelAll { get; }

    public SetKillSwitch KillSwitch { get; }

    public SetRiskLimits Limits { get; }

    public RotateKey Rotate { get; }

    public PositionReader Positions => _positions;

    public Following Following { get; }

    public Reconciling Reconciling { get; }

    /// <summary>One round over all accounts, as the schedules bring it.</summary>
    public async Task RoundAsync(DateTimeOffset? sendersSince)
    {
        if (_keysChange)
        {
            await TakeUpKeysAsync();
        }

        await _round.RunAsync(sendersSince, CancellationToken.None);
    }

    private async Task TakeUpKeysAsync()
    {
        await foreach (var account in Accounts.GetAllTenantsAsync(CancellationToken.None))
        {
            var caller = Core.Tenancy.Caller.Platform(account.Tenant, "keys", Ids.NewId());
            await _takeUp.HandleAsync(account, caller, TimeSpan.FromSeconds(20), CancellationToken.None);
        }
    }

    /// <summary>What a process that is alone does before it serves anyone, as the local host does.</summary>
    public async Task RecoverAsync(IEnumerable<Core.Tenancy.TenantId> tenants)
    {
        foreach (var tenant in tenants)
        {
            var caller = Core.Tenancy.Caller.Platform(tenant, "order-sync", Ids.NewId());
            await _endUnsent.HandleAsync(caller, CancellationToken.None);
            await _recompute.HandleAsync(caller, TimeSpan.Zero, CancellationToken.None);
        }
    }
}
