using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Fleet;

/// <summary>An account of which nobody asks anything; a double says what it does serve.</summary>
internal abstract class UnservedExchange : IExchange
{
    public ExchangeFeatures Features => ExchangeFeatures.None;

    public ConnectionVitals Vitals => throw new NotSupportedException();

    public Task ProbeAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public virtual Task<Instrument?> FindInstrumentAsync(Symbol symbol, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public virtual void ForgetInstruments() => throw new NotSupportedException();

    public virtual Task<MarketQuote> GetQuoteAsync(Symbol symbol, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public virtual Task<IDisposable> WaitToSendAsync(CancellationToken cancellation) =>
        throw new NotSupportedException();

    public virtual Task<SignedOrder> SignAsync(
        ClientOrderId id, OrderTicket ticket, CancellationToken cancellation) => throw new NotSupportedException();

    public virtual Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation) =>
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

    public virtual Task<OrderReport?> FindOrderAsync(OrderReference order, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public virtual Task<ImmutableArray<OrderReport>> GetOpenOrdersAsync(
        Symbol? symbol, CancellationToken cancellation) => throw new NotSupportedException();

    public virtual IAsyncEnumerable<ImmutableArray<OrderReport>> ReadOpenOrdersAsync(CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task<ImmutableArray<ReportedFill>> GetOrderTradesAsync(
        Symbol symbol, string exchangeOrderId, CancellationToken cancellation) => throw new NotSupportedException();

    public virtual Task<TradePage> GetTradesAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation) =>
        throw new NotSupportedException();

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

    public virtual Task<AccountState> GetAccountAsync(CancellationToken cancellation) =>
        throw new NotSupportedException();

    public virtual Task<KeyPermissions?> FindKeyPermissionsAsync(CancellationToken cancellation) =>
        throw new NotSupportedException();
}
