using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;

namespace TradingPlatform.Core.Exchanges;

/// <summary>
/// One account at one exchange. Reads throw <see cref="ExchangeException"/>; whatever changes an order answers with a
/// value for each way it can end.
/// </summary>
/// <remarks>
/// Safe for many callers at once. An adapter keeps its exchange's clock, rate budget and rules itself; a call that
/// would break the budget waits for its lane (DESIGN.md, 'Resilience'), or fails as <c>RateLimited</c> before it is
/// sent.
/// </remarks>
public interface IExchange
{
    /// <summary>
    /// The same account, with every call in the rate budget's first lane: for the kill switch alone, whose listing of
    /// open orders must not wait behind those that merely poll.
    /// </summary>
    IExchange InFirstLane => this;

    /// <summary>How the way to it has fared of late. Makes no call.</summary>
    ConnectionVitals Vitals { get; }

    /// <summary>
    /// Asks the exchange for its time, so that <see cref="Vitals"/> are of now. Costs the least that a call can.
    /// </summary>
    Task ProbeAsync(CancellationToken cancellation);

    /// <summary>What it can do beyond placing, cancelling and reading.</summary>
    ExchangeFeatures Features { get; }

    /// <summary>The pair's rules, from a copy of at most an hour. Null where the exchange has no such pair.</summary>
    Task<Instrument?> FindInstrumentAsync(Symbol symbol, CancellationToken cancellation);

    /// <summary>
    /// Throws the copy of the rules away: the exchange refused by a rule that the copy does not have.
    /// </summary>
    void ForgetInstruments();

    /// <summary>The pair's best prices, from a copy of at most a second or two.</summary>
    Task<MarketQuote> GetQuoteAsync(Symbol symbol, CancellationToken cancellation);

    /// <summary>Waits for the account's turn to send an order, so that no signed order waits afterwards.</summary>
    /// <returns>To be disposed once the order's answer is in.</returns>
    Task<IDisposable> WaitToSendAsync(CancellationToken cancellation);

    /// <summary>Signs an order with the exchange's time as it is now. Sends nothing and waits for nothing.</summary>
    Task<SignedOrder> SignAsync(ClientOrderId id, OrderTicket ticket, CancellationToken cancellation);

