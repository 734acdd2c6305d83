using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Storage;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Fleet;

/// <summary>
/// Many accounts with many open orders that all stand as their exchange says, and reconciliation over them, by the
/// schedule's own way: a message an account, one after another.
/// </summary>
internal sealed class OrderFleet : IIdSource, ICurrentCall
{
    private const int OrdersAWrite = 30;
    private readonly TimeProvider _clock;
    private readonly FleetShape _shape;
    private readonly OrderRepository _orders;
    private readonly OrderLedger _ledger;
    private readonly AccountRepository _accounts;
    private readonly RecomputeExposure _recompute;
    private readonly RequestReconciliation _request;
    private readonly AccountAudit _audit;
    private int _ids;

    private OrderFleet(IItemStore store, TimeProvider clock, FleetShape shape)
    {
        (_clock, _shape, Store) = (clock, shape, new CountedStore(store));
        Venue = new FleetVenue(shape, clock.GetUtcNow());
        Queue = new DueQueue(clock);
        _audit = new AccountAudit(this, clock);
        _orders = new OrderRepository(Store);
        var risk = new RiskRepository(Store);
        _ledger = new OrderLedger(_orders, risk, clock, NullLogger<OrderLedger>.Instance);
        _accounts = new AccountRepository(Store);
        var connections = new ExchangeConnections(
            [Venue],
            new AccountKeys(new FleetVault(), new AccountTrail(Store), _audit, this), clock);
        var positions = new PositionReader(Store, new FillRepository(Store), clock);
        _recompute = new RecomputeExposure(risk, new CountExposure(_orders, _accounts, positions), clock);
        _request = new RequestReconciliation(
            _accounts, Queue,
            new RunReconciliation(
                _accounts, new ReconcileAccount(Store, connections, clock, NullLoggerFactory.Instance), _recompute,
                new RunRepository(Store), Metrics, this, clock,
                NullLogger<RunReconciliation>.Instance),
            new ReconciliationTimes(), clock);
    }

    public string Function => "Fleet";

    public string CorrelationId => "fleet";

    public CountedStore Store { get; }

    public FleetVenue Venue { get; }

    public DueQueue Queue { get; }

    public ReconciliationMetrics Metrics { get; } = new();

    public static async Task<OrderFleet> BuildAsync(IItemStore store, TimeProvider clock, FleetShape shape)
    {
        var fleet = new OrderFleet(store, clock, shape);
        for (var account = 0; account < shape.Accounts; account++)
        {
            await fleet.LinkAsync(account);
        }

        for (var tenant = 0; tenant < shape.Tenants; tenant++)
        {
            await fleet._recompute.HandleAsync(
                Platform(shape.TenantOf(tenant)), TimeSpan.Zero, CancellationToken.None);
        }

        return fleet;
    }

    public string NewId() => "id" + Interlocked.Increment(ref _ids).ToString("D9", CultureInfo.InvariantCulture);

    /// <summary>Puts every account on the queue. Answers how many.</summary>
    public Task<int> RequestAsync() => _request.RequestAllAsync(CancellationToken.None);

    /// <summary>Reconciles the account of a message. Null where it was left alone.</summary>
    public Task<ReconciliationRun?> HandleAsync(string message) =>
        _request.HandleAsync(message, CancellationToken.None);

    /// <summary>Sets how an account stands.</summary>
    public async Task SetAsync(int number, AccountStatus status)
    {
        var tenant = _shape.TenantOf(number);
        var account = (await _accounts.FindAsync(tenant, IdOf(number), CancellationToken.None))!;
        var set = _audit.Record(account with { Status = status }, AccountEvents.Deactivated, Platform(tenant));
        await _accounts.TryReplaceAsync(set, CancellationToken.None);
    }

    /// <summary>Reconciles a tenant's accounts at its request.</summary>
    public Task<ReconciliationRun?> StartAsync(TenantId tenant) =>
        _request.StartAsync(tenant, null, CancellationToken.None);

    /// <summary>A run as it is stored.</summary>
    public Task<ReconciliationRun?> FindRunAsync(ReconciliationRun run) =>
        new RunRepository(Store).FindAsync(run.Tenant, run.Id, CancellationToken.None);

    /// <summary>Reconciles every account of which a message waits. Answers what was found, all together.</summary>
    public async Task<ReconciliationRun> ServeAsync()
    {
        var all = new ReconciliationRun(TenantId.Platform, "all", _clock.GetUtcNow());
        while (Queue.TryTake(out _, out var message, out _))
        {
            if (await HandleAsync(message) is { } run)
            {
                all = all with
                {
                    TotalOrders = all.TotalOrders + run.TotalOrders, Matched = all.Matched + run.Matched,
                    Errors = all.Errors.AddRange(run.Errors),
                };
            }
        }

        return all;
    }

    private static AccountId IdOf(int number) =>
        AccountId.Parse("a" + number.ToString(CultureInfo.InvariantCulture));

    private static Caller Platform(TenantId tenant) => Caller.Platform(tenant, "fleet", "fleet");

    private async Task LinkAsync(int number)
    {
        var id = IdOf(number);
        var account = new ExchangeAccount(
            _shape.TenantOf(number), id, Venue.Exchange, id.Text, TradingMode.Sandbox, _clock.GetUtcNow())
        {
            KeyVersion = "v1", Permissions = ["read", "trade"], Version = 0,
        };
        var linked = _audit.Record(account, AccountEvents.Linked, Platform(account.Tenant));
        await _accounts.TryAddAsync(linked, CancellationToken.None);
        foreach (var part in Enumerable.Range(0, _shape.OrdersOf(number)).Chunk(OrdersAWrite))
        {
            await _orders.TryAddAsync(
                [.. part.Select(order => Stored(linked.Account, number, order))], null, CancellationToken.None);
        }
    }

    private (Order Order, AuditEvent Event) Stored(ExchangeAccount account, int number, int orderNumber)
    {
        var report = Venue.ReportOf(number, orderNumber);
        var ticket = new OrderTicket(report.Symbol, OrderSide.Buy, OrderType.Limit)
        {
            Quantity = new Quantity(0.001m), Price = new Price(100m), TimeInForce = TimeInForce.Gtc,
        };
        var order = new Order(
            account.Tenant, FleetVenue.NameOf(account.Tenant, number, orderNumber), account.Id, account.Exchange,
            ticket, "fleet", report.At)
        {
            Status = OrderStatus.Submitted, Sent = new Sending(report.At, report.At),
            Reserves = new ReservationBasis(new Quantity(0.001m), 100m),
        };
        order = _ledger.Begin(order, Platform(account.Tenant), out var first);
        return (OrderLifecycle.Next(order, new OrderEvent.Reported(report)), first);
    }
}
