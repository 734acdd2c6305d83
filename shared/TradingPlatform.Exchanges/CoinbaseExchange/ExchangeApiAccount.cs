using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>One account of the Exchange API.</summary>
internal sealed class ExchangeApiAccount : CoinbaseApi
{
    // The exchange takes a request for so long after its timestamp, and its queries lag behind it (FACTS.md E5).
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(5);

    private readonly ExchangeApiSigner _signer;
    private readonly ExchangeApiHistory _history;
    private readonly ExchangeApiFeed _feed;

    public ExchangeApiAccount(
        CoinbaseVenue venue, CoinbaseAccount account, ExchangeApiSigner signer, ExchangeApiFeed feed,
        bool first = false)
        : base(venue, account, first)
    {
        (_signer, _feed) = (signer, feed);
        _history = new ExchangeApiHistory(venue, account, Lane);
    }

    public override IExchange InFirstLane =>
        First ? this : new ExchangeApiAccount(Venue, Account, _signer, _feed, first: true);

    public override ExchangeFeatures Features => ExchangeFeatures.UserStream;

    public override async Task<SignedOrder> SignAsync(
        ClientOrderId id, OrderTicket ticket, CancellationToken cancellation)
    {
        var spelling = await Venue.SpellAsync(ticket.Symbol, cancellation);
        await Venue.Clock.EnsureAsync(cancellation);
        if (!Venue.Clock.TryNow(out var now))
        {
            throw new ExchangeException(CoinbaseVenue.ClockUnknown);
        }

        var call = new WireCall(
            HttpMethod.Post, "/orders", null, ExchangeApiOrderBody.Write(spelling, id, ticket));
        return new SignedOrder(
            id, DateTimeOffset.FromUnixTimeMilliseconds(now.Milliseconds),
            Venue.Time.GetUtcNow() + now.Ahead + Window + Lag,
            new CoinbaseWireOrder(CoinbaseVenue.Dress(_signer.Sign(call, now)), ticket));
    }