    /// <summary>Sends a signed order, once. Never throws for what the exchange or the network does.</summary>
    Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation);

    /// <summary>Has the exchange check an order without taking it. Null where it would take it.</summary>
    Task<ExchangeError?> TestAsync(ClientOrderId id, OrderTicket ticket, CancellationToken cancellation);

    /// <summary>Signs a cancel of <paramref name="cancel"/> and a placing of another order in one call.</summary>
    /// <remarks>The first must be cancelled for the second to be placed.</remarks>
    Task<SignedOrder> SignReplaceAsync(
        OrderReference cancel, ClientOrderId id, OrderTicket ticket, CancellationToken cancellation);

    /// <summary>Sends what <see cref="SignReplaceAsync"/> signed, once.</summary>
    Task<Replacement> ReplaceAsync(SignedOrder order, CancellationToken cancellation);

    /// <summary>Signs a one-cancels-other pair: a limit order and a stop.</summary>
    Task<SignedOrder> SignOcoAsync(OcoPair pair, CancellationToken cancellation);

    /// <summary>Sends what <see cref="SignOcoAsync"/> signed, once. Accepted lists both legs' reports.</summary>
    Task<OcoPlacement> PlaceOcoAsync(SignedOrder pair, CancellationToken cancellation);

    /// <summary>Cancels an order.</summary>
    Task<Cancellation> CancelAsync(OrderReference order, CancellationToken cancellation);

    /// <summary>
    /// How an order stands. Null where the exchange says it knows none: that is no proof that it never will
    /// (<see cref="SignedOrder.AcceptableUntil"/>).
    /// </summary>
    Task<OrderReport?> FindOrderAsync(OrderReference order, CancellationToken cancellation);

    /// <summary>Every open order of the account, placed by whomever; of one pair where it is given.</summary>
    Task<ImmutableArray<OrderReport>> GetOpenOrdersAsync(Symbol? symbol, CancellationToken cancellation);

    /// <summary>
    /// Every open order of the account, placed by whomever, in pages of which none need be kept: for accounts with more
    /// of them than should be held at once. In no order; what changes while it is read may come twice or not at all.
    /// </summary>
    /// <remarks>One page of all, where the exchange lists them in one answer.</remarks>
    async IAsyncEnumerable<ImmutableArray<OrderReport>> ReadOpenOrdersAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await GetOpenOrdersAsync(null, cancellation);
    }

    /// <summary>The trades of one order, all of them.</summary>
    Task<ImmutableArray<ReportedFill>> GetOrderTradesAsync(
        Symbol symbol, string exchangeOrderId, CancellationToken cancellation);

    /// <summary>
    /// The account's trades in a pair since a moment, or after a cursor of an earlier page; oldest first, in pages.
    /// </summary>
    Task<TradePage> GetTradesAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation);

    /// <summary>
    /// The account's orders in a pair, open and ended, since a moment or after a cursor of an earlier page; oldest
    /// first, in pages.
    /// </summary>
    Task<OrderPage> GetOrderHistoryAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation);

    /// <summary>Cancels every open order of a pair, placed by whomever.</summary>
    /// <returns>
    /// Null where the exchange took the call. It may still hold some for a moment: only a listing proves that none is
    /// left.
    /// </returns>
    Task<ExchangeError?> CancelAllAsync(Symbol symbol, CancellationToken cancellation);

    /// <summary>What the account pays for trades in a pair.</summary>
    Task<TradingFees> GetFeesAsync(Symbol symbol, CancellationToken cancellation);

    /// <summary>The account's futures positions; none where it is no futures market.</summary>
    Task<ImmutableArray<ExchangePosition>> GetPositionsAsync(CancellationToken cancellation);

    /// <summary>
    /// Hears of the account's changes until cancelled: connects, subscribes, and after any loss does so again, with
    /// backoff and jitter, and before the exchange's own 24-hour cut. Ends only by <paramref name="cancellation"/>.
    /// </summary>
    IAsyncEnumerable<UserEvent> ReadUserEventsAsync(CancellationToken cancellation);

    /// <summary>The account's standing and balances.</summary>
    Task<AccountState> GetAccountAsync(CancellationToken cancellation);

    /// <summary>What the key may do. Null where the exchange has no way to say (a test network).</summary>
    Task<KeyPermissions?> FindKeyPermissionsAsync(CancellationToken cancellation);
}

/// <summary>Names an order to its exchange.</summary>
/// <param name="Symbol">Its pair.</param>
/// <param name="ClientOrderId">Our id for it.</param>
/// <param name="ExchangeOrderId">Theirs, where we know it: looked up faster, and never ambiguous.</param>
public sealed record OrderReference(Symbol Symbol, ClientOrderId ClientOrderId, string? ExchangeOrderId = null);

/// <summary>A limit order and a stop on one side, of which one cancels the other.</summary>
/// <param name="Symbol">The pair.</param>
/// <param name="Side">Of both.</param>
/// <param name="Quantity">Of each.</param>
/// <param name="LimitId">The limit leg's client order id.</param>
/// <param name="LimitPrice">Where it takes profit.</param>
/// <param name="StopId">The stop leg's client order id.</param>
/// <param name="StopPrice">Where it wakes.</param>
/// <param name="StopLimitPrice">At what price it then rests; null for at market.</param>
public sealed record OcoPair(
    Symbol Symbol, OrderSide Side, Quantity Quantity, ClientOrderId LimitId, Price LimitPrice,
    ClientOrderId StopId, Price StopPrice, Price? StopLimitPrice);

/// <summary>How sending a pair ended; as <see cref="Placement"/>.</summary>
public abstract record OcoPlacement
{
    private OcoPlacement()
    {
    }

    /// <summary>Both legs are at the exchange.</summary>
    public sealed record Accepted(OrderReport Limit, OrderReport Stop) : OcoPlacement;

    /// <summary>Neither is.</summary>
    public sealed record Rejected(ExchangeError Error) : OcoPlacement;

    /// <summary>Not known.</summary>
    public sealed record Unknown(string Why) : OcoPlacement;
}
