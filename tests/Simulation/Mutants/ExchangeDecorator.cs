using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Simulation.Mutants;

/// <summary>An account at an exchange as it is; whoever derives from it changes one thing of it.</summary>
internal abstract class ExchangeDecorator(IExchange exchange) : IExchange
{
    public virtual IExchange InFirstLane => Exchange.InFirstLane;

    public ExchangeFeatures Features => Exchange.Features;

    public ConnectionVitals Vitals => Exchange.Vitals;

    protected IExchange Exchange { get; } = exchange;

    public Task ProbeAsync(CancellationToken cancellation) => Exchange.ProbeAsync(cancellation);

    public Task<Instrument?> FindInstrumentAsync(Symbol symbol, CancellationToken cancellation) =>
        Exchange.FindInstrumentAsync(symbol, cancellation);

    public void ForgetInstruments() => Exchange.ForgetInstruments();

    public Task<MarketQuote> GetQuoteAsync(Symbol symbol, CancellationToken cancellation) =>
        Exchange.GetQuoteAsync(symbol, cancellation);

    public Task<IDisposable> WaitToSendAsync(CancellationToken cancellation) => Exchange.WaitToSendAsync(cancellation);

    public virtual Task<SignedOrder> SignAsync(
        ClientOrderId id, OrderTicket ticket, CancellationToken cancellation) =>
        Exchange.SignAsync(id, ticket, cancellation);

    public virtual Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation) =>
        Exchange.PlaceAsync(order, cancellation);

    public Task<ExchangeError?> TestAsync(ClientOrderId id, OrderTicket ticket, CancellationToken cancellation) =>
        Exchange.TestAsync(id, ticket, cancellation);

    public virtual Task<SignedOrder> SignReplaceAsync(
        OrderReference cancel, ClientOrderId id, OrderTicket ticket, CancellationToken cancellation) =>
        Exchange.SignReplaceAsync(cancel, id, ticket, cancellation);

    public Task<Replacement> ReplaceAsync(SignedOrder order, CancellationToken cancellation) =>
        Exchange.ReplaceAsync(order, cancellation);

    public virtual Task<SignedOrder> SignOcoAsync(OcoPair pair, CancellationToken cancellation) =>
        Exchange.SignOcoAsync(pair, cancellation);

    public Task<OcoPlacement> PlaceOcoAsync(SignedOrder pair, CancellationToken cancellation) =>
        Exchange.PlaceOcoAsync(pair, cancellation);

    public Task<Cancellation> CancelAsync(OrderReference order, CancellationToken cancellation) =>
        Exchange.CancelAsync(order, cancellation);

    public virtual Task<OrderReport?> FindOrderAsync(OrderReference order, CancellationToken cancellation) =>
        Exchange.FindOrderAsync(order, cancellation);

    public virtual Task<ImmutableArray<OrderReport>> GetOpenOrdersAsync(Symbol? symbol, CancellationToken cancellation) =>
        Exchange.GetOpenOrdersAsync(symbol, cancellation);

    public virtual Task<ImmutableArray<ReportedFill>> GetOrderTradesAsync(
        Symbol symbol, string exchangeOrderId, CancellationToken cancellation) =>
        Exchange.GetOrderTradesAsync(symbol, exchangeOrderId, cancellation);

    public virtual Task<TradePage> GetTradesAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation) =>
        Exchange.GetTradesAsync(symbol, since, cursor, cancellation);

    public Task<OrderPage> GetOrderHistoryAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation) =>
        Exchange.GetOrderHistoryAsync(symbol, since, cursor, cancellation);

    public Task<ExchangeError?> CancelAllAsync(Symbol symbol, CancellationToken cancellation) =>
        Exchange.CancelAllAsync(symbol, cancellation);

    public Task<TradingFees> GetFeesAsync(Symbol symbol, CancellationToken cancellation) =>
        Exchange.GetFeesAsync(symbol, cancellation);

    public Task<ImmutableArray<ExchangePosition>> GetPositionsAsync(CancellationToken cancellation) =>
        Exchange.GetPositionsAsync(cancellation);

    public virtual IAsyncEnumerable<UserEvent> ReadUserEventsAsync(CancellationToken cancellation) =>
        Exchange.ReadUserEventsAsync(cancellation);

    public Task<AccountState> GetAccountAsync(CancellationToken cancellation) => Exchange.GetAccountAsync(cancellation);

    public Task<KeyPermissions?> FindKeyPermissionsAsync(CancellationToken cancellation) =>
        Exchange.FindKeyPermissionsAsync(cancellation);
}

/// <summary>Puts a decorator over every account that is opened.</summary>
internal sealed class ConnectorDecorator(
    IExchangeConnector connector, Func<IExchange, ExchangeCredentials, IExchange> over)
    : IExchangeConnector
{
    public ExchangeId Exchange => connector.Exchange;

    public Uri DefaultAddress(TradingMode mode, ExchangeCredentials? credentials) =>
        connector.DefaultAddress(mode, credentials);

    public IExchange Connect(ExchangeCredentials credentials, TradingMode mode, Uri address) =>
        over(connector.Connect(credentials, mode, address), credentials);

    public IMarketData OpenMarket(Uri address) => connector.OpenMarket(address);
}

/// <summary>A mutant of what the adapter says.</summary>
internal abstract class ExchangeMutant : Mutant
{
    public sealed override IExchangeConnector Over(
        IExchangeConnector connector, Kernel.World world, TimeProvider clock) =>
        new ConnectorDecorator(connector, (exchange, _) => Over(exchange, clock));

    protected abstract IExchange Over(IExchange exchange, TimeProvider clock);
}
