using System.Collections.Immutable;
using System.Globalization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Unit.Fakes;

/// <summary>What becomes of the next placement.</summary>
internal enum Fate
{
    Rests = 1,
    Fills,
    RestsAnswerLost,
    FillsAnswerLost,
    LostBeforeArrival,
    Refused,
    ClockSkew,
}

/// <summary>
/// An exchange that keeps its own truth, as Binance does: a client order id is unique among open orders only.
/// </summary>
internal sealed partial class ScriptedExchange(TimeProvider clock) : IExchange
{
    public static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private readonly Lock _lock = new();
    private readonly Dictionary<string, OrderReport> _orders = [];
    private readonly List<ReportedFill> _trades = [];
    private int _ids;

    public Queue<Fate> Fates { get; } = new();

    public Fate Otherwise { get; set; } = Fate.Rests;

    /// <summary>Every placement that arrived, accepted or not, by client order id.</summary>
    public List<string> Arrived { get; } = [];

    /// <summary>Runs when a placement is about to be decided.</summary>
    public Action? OnPlace { get; set; }

    /// <summary>Runs while a query of an order is on its way.</summary>
    public Action? OnFind { get; set; }

    /// <summary>Runs while an order that was checked waits for its turn.</summary>
    public Func<Task>? OnTurn { get; set; }

    /// <summary>The list of open orders cannot be had.</summary>
    public bool HidesOpenOrders { get; set; }

    /// <summary>Runs when a cancel is about to be decided.</summary>
    public Action<OrderReference>? OnCancel { get; set; }

    /// <summary>A cancel does not arrive, and nobody hears that it did not.</summary>
    public bool LosesCancels { get; set; }

    /// <summary>What every signed read fails with; null while the exchange answers.</summary>
    public ExchangeError? Trouble { get; set; }

    /// <summary>What asking for prices fails with; null while the exchange answers.</summary>
    public ExchangeError? QuoteError { get; set; }

    /// <summary>How often the list of open orders was asked for.</summary>
    public int Listed { get; private set; }

    public TimeProvider Clock => clock;

    public DateTimeOffset Now => clock.GetUtcNow();

    public TimeSpan Fence { get; init; } = TimeSpan.FromSeconds(18);

    public int Asked { get; private set; }

    /// <summary>Runs when the account is read.</summary>
    public Action? OnAccount { get; set; }

    /// <summary>What it says of the key; null accepts it.</summary>
    public ExchangeError? KeyError { get; set; }

    public KeyPermissions? Permissions { get; set; } = new(true, true, false, true, null);

    public string? Uid { get; set; } = "7";

    public decimal Bid { get; set; } = 50_000;

    public decimal Usdt { get; set; } = 100_000;

    /// <summary>Trades move the balances; otherwise there is always the same.</summary>
    public bool KeepsBalances { get; set; }

    /// <summary>What a futures position was moved by without a trade that is told of.</summary>
    public decimal Untold { get; set; }

    public int TradesAPage { get; set; } = 1000;

    public IReadOnlyList<OrderReport> Orders
    {
        get
        {
            lock (_lock)
            {
                return [.. _orders.Values];
            }
        }
    }

    public Task<Instrument?> FindInstrumentAsync(Symbol symbol, CancellationToken cancellation) =>
        Task.FromResult(symbol == Btc
            ? new Instrument(symbol, true, [], [.. Enum.GetValues<OrderType>()])
            : null);

    public void ForgetInstruments()
    {
    }

    public Task<MarketQuote> GetQuoteAsync(Symbol symbol, CancellationToken cancellation) => QuoteError is { } error
        ? throw new ExchangeException(error)
        : Task.FromResult(new MarketQuote(symbol, new Price(Bid), new Price(50_000), clock.GetUtcNow()));

    public async Task<IDisposable> WaitToSendAsync(CancellationToken cancellation)
    {
        await (OnTurn?.Invoke() ?? Task.CompletedTask);
        return new MemoryStream();
    }

