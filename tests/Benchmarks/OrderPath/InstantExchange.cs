using System.Collections.Immutable;
using TradingPlatform.Benchmarks.Micro;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Benchmarks.OrderPath;

/// <summary>An exchange that takes every order at once, so that none of the time is its.</summary>
internal sealed class InstantExchange : IExchangeConnector, IExchange, IPaperExchange, IDisposable
{
    private static readonly Task<Instrument?> Instrument = Task.FromResult<Instrument?>(Samples.Instrument);
    private static readonly Task<MarketQuote> Quote = Task.FromResult(Samples.Quote);
    private long _lastId;

    public ExchangeId Exchange => ExchangeId.Binance;

    public Uri DefaultAddress(TradingMode mode, ExchangeCredentials? credentials) => new("http://127.0.0.1");

    public IExchange Connect(ExchangeCredentials credentials, TradingMode mode, Uri address) => this;

    public Task<ExchangeCredentials> OpenAccountAsync(CancellationToken cancellation) => Task.FromResult(
        new ExchangeCredentials(new Core.Secrets.Secret("public"), new Core.Secrets.Secret("secret"), null));

    public Task<ExchangeCredentials> AddKeyAsync(
        ExchangeCredentials current, CancellationToken cancellation) => OpenAccountAsync(cancellation);

    public Task<Instrument?> FindInstrumentAsync(Symbol symbol, CancellationToken cancellation) => Instrument;

    public Task<MarketQuote> GetQuoteAsync(Symbol symbol, CancellationToken cancellation) => Quote;

    public Task<IDisposable> WaitToSendAsync(CancellationToken cancellation) => Task.FromResult<IDisposable>(this);

    public Task<SignedOrder> SignAsync(ClientOrderId id, OrderTicket ticket, CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Task.FromResult(new SignedOrder(id, now, now.AddSeconds(10), ticket));
    }

    public Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation) =>
        Task.FromResult<Placement>(new Placement.Accepted(new OrderReport(
            order.ClientOrderId, Interlocked.Increment(ref _lastId).ToString(null, null), Samples.Symbol,
            ReportedStatus.Open, Quantity.Zero, 0, [], order.SignedAt)));

    public Task<AccountState> GetAccountAsync(CancellationToken cancellation) => Task.FromResult(
        new AccountState(true, [new Balance(Asset.Usdt, 1_000_000_000m, 0)]));

    public Task<KeyPermissions?> FindKeyPermissionsAsync(CancellationToken cancellation) =>
        Task.FromResult<KeyPermissions?>(new KeyPermissions(true, true, false, true, null));

    public void ForgetInstruments()
    {
        // There is no copy of them.
    }

    public void Dispose()
    {
        // A turn to send is given back: there are as many as are wanted.
    }

    // Nothing below is on the path that is measured.
    public ExchangeFeatures Features => ExchangeFeatures.None;

    public ConnectionVitals Vitals => throw new NotSupportedException();

    public IMarketData OpenMarket(Uri address) => throw new NotSupportedException();

    public Task ProbeAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public Task<OrderPage> GetOrderHistoryAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ExchangeError?> CancelAllAsync(Symbol symbol, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<TradingFees> GetFeesAsync(Symbol symbol, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ImmutableArray<ExchangePosition>> GetPositionsAsync(CancellationToken cancellation) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<UserEvent> ReadUserEventsAsync(CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ExchangeError?> TestAsync(ClientOrderId id, OrderTicket ticket, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<SignedOrder> SignReplaceAsync(
        OrderReference cancel, ClientOrderId id, OrderTicket ticket, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<Replacement> ReplaceAsync(SignedOrder order, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<SignedOrder> SignOcoAsync(OcoPair pair, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<OcoPlacement> PlaceOcoAsync(SignedOrder pair, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<Cancellation> CancelAsync(OrderReference order, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<OrderReport?> FindOrderAsync(OrderReference order, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ImmutableArray<OrderReport>> GetOpenOrdersAsync(Symbol? symbol, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ImmutableArray<ReportedFill>> GetOrderTradesAsync(
        Symbol symbol, string exchangeOrderId, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<TradePage> GetTradesAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
