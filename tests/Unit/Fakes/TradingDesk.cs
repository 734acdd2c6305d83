using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Secrets;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Unit.Fakes;

/// <summary>The order path's own parts, over fakes, with one linked account.</summary>
internal sealed class TradingDesk
{
    private readonly ExchangeId _market;
    private int _keys;

    public TradingDesk(MemoryItemStore? store = null, ScriptedExchange? exchange = null, AutoClock? clock = null,
        TimeProvider? time = null, ExchangeId market = ExchangeId.Binance)
    {
        _market = market;
        Clock = clock ?? new AutoClock();
        time ??= Clock;
        Store = store ?? new MemoryItemStore();
        Exchange = exchange ?? new ScriptedExchange(time);
        Vault = new MemoryVault(Store);
        Accounts = new AccountRepository(Store);
        Audit = new AccountAudit(new FixedCall(), time);
        Trail = new AccountTrail(Store);
        Keys = new AccountKeys(Vault, Trail, Audit, Ids);
        Connections = new ExchangeConnections([new Connector(Exchange, market)], Keys, time);
        Orders = new OrderRepository(Store);
        Fills = new FillRepository(Store);
        Risk = new RiskRepository(Store);
        var equity = Equity = new EquityReader(Accounts, Connections, Risk, time);
        Positions = new PositionReader(Store, Fills, time);
        var ledger = Ledger = new OrderLedger(
            Orders, Risk, time, NullLogger<OrderLedger>.Instance);
        Settle = new SettleOrder(ledger, time, NullLogger<SettleOrder>.Instance);
        var check = new OrderCheck(Accounts, Connections, Risk, equity, time);
        var dispatch = new Dispatch(
            Risk, Orders, ledger, new Departures(), time, NullLogger<Dispatch>.Instance);
        Submit = new SubmitOrder(Orders, check, ledger, dispatch, Settle, new OrderMetrics(), time);
        Amend = new AmendOrder(
            Orders, check, ledger, new ReplaceInOneCall(ledger, dispatch, Settle, time),
            new ReplaceInTwoCalls(check, ledger, dispatch, Settle, time));
        Cancel = new CancelOrder(Orders, Accounts, Connections, ledger, Settle);
        Sync = new SyncAccount(
            Orders, Connections, ledger, Settle, time, NullLogger<SyncAccount>.Instance);
        Recompute = new RecomputeExposure(Risk, new CountExposure(Orders, Accounts, Positions), time);
        KillSwitch = new SetKillSwitch(
            Risk,
            new CancelEverything(
                Accounts, Orders, Connections,
                CancelAll = new CancelAllOrders(Orders, Cancel, NullLogger<CancelAllOrders>.Instance), time,
                NullLogger<CancelEverything>.Instance),
            new RiskMetrics(), time);
    }

    public static Caller Trader { get; } = new(TenantId.Parse("t1"), "u1", Role.Admin, Tier.Unlimited, "c1");

    public AutoClock Clock { get; }

    public MemoryItemStore Store { get; }

    public ScriptedExchange Exchange { get; }

    public MemoryVault Vault { get; }

    public AccountRepository Accounts { get; }

    public AccountAudit Audit { get; }

    public AccountTrail Trail { get; }

    public AccountKeys Keys { get; }

    public CountingIds Ids { get; } = new();

    public EquityReader Equity { get; }

    public ExchangeConnections Connections { get; }

    public OrderRepository Orders { get; }

    public FillRepository Fills { get; }

    public RiskRepository Risk { get; }

    public PositionReader Positions { get; }

    public SettleOrder Settle { get; }

    public SubmitOrder Submit { get; }

    public OrderLedger Ledger { get; }

    public AmendOrder Amend { get; }

    public CancelOrder Cancel { get; }

    public CancelAllOrders CancelAll { get; }

    public SyncAccount Sync { get; }

    public RecomputeExposure Recompute { get; }

    public SetKillSwitch KillSwitch { get; }

    public ExchangeAccount Account { get; private set; } = null!;

    public static OrderTicket Buy(decimal quantity = 0.01m, decimal price = 49_000) =>
        new(ScriptedExchange.Btc, OrderSide.Buy, OrderType.Limit)
        {
            Quantity = new Quantity(quantity), Price = new Price(price), TimeInForce = TimeInForce.Gtc,
        };

    public async Task<TradingDesk> OpenAsync(RiskLimits? limits = null)
    {
        Account = new ExchangeAccount(
            Trader.Tenant, AccountId.Parse("a1"), _market, "Main", TradingMode.Sandbox, Exchange.Now)
        {
            KeyVersion = "v1", Permissions = ["read", "trade"],
            // No worker runs beside most tests, however long they last; a test of the worker moves it back.
            WatchedAt = Exchange.Now.AddYears(10),
        };
        Vault.Secrets[Account.Secret.Path] = new Core.Credentials.OpenedSecret(
            KeyDocument.Write(new ExchangeCredentials(new Secret("key"), new Secret("secret"), null)), "v1");
        var linked = Audit.Record(Account with { Version = 0 }, AccountEvents.Linked, Trader);
        await Accounts.TryAddAsync(linked, CancellationToken.None);
        Account = linked.Account;
        // Reading the key is a write, of the trail; it is none of an order's.
        await Connections.OpenAsync(Account, CancellationToken.None);
        await new SetRiskLimits(Risk, Exchange.Clock).HandleAsync(
            Trader, limits ?? new RiskLimits { MaxOpenOrders = null, MaxPositionNotional = null, MaxPositionShare = null },
            CancellationToken.None);
        return this;
    }

    public SubmitOrderCommand Command(OrderTicket? ticket = null, string? key = null)
    {
        var order = ticket ?? Buy();
        return new SubmitOrderCommand(
            Trader, IdempotencyKey.Parse(key ?? $"k{Interlocked.Increment(ref _keys)}"), AccountId.Parse("a1"), order,
            order.ToString());
    }

    public Task<Submission> SubmitAsync(OrderTicket? ticket = null, string? key = null) =>
        Submit.HandleAsync(Command(ticket, key), CancellationToken.None);

    /// <summary>An order that a sender has stored and not yet sent.</summary>
    public async Task<Order> StorePendingAsync(string key)
    {
        var command = Command(key: key);
        var order = new Order(
            Trader.Tenant, OrderId.Derive(Trader.Tenant, command.Key), command.Account, ExchangeId.Binance,
            command.Ticket, command.Fingerprint, Exchange.Now);
        order = Ledger.Begin(order, Trader, out var first);
        await Orders.TryAddAsync([(order, first)], null, CancellationToken.None);
        return order;
    }

    public Task<int> SyncAsync() =>
        Sync.HandleAsync(Account, Trader, Exchange.Now, CancellationToken.None);

    public async Task<Exposure> ExposureAsync() =>
        (await Risk.GetExposureAsync(Trader.Tenant, CancellationToken.None)).Exposure;

    public async Task<IReadOnlyList<Order>> StoredAsync() =>
        (await Orders.ListAsync(Trader.Tenant, _ => true, 1_000, null, CancellationToken.None)).Orders;

    private sealed class Connector(ScriptedExchange exchange, ExchangeId market) : IExchangeConnector
    {
        public ExchangeId Exchange => market;

        public Uri DefaultAddress(TradingMode mode, ExchangeCredentials? credentials) => new("http://127.0.0.1");

        public IExchange Connect(ExchangeCredentials credentials, TradingMode mode, Uri address) => exchange;

        public IMarketData OpenMarket(Uri address) => throw new NotSupportedException();
    }
}