    public Task<SignedOrder> SignAsync(ClientOrderId id, OrderTicket ticket, CancellationToken cancellation) =>
        Task.FromResult(new SignedOrder(id, clock.GetUtcNow(), clock.GetUtcNow() + Fence, ticket));

    public Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation)
    {
        lock (_lock)
        {
            OnPlace?.Invoke();
            var fate = Fates.TryDequeue(out var next) ? next : Otherwise;
            var id = order.ClientOrderId.Text;
            if (fate is Fate.LostBeforeArrival)
            {
                return Task.FromResult<Placement>(new Placement.Unknown("reset"));
            }

            Arrived.Add(id);
            return Task.FromResult<Placement>(fate switch
            {
                Fate.Refused => new Placement.Rejected(
                    new ExchangeError(ExchangeErrorKind.InsufficientBalance, "-2010", "Too little.")),
                Fate.ClockSkew => new Placement.Rejected(
                    new ExchangeError(ExchangeErrorKind.ClockSkew, "-1021", "Outside of the window.")),
                Fate.RestsAnswerLost or Fate.FillsAnswerLost => Lose(Take(order, fate is Fate.FillsAnswerLost)),
                _ => new Placement.Accepted(Take(order, fate is Fate.Fills)),
            });
        }
    }

    /// <summary>The order is gone, as if it had never been.</summary>
    public void Forget(string clientId)
    {
        lock (_lock)
        {
            _orders.Remove(clientId);
        }
    }

    public OrderReport Fill(string clientId, decimal quantity)
    {
        lock (_lock)
        {
            return _orders[clientId] = Trade(_orders[clientId], quantity);
        }
    }

    public Task<Cancellation> CancelAsync(OrderReference order, CancellationToken cancellation)
    {
        lock (_lock)
        {
            OnCancel?.Invoke(order);
            if (LosesCancels)
            {
                return Task.FromResult<Cancellation>(new Cancellation.Unknown("reset"));
            }

            if (!_orders.TryGetValue(order.ClientOrderId.Text, out var found)
                || found.Status is not (ReportedStatus.Open or ReportedStatus.PartiallyFilled))
            {
                return Task.FromResult<Cancellation>(new Cancellation.NothingToCancel());
            }

            return Task.FromResult<Cancellation>(new Cancellation.Done(
                _orders[order.ClientOrderId.Text] = found with { Status = ReportedStatus.Cancelled }));
        }
    }

    public Task<OrderReport?> FindOrderAsync(OrderReference order, CancellationToken cancellation)
    {
        lock (_lock)
        {
            Answer();
            Asked++;
            OnFind?.Invoke();
            return Task.FromResult(_orders.GetValueOrDefault(order.ClientOrderId.Text));
        }
    }

    public Task<ImmutableArray<OrderReport>> GetOpenOrdersAsync(Symbol? symbol, CancellationToken cancellation) =>
        HidesOpenOrders || Answer(++Listed)
            ? throw new ExchangeException(new ExchangeError(ExchangeErrorKind.Unavailable, "HTTP 503", "Down."))
            : Task.FromResult<ImmutableArray<OrderReport>>(
            [.. Orders.Where(o => o.Status is ReportedStatus.Open or ReportedStatus.PartiallyFilled)]);

    public Task<ImmutableArray<ReportedFill>> GetOrderTradesAsync(
        Symbol symbol, string exchangeOrderId, CancellationToken cancellation)
    {
        lock (_lock)
        {
            return Task.FromResult<ImmutableArray<ReportedFill>>(
                [.. _trades.Where(trade => trade.ExchangeOrderId == exchangeOrderId)]);
        }
    }

    public Task<TradePage> GetTradesAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var all = _trades.Where(trade => trade.At >= since).ToList();
            var from = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
            var next = from + TradesAPage;
            return Task.FromResult(new TradePage(
                [.. all.Skip(from).Take(TradesAPage)],
                next < all.Count ? next.ToString(CultureInfo.InvariantCulture) : null));
        }
    }

    /// <summary>As its trades have made it, where it stands for a futures market.</summary>
    // No use-case that is tested on this fake asks for the next three.
    public Task<OrderPage> GetOrderHistoryAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ExchangeError?> CancelAllAsync(Symbol symbol, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<TradingFees> GetFeesAsync(Symbol symbol, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ImmutableArray<ExchangePosition>> GetPositionsAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            var net = _trades.Sum(trade =>
                trade.Side is OrderSide.Buy ? trade.Quantity.Value : -trade.Quantity.Value) + Untold;
            return Task.FromResult(net == 0
                ? []
                : ImmutableArray.Create(new ExchangePosition(
                    Btc, net, new Price(50_000), 5, MarginMode.Cross, null, 0)));
        }
    }

    public Task<AccountState> GetAccountAsync(CancellationToken cancellation)
    {
        OnAccount?.Invoke();
        Answer();
        return KeyError is { } error
            ? throw new ExchangeException(error)
            : Task.FromResult(new AccountState(true, Balances()) { Uid = Uid });
    }

    public Task<KeyPermissions?> FindKeyPermissionsAsync(CancellationToken cancellation) =>
        Task.FromResult(Permissions);

    public Task<ExchangeError?> TestAsync(
        ClientOrderId id, OrderTicket ticket, CancellationToken cancellation) => Task.FromResult<ExchangeError?>(null);

    public Task<SignedOrder> SignReplaceAsync(
        OrderReference cancel, ClientOrderId id, OrderTicket ticket, CancellationToken cancellation) =>
        throw new NotSupportedException("Not scripted.");

    public Task<Replacement> ReplaceAsync(SignedOrder order, CancellationToken cancellation) =>
        throw new NotSupportedException("Not scripted.");

    public Task<SignedOrder> SignOcoAsync(OcoPair pair, CancellationToken cancellation) =>
        throw new NotSupportedException("Not scripted.");

    public Task<OcoPlacement> PlaceOcoAsync(SignedOrder pair, CancellationToken cancellation) =>
        throw new NotSupportedException("Not scripted.");

    // False, or it throws.
    private bool Answer(int asked = 0) => Trouble is { } trouble && asked >= 0
        ? throw new ExchangeException(trouble)
        : false;

    private ImmutableArray<Balance> Balances()
    {
        lock (_lock)
        {
            var trades = KeepsBalances ? _trades : [];
            var paid = trades.Sum(t => (t.Side is OrderSide.Buy ? t.Quote : -t.Quote) + t.FeeAmount);
            var got = trades.Sum(t => t.Side is OrderSide.Buy ? t.Quantity.Value : -t.Quantity.Value);
            return [new Balance(Asset.Usdt, Usdt - paid, 0), new Balance(Btc.Base, got, 0)];
        }
    }

    private static Placement.Unknown Lose(OrderReport taken) => new("lost after " + taken.ExchangeOrderId);

    private OrderReport Take(SignedOrder order, bool fills)
    {
        var ticket = (OrderTicket)order.Wire;
        var id = (++_ids).ToString(CultureInfo.InvariantCulture);
        var report = new OrderReport(
            order.ClientOrderId, id, ticket.Symbol, ReportedStatus.Open, Quantity.Zero, 0, [], clock.GetUtcNow())
        {
            Ticket = ticket,
        };
        report = fills ? Trade(report, ticket.Quantity!.Value.Value) : report;
        return _orders[order.ClientOrderId.Text] = report;
    }

    private OrderReport Trade(OrderReport report, decimal quantity)
    {
        var ticket = report.Ticket!;
        var price = ticket.Price ?? new Price(50_000);
        var trade = new ReportedFill(
            (++_ids).ToString(CultureInfo.InvariantCulture), report.ExchangeOrderId, price, new Quantity(quantity),
            price.Value * quantity, Asset.Usdt, quantity / 100, ticket.Side, false, clock.GetUtcNow());
        _trades.Add(trade);
        var filled = report.FilledQuantity + trade.Quantity;
        return report with
        {
            FilledQuantity = filled,
            FilledQuote = report.FilledQuote + trade.Quote,
            Fills = report.Fills.Add(trade),
            Status = filled >= ticket.Quantity ? ReportedStatus.Filled : ReportedStatus.PartiallyFilled,
        };
    }
}
