using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Contract.Binance;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Streams;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Fakes;
using TradingPlatform.Fleet;

namespace TradingPlatform.Contract.Venues;

/// <summary>
/// The platform's own way from a stream to orders, fills and positions, over an exchange's real adapter, in time that a
/// test moves.
/// </summary>
internal sealed class FollowedDesk : IIdSource, ICurrentCall, IAsyncDisposable
{
    private static readonly Caller Trader =
        new(TenantId.Parse("t1"), "u1", Role.Admin, Tier.Unlimited, "c1");

    private readonly IVenueDouble _venue;
    private readonly SteppedTime _time;
    private readonly ExchangeConnections _connections;
    private readonly AccountRepository _accounts;
    private readonly OrderRepository _orders;
    private readonly RiskRepository _risk;
    private readonly PositionReader _positions;
    private readonly SubmitOrder _submit;
    private readonly FollowAccounts _worker;
    private readonly JudgeAccounts _judge;
    private readonly AccountStreams _streams = new();
    private readonly AccountAudit _audit;
    private ExchangeAccount _account;
    private int _ids;

    public FollowedDesk(IVenueDouble venue, ExchangeId market, ManualClock clock)
    {
        (_venue, _time) = (venue, new SteppedTime(clock, venue, WorkAsync));
        var store = new ImmediateItemStore(new ItemTable(clock));
        _account = new ExchangeAccount(
            Trader.Tenant, AccountId.Parse("a1"), market, "Main", TradingMode.Sandbox, clock.GetUtcNow())
        {
            KeyVersion = "v1", Permissions = ["read", "trade"], Version = 0,
        };
        _accounts = new AccountRepository(store);
        _audit = new AccountAudit(this, clock);
        _connections = new ExchangeConnections(
            [new OneAccount(venue.Exchange, market)],
            new AccountKeys(new FleetVault(), new AccountTrail(store), _audit, this), clock);
        _orders = new OrderRepository(store);
        _risk = new RiskRepository(store);
        _positions = new PositionReader(store, new FillRepository(store), clock);
        var ledger = new OrderLedger(_orders, _risk, clock, NullLogger<OrderLedger>.Instance);
        var settle = new SettleOrder(ledger, clock, NullLogger<SettleOrder>.Instance);
        var check = new OrderCheck(
            _accounts, _connections, _risk, new EquityReader(_accounts, _connections, _risk, clock), clock);
        _submit = new SubmitOrder(
            _orders, check, ledger,
            new Dispatch(_risk, _orders, ledger, new Departures(), clock, NullLogger<Dispatch>.Instance), settle,
            new OrderMetrics(), clock);
        var sync = new SyncAccount(
            _orders, _connections, ledger, settle, clock, NullLogger<SyncAccount>.Instance);
        var follow = new FollowAccount(
            _connections,
            new ApplyReports(
                _orders, ledger, settle, _connections, this, clock, NullLogger<ApplyReports>.Instance),
            new SweepAccount(_orders, _connections, sync), Times, this, clock, NullLogger<FollowAccount>.Instance);
        _judge = new JudgeAccounts(
            _streams, _accounts, new MoveTradingState(_accounts, clock), Times, this, clock,
            NullLogger<JudgeAccounts>.Instance);
        _worker = new FollowAccounts(
            _accounts, new StreamShards(store, new StreamWorkerName("w1", 16), clock), follow, _streams, clock,
            NullLogger<FollowAccounts>.Instance);
    }

    public static StreamTimes Times { get; } = new();

    public string Function => "Tests";

    public string CorrelationId => "c1";

    public AccountStream Stream => _streams.Find(Trader.Tenant, _account.Id)!;

    public SteppedTime Time => _time;

    /// <summary>Links the account and follows it, until its stream stands and is caught up.</summary>
    public async Task OpenAsync()
    {
        var linked = _audit.Record(_account, AccountEvents.Linked, Trader);
        await _accounts.TryAddAsync(linked, CancellationToken.None);
        _account = linked.Account;
        await new SetRiskLimits(_risk, _time.Clock).HandleAsync(
            Trader,
            new RiskLimits
            {
                MaxOpenOrders = null, MaxPositionNotional = null, MaxPositionShare = null, MaxOrderNotional = null,
                MaxOrderQuantity = null, MaxRiskPerTrade = null, MaxLeverage = null,
            },
            CancellationToken.None);
        await WorkAsync();
        await UntilLiveAsync();
    }

    public string NewId() => "id" + Interlocked.Increment(ref _ids).ToString("D6", CultureInfo.InvariantCulture);

    public Task<Submission> SubmitAsync(OrderTicket ticket) => _time.RunAsync(_submit.HandleAsync(
        new SubmitOrderCommand(
            Trader, IdempotencyKey.Parse(NewId()), _account.Id, ticket, ticket.ToString()), CancellationToken.None));

    public async Task<Order> PlaceAsync(OrderTicket ticket)
    {
        var submission = await SubmitAsync(ticket);
        Assert.True(submission is Submission.Placed { Order.Status: OrderStatus.Open }, submission.ToString());
        return ((Submission.Placed)submission).Order;
    }

    public async Task<Order> FindAsync(Order order) =>
        (await _orders.FindAsync(Trader.Tenant, order.Id, CancellationToken.None))!;

    public Task<Position> PositionAsync() => _positions.GetAsync(_account, _venue.Symbol, CancellationToken.None);

    public async Task<TradingState> TradingAsync() =>
        (await _accounts.FindAsync(Trader.Tenant, _account.Id, CancellationToken.None))!.Trading.State;

    public Task<TimeSpan> UntilLiveAsync() => _time.UntilAsync(
        () => Task.FromResult(Stream.Standing.State is StreamState.Live), TimeSpan.FromMinutes(2), "it is live");

    public async ValueTask DisposeAsync() => await _worker.EndAsync();

    /// <summary>As the worker does, every five seconds.</summary>
    private async Task WorkAsync()
    {
        foreach (var account in await _worker.RefreshAsync(CancellationToken.None))
        {
            await _judge.HandleAsync(account, CancellationToken.None);
        }
    }

    private sealed class OneAccount(IExchange exchange, ExchangeId market) : IExchangeConnector
    {
        public ExchangeId Exchange => market;

        public Uri DefaultAddress(TradingMode mode, ExchangeCredentials? credentials) => new("http://127.0.0.1");

        public IExchange Connect(ExchangeCredentials credentials, TradingMode mode, Uri address) => exchange;

        public IMarketData OpenMarket(Uri address) => throw new NotSupportedException();
    }
}
