using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Health;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Streams;
using TradingPlatform.Unit.Fakes;

namespace TradingPlatform.Unit.Streams;

/// <summary>A trading desk whose account is followed, in time that a test moves.</summary>
internal sealed class StreamDesk
{
    private readonly CountedIds _ids = new();

    public StreamDesk(StreamTimes? times = null)
    {
        Times = times ?? new StreamTimes();
        Desk = new TradingDesk(time: World.Clock);
        Sweep = new SweepAccount(Desk.Orders, Desk.Connections, Desk.Sync);
        Apply = new ApplyReports(
            Desk.Orders, Desk.Ledger, Desk.Settle, Desk.Connections, _ids, World.Clock,
            NullLogger<ApplyReports>.Instance);
        Follow = new FollowAccount(
            Desk.Connections, Apply, Sweep, Times, _ids, World.Clock, NullLogger<FollowAccount>.Instance);
        Judge = new JudgeAccounts(
            Streams, Desk.Accounts, new MoveTradingState(Desk.Accounts, World.Clock), Times, _ids, World.Clock,
            NullLogger<JudgeAccounts>.Instance);
        World.Run(() => Desk.OpenAsync(new RiskLimits
        {
            MaxOpenOrders = null, MaxPositionNotional = null, MaxPositionShare = null, MaxOrderNotional = null,
            MaxOrderQuantity = null, MaxRiskPerTrade = null, MaxLeverage = null,
        }));
    }

    public VirtualWorld World { get; } = new();

    public StreamTimes Times { get; }

    public TradingDesk Desk { get; }

    public ScriptedExchange Exchange => Desk.Exchange;

    public SweepAccount Sweep { get; }

    public ApplyReports Apply { get; }

    public FollowAccount Follow { get; }

    public JudgeAccounts Judge { get; }

    public AccountStreams Streams { get; } = new();

    public HealthRepository Health => new(Desk.Store);

    public CheckHealth Checks() => new(
        Streams, Health, new HealthMetrics(), _ids, World.Clock, NullLogger<CheckHealth>.Instance);

    public FollowAccounts Worker(string name, int mostShards = 16) => new(
        Desk.Accounts, new StreamShards(Desk.Store, new StreamWorkerName(name, mostShards), World.Clock), Follow,
        Streams, World.Clock, NullLogger<FollowAccounts>.Instance);

    /// <summary>Follows the account, as the worker does, and judges it every five seconds.</summary>
    public AccountStream Start()
    {
        var worker = Worker("w1");
        _ = World.Begin(async () =>
        {
            while (true)
            {
                foreach (var account in await worker.RefreshAsync(CancellationToken.None))
                {
                    await Judge.HandleAsync(account, CancellationToken.None);
                }

                await Task.Delay(TimeSpan.FromSeconds(5), World.Clock);
            }
        });
        World.Settle();
        return Streams.Find(TradingDesk.Trader.Tenant, Desk.Account.Id)!;
    }

    public Order Place(decimal quantity = 1, decimal price = 100, string? key = null) =>
        Assert.IsType<Submission.Placed>(World.Run(() => Desk.SubmitAsync(TradingDesk.Buy(quantity, price), key))).Order;

    public Submission Try() => World.Run(() => Desk.SubmitAsync(TradingDesk.Buy(0.01m, 100)));

    /// <summary>Fills an order at the exchange, and answers the frame that its stream would tell it with.</summary>
    public UserEvent Fill(Order order, decimal quantity)
    {
        var report = Exchange.Fill(order.ClientOrderId.Text, quantity);
        return new UserEvent.OrderChanged(report with { Fills = [report.Fills[^1]] });
    }

    public void Tell(UserEvent e)
    {
        Assert.True(Exchange.Stream.Writer.TryWrite(e));
        World.Settle();
    }

    public Order Stored(OrderId id) =>
        World.Run(() => Desk.Orders.FindAsync(TradingDesk.Trader.Tenant, id, CancellationToken.None))!;

    public decimal Held() => World.Run(() => Desk.Positions.GetAsync(
        Desk.Account, ScriptedExchange.Btc, CancellationToken.None)).Quantity;

    public ExchangeAccount Account() => World.Run(() => Desk.Accounts.FindAsync(
        TradingDesk.Trader.Tenant, Desk.Account.Id, CancellationToken.None))!;

    private sealed class CountedIds : IIdSource
    {
        private int _count;

        public string NewId() =>
            "id" + Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture);
    }
}
