using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>One account of Advanced Trade.</summary>
internal sealed class AdvancedAccount : CoinbaseApi
{
    private const string Root = AdvancedDialect.Root;

    // What the exchange may take after it has let a token in, and what its queries lag.
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(15);

    private readonly AdvancedSigner _signer;
    private readonly AdvancedPlacing _placing;
    private readonly AdvancedHistory _history;
    private readonly AdvancedFeed _feed;

    public AdvancedAccount(
        CoinbaseVenue venue, CoinbaseAccount account, AdvancedSigner signer, AdvancedFeed feed, bool first = false)
        : base(venue, account, first)
    {
        (_signer, _feed) = (signer, feed);
        _history = new AdvancedHistory(venue, account, Lane);
        _placing = new AdvancedPlacing(venue, account, _history);
    }

    public override IExchange InFirstLane =>
        First ? this : new AdvancedAccount(Venue, Account, _signer, _feed, first: true);

    public override ExchangeFeatures Features =>
        ExchangeFeatures.TestOrder | ExchangeFeatures.KeyPermissions | ExchangeFeatures.UserStream;

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
            HttpMethod.Post, Root + "/orders", null, AdvancedOrderBody.Write(spelling, id, ticket));
        var at = DateTimeOffset.FromUnixTimeMilliseconds(now.Milliseconds);
        return new SignedOrder(
            id, at, Venue.Time.GetUtcNow() + now.Ahead + (_signer.Expiry(now) - at) + Lag,
            new CoinbaseWireOrder(CoinbaseVenue.Dress(_signer.Sign(call, now)), ticket));
    }

    public override Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation) =>
        _placing.PlaceAsync(order, Lane(CallLane.NewOrder), cancellation);

    public override async Task<ExchangeError?> TestAsync(
        ClientOrderId id, OrderTicket ticket, CancellationToken cancellation)
    {
        var body = AdvancedOrderBody.Write(await Venue.SpellAsync(ticket.Symbol, cancellation), null, ticket);
        using var answer = await CallAsync(
            CallLane.Other, new WireCall(HttpMethod.Post, Root + "/orders/preview", null, body), cancellation);
        return answer.IsSuccess
            ? Venue.Parse(answer, AdvancedAnswers.Preview)
            : AdvancedErrors.Of(answer);
    }

    public override async Task<Cancellation> CancelAsync(OrderReference order, CancellationToken cancellation)
    {
        try
        {
            // Only the exchange's own id names an order to it.
            var id = order.ExchangeOrderId ?? (await FindOrderAsync(order, cancellation))?.ExchangeOrderId;
            if (id is null)
            {
                return new Cancellation.NothingToCancel();
            }

            using var answer = await CancelAsync([id], cancellation);
            if (!answer.IsSuccess)
            {
                return AdvancedPlacing.NotCancelled(AdvancedErrors.Of(answer));
            }

            return Venue.Parse(answer, AdvancedAnswers.Cancelled).GetValueOrDefault(id) is { } error
                ? AdvancedPlacing.NotCancelled(error)
                : await WaitForEndAsync(
                    async () => EndOf(await _history.FindAsync(
                        order with { ExchangeOrderId = id }, cancellation)),
                    cancellation);
        }
        catch (ExchangeException failure)
        {
            return AdvancedPlacing.NotCancelled(failure.Error);
        }
    }

    public override Task<OrderReport?> FindOrderAsync(OrderReference order, CancellationToken cancellation) =>
        _history.FindAsync(order, cancellation);

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
        const int MostAtOnce = 100;
        var open = await _history.OpenAsync(symbol, cancellation);
        foreach (var some in open.Select(order => order.ExchangeOrderId).Chunk(MostAtOnce))
        {
            using var answer = await CancelAsync(some, cancellation);
            var refused = answer.IsSuccess
                ? Venue.Parse(answer, AdvancedAnswers.Cancelled).Values
                    .FirstOrDefault(error => error is { Kind: not ExchangeErrorKind.OrderNotFound })
                : AdvancedErrors.Of(answer);
            if (refused is not null)
            {
                return refused;
            }
        }

        return null;
    }

    public override Task<TradingFees> GetFeesAsync(Symbol symbol, CancellationToken cancellation) =>
        AskAsync(Root + "/transaction_summary", null, AdvancedAnswers.Fees, cancellation);

    public override IAsyncEnumerable<UserEvent> ReadUserEventsAsync(CancellationToken cancellation) =>
        _feed.ReadUserAsync(_signer, Account, cancellation);

    public override async Task<AccountState> GetAccountAsync(CancellationToken cancellation)
    {
        var sums = new BalanceSums(Venue.LeaveOut);
        string? cursor = null;
        do
        {
            var query = "limit=250" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor));
            cursor = await AskAsync(
                Root + "/accounts", query, body => AdvancedAnswers.Accounts(body, sums), cancellation);
        }
        while (cursor is not null);

        // Whether it may trade is said of the key alone.
        return new AccountState(true, sums.ToBalances());
    }

    public override async Task<KeyPermissions?> FindKeyPermissionsAsync(CancellationToken cancellation) =>
        await AskAsync(Root + "/key_permissions", null, AdvancedAnswers.Permissions, cancellation);

    private Task<WireAnswer> CancelAsync(IEnumerable<string> ids, CancellationToken cancellation) => CallAsync(
        CallLane.Protect,
        new WireCall(HttpMethod.Post, Root + "/orders/batch_cancel", null, AdvancedAnswers.CancelBody(ids)),
        cancellation);
}
