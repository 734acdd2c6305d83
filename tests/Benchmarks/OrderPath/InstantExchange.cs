using TradingPlatform.Benchmarks.Micro;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Fleet;

namespace TradingPlatform.Benchmarks.OrderPath;

/// <summary>An exchange that takes every order at once, so that none of the time is its.</summary>
internal sealed class InstantExchange : UnservedExchange, IExchangeConnector, IPaperExchange, IDisposable
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

    public override Task<Instrument?> FindInstrumentAsync(Symbol symbol, CancellationToken cancellation) => Instrument;

    public override Task<MarketQuote> GetQuoteAsync(Symbol symbol, CancellationToken cancellation) => Quote;

    public override Task<IDisposable> WaitToSendAsync(CancellationToken cancellation) => Task.FromResult<IDisposable>(this);

    public override Task<SignedOrder> SignAsync(ClientOrderId id, OrderTicket ticket, CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Task.FromResult(new SignedOrder(id, now, now.AddSeconds(10), ticket));
    }

    public override Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation) =>
        Task.FromResult<Placement>(new Placement.Accepted(new OrderReport(
            order.ClientOrderId, Interlocked.Increment(ref _lastId).ToString(null, null), Samples.Symbol,
            ReportedStatus.Open, Quantity.Zero, 0, [], order.SignedAt)));

    public override Task<AccountState> GetAccountAsync(CancellationToken cancellation) => Task.FromResult(
        new AccountState(true, [new Balance(Asset.Usdt, 1_000_000_000m, 0)]));

    public override Task<KeyPermissions?> FindKeyPermissionsAsync(CancellationToken cancellation) =>
        Task.FromResult<KeyPermissions?>(new KeyPermissions(true, true, false, true, null));

    public override void ForgetInstruments()
    {
        // There is no copy of them.
    }

    public void Dispose()
    {
        // A turn to send is given back: there are as many as are wanted.
    }

    public IMarketData OpenMarket(Uri address) => throw new NotSupportedException();
}