    public override async Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation)
    {
        var wire = (CoinbaseWireOrder)order.Wire;
        var sent = await Venue.Orders.SendAsync(
            wire.TakeCall, () => Account.Turns.TakePlace(Lane(CallLane.NewOrder)), Account.Budget.Return,
            cancellation);
        using var answer = sent.Answer;
        var placement = ExchangeApiPlacing.Judge(order, wire.Ticket, sent);
        ExchangeApiPlacing.Record(placement, order, Venue, Account);
        return placement;
    }

    public override Task<ExchangeError?> TestAsync(
        ClientOrderId id, OrderTicket ticket, CancellationToken cancellation) => throw Missing("test orders");

    public override async Task<Cancellation> CancelAsync(OrderReference order, CancellationToken cancellation)
    {
        try
        {
            var path = "/orders/" + Name(order);
            using var answer = await CallAsync(
                CallLane.Protect, new WireCall(
                    HttpMethod.Delete, path, "product_id=" + await Venue.SpellAsync(order.Symbol, cancellation)),
                cancellation);
            return answer.IsSuccess
                ? await EndedAsync(order, cancellation)
                : ExchangeApiPlacing.NotCancelled(ExchangeApiErrors.Of(answer));
        }
        catch (ExchangeException failure)
        {
            return ExchangeApiPlacing.NotCancelled(failure.Error);
        }
    }

    public override async Task<OrderReport?> FindOrderAsync(
        OrderReference order, CancellationToken cancellation)
    {
        var found = await LookAsync(order, cancellation);
        if (found is not null || order.ExchangeOrderId is not { } id || !IsPastLag(id))
        {
            return found;
        }

        // The exchange has named this order before, and now knows it no more: it was cancelled, and nothing of it is
        // filled (FACTS.md E3, 'not found is not never was'). A fill would prove otherwise.
        var fills = await GetOrderTradesAsync(order.Symbol, id, cancellation);
        return fills.IsEmpty ? Gone(order, id) : null;
    }

    public override Task<ImmutableArray<OrderReport>> GetOpenOrdersAsync(
        Symbol? symbol, CancellationToken cancellation) => _history.OpenAsync(symbol, cancellation);

    public override Task<ImmutableArray<ReportedFill>> GetOrderTradesAsync(
        Symbol symbol, string exchangeOrderId, CancellationToken cancellation) =>
        _history.TradesOfAsync(symbol, exchangeOrderId, cancellation);

    public override Task<TradePage> GetTradesAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation) =>
        _history.TradesSinceAsync(symbol, since, cursor, cancellation);

    public override Task<OrderPage> GetOrderHistoryAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation) =>
        _history.OrdersSinceAsync(symbol, since, cursor, cancellation);

    public override async Task<ExchangeError?> CancelAllAsync(Symbol symbol, CancellationToken cancellation)
    {
        var query = "product_id=" + await Venue.SpellAsync(symbol, cancellation);
        using var answer = await CallAsync(
            CallLane.Protect, new WireCall(HttpMethod.Delete, "/orders", query), cancellation);
        return answer.IsSuccess ? null : ExchangeApiErrors.Of(answer);
    }

    public override Task<TradingFees> GetFeesAsync(Symbol symbol, CancellationToken cancellation) =>
        AskAsync("/fees", null, ExchangeApiAnswers.Fees, cancellation);

    public override IAsyncEnumerable<UserEvent> ReadUserEventsAsync(CancellationToken cancellation) =>
        _feed.ReadUserAsync(_signer, Account, LookAsync, cancellation);

    public override Task<AccountState> GetAccountAsync(CancellationToken cancellation) =>
        AskAsync("/accounts", null, body => ExchangeApiAnswers.Account(body, Venue.LeaveOut), cancellation);

    /// <summary>This API tells nobody what a key may do.</summary>
    public override Task<KeyPermissions?> FindKeyPermissionsAsync(CancellationToken cancellation) =>
        Task.FromResult<KeyPermissions?>(null);

    private static string Name(OrderReference order) => order.ExchangeOrderId is { } id
        ? Uri.EscapeDataString(id)
        : "client:" + order.ClientOrderId.Text;

    private static OrderReport Gone(OrderReference order, string id) => new(
        order.ClientOrderId, id, order.Symbol, ReportedStatus.Cancelled, Quantity.Zero, 0, [],
        DateTimeOffset.UnixEpoch)
    {
        Reason = "cancelled",
    };

    /// <summary>As the exchange says. Null for 404.</summary>
    private async Task<OrderReport?> LookAsync(OrderReference order, CancellationToken cancellation)
    {
        using var answer = await CallAsync(
            CallLane.Inquiry, new WireCall(HttpMethod.Get, "/orders/" + Name(order)), cancellation);
        if (!answer.IsSuccess && ExchangeApiErrors.Of(answer).Kind == ExchangeErrorKind.OrderNotFound)
        {
            return null;
        }

        ClientOrderId? askedBy = order.ExchangeOrderId is null ? order.ClientOrderId : null;
        var report = Venue.Parse(answer, body => ExchangeApiOrders.Order(body, order.Symbol, askedBy));
        Account.Known.Learn(report);
        return report;
    }

    /// <summary>
    /// How an order stands whose cancel was taken: its end is in the books a moment later, or, where nothing of it was
    /// filled, it is gone from them.
    /// </summary>
    private Task<Cancellation> EndedAsync(OrderReference order, CancellationToken cancellation) => WaitForEndAsync(
        async () => await LookAsync(order, cancellation) is { } report
            ? EndOf(report)
            // Whether it had an id there matters only to who has asked by ours.
            : order.ExchangeOrderId is { } id
                ? new Cancellation.Done(Gone(order, id))
                : new Cancellation.NothingToCancel(),
        cancellation);

    // An order that was just acknowledged may not be in its books yet. Before this process began, it may have been.
    private bool IsPastLag(string id) =>
        (Account.Known.Age(id) ?? Venue.Time.GetElapsedTime(Venue.StartedAt)) > Lag;
}
