using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>One Binance spot account over REST.</summary>
internal sealed class BinanceExchange : IExchange
{
    private readonly BinanceVenue _venue;
    private readonly BinanceAccount _account;
    private readonly BinanceSigner _signer;
    private readonly BinanceSending _sending;
    private readonly BinancePlacing _placing;
    private readonly BinanceHistory _history;
    private readonly bool _first;

    public BinanceExchange(BinanceVenue venue, BinanceAccount account, BinanceSigner signer, bool first = false)
    {
        (_venue, _account, _signer, _first) = (venue, account, signer, first);
        _sending = new BinanceSending(venue, account, signer);
        _placing = new BinancePlacing(venue, _sending, FindOrderAsync);
        _history = new BinanceHistory(venue, (weight, path, parameters, cancellation) => CallAsync(
            weight < 20 ? CallLane.Inquiry : CallLane.Other, weight, HttpMethod.Get, path, parameters, cancellation));
    }

    public ConnectionVitals Vitals => _venue.Transport.ReadVitals(_venue.Clock);

    public Task ProbeAsync(CancellationToken cancellation) => _venue.Clock.ProbeAsync(cancellation);

    public IExchange InFirstLane => _first ? this : new BinanceExchange(_venue, _account, _signer, first: true);

    // The test network cannot say what a key may do.
    public ExchangeFeatures Features =>
        ExchangeFeatures.TestOrder | ExchangeFeatures.Replace | ExchangeFeatures.Oco | ExchangeFeatures.UserStream
        | (_venue.Address == _venue.Options.Sandbox ? ExchangeFeatures.None : ExchangeFeatures.KeyPermissions);

    public async Task<Instrument?> FindInstrumentAsync(Symbol symbol, CancellationToken cancellation) =>
        (await _venue.Rules.GetAsync(cancellation)).Instruments.GetValueOrDefault(symbol);

    public void ForgetInstruments() => _venue.Rules.Forget();

    public async Task<MarketQuote> GetQuoteAsync(Symbol symbol, CancellationToken cancellation)
    {
        // Asked first, so that only pairs that exist are kept.
        await _venue.SpellAsync(symbol, cancellation);
        return await _venue.Quotes.GetAsync(symbol, cancellation);
    }

    public async Task<IDisposable> WaitToSendAsync(CancellationToken cancellation)
    {
        // All that signing will need, so that signing itself waits for nothing.
        var book = await _venue.Rules.GetAnyAsync(cancellation);
        var turn = await _account.WaitToSendAsync(book.OrderLimits, Lane(CallLane.NewOrder), cancellation);
        try
        {
            await _venue.Clock.EnsureAsync(cancellation);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    public async Task<SignedOrder> SignAsync(ClientOrderId id, OrderTicket ticket, CancellationToken cancellation)
    {
        var spelling = await PrepareAsync(ticket.Symbol, cancellation);
        var form = new FormWriter(stackalloc byte[BinanceOrderForm.MaxLength]);
        BinanceOrderForm.WriteTicket(ref form, spelling, id, ticket);
        return _sending.Sign(ref form, id, signed => new WireOrder.New(signed, ticket));
    }

    public Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation) =>
        _placing.PlaceAsync(order, (WireOrder.New)order.Wire, Lane(CallLane.NewOrder), cancellation);

    public async Task<ExchangeError?> TestAsync(
        ClientOrderId id, OrderTicket ticket, CancellationToken cancellation)
    {
        var spelling = await PrepareAsync(ticket.Symbol, cancellation);
        using var answer = await CallAsync(
            CallLane.Other, 1, HttpMethod.Post, "/api/v3/order/test", Query(spelling, id, ticket), cancellation);
        return answer.IsSuccess ? null : BinanceCalls.Error(answer);
    }

    public async Task<SignedOrder> SignReplaceAsync(
        OrderReference cancel, ClientOrderId id, OrderTicket ticket, CancellationToken cancellation)
    {
        var spelling = await PrepareAsync(ticket.Symbol, cancellation);
        var form = new FormWriter(stackalloc byte[BinanceOrderForm.MaxLength]);
        BinanceOrderForm.WriteTicket(ref form, spelling, id, ticket);
        BinanceOrderForm.WriteCancelFirst(ref form, cancel);
        return _sending.Sign(ref form, id, signed => new WireOrder.Replace(signed, ticket.Symbol));
    }

    public Task<Replacement> ReplaceAsync(SignedOrder order, CancellationToken cancellation) =>
        _placing.ReplaceAsync(order, (WireOrder.Replace)order.Wire, Lane(CallLane.NewOrder), cancellation);

    public async Task<SignedOrder> SignOcoAsync(OcoPair pair, CancellationToken cancellation)
    {
        var spelling = await PrepareAsync(pair.Symbol, cancellation);
        var form = new FormWriter(stackalloc byte[BinanceOrderForm.MaxLength]);
        BinanceOrderForm.WritePair(ref form, spelling, pair);
        return _sending.Sign(ref form, pair.LimitId, signed => new WireOrder.Oco(signed, pair));
    }

    public Task<OcoPlacement> PlaceOcoAsync(SignedOrder pair, CancellationToken cancellation) =>
        _placing.PlaceOcoAsync(pair, (WireOrder.Oco)pair.Wire, Lane(CallLane.NewOrder), cancellation);

    public async Task<Cancellation> CancelAsync(OrderReference order, CancellationToken cancellation)
    {
        try
        {
            using var answer = await CallAsync(
                CallLane.Protect, 1, HttpMethod.Delete, "/api/v3/order",
                await NameAsync(order, cancellation), cancellation);
            return CancelAnswer.Of(answer, order);
        }
        catch (ExchangeException failure)
        {
            return CancelAnswer.Without(failure.Error);
        }
    }

    public async Task<OrderReport?> FindOrderAsync(OrderReference order, CancellationToken cancellation)
    {
        using var answer = await CallAsync(
            CallLane.Inquiry, 4, HttpMethod.Get, "/api/v3/order", await NameAsync(order, cancellation), cancellation);
        return !answer.IsSuccess && BinanceCalls.Error(answer).Kind == ExchangeErrorKind.OrderNotFound
            ? null
            : BinanceCalls.Parse(answer, body => BinanceAnswers.Order(body, order.Symbol));
    }

    public async Task<ImmutableArray<OrderReport>> GetOpenOrdersAsync(
        Symbol? symbol, CancellationToken cancellation)
    {
        var query = symbol is { } one
            ? "symbol=" + Uri.EscapeDataString(await _venue.SpellAsync(one, cancellation))
            : "";
        using var answer = await CallAsync(
            CallLane.Other, symbol is null ? 80 : 6, HttpMethod.Get, "/api/v3/openOrders", query, cancellation);
        var book = await _venue.Rules.GetAnyAsync(cancellation);
        return BinanceCalls.Parse(answer, body => BinanceAnswers.Orders(body, book.Pairs, LeaveOut));
    }

    public Task<ImmutableArray<ReportedFill>> GetOrderTradesAsync(
        Symbol symbol, string exchangeOrderId, CancellationToken cancellation) =>
        _history.OfOrderAsync(symbol, exchangeOrderId, cancellation);

    public Task<TradePage> GetTradesAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation) =>
        _history.SinceAsync(symbol, since, cursor, cancellation);

    public Task<OrderPage> GetOrderHistoryAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation) =>
        _history.OrdersSinceAsync(symbol, since, cursor, cancellation);

    public async Task<ExchangeError?> CancelAllAsync(Symbol symbol, CancellationToken cancellation)
    {
        try
        {
            var spelling = Uri.EscapeDataString(await _venue.SpellAsync(symbol, cancellation));
            using var answer = await CallAsync(
                CallLane.Protect, 1, HttpMethod.Delete, "/api/v3/openOrders", "symbol=" + spelling, cancellation);
            return answer.IsSuccess || BinanceCalls.Error(answer) is { Kind: ExchangeErrorKind.OrderNotFound }
                ? null
                : BinanceCalls.Error(answer);
        }
        catch (ExchangeException failure)
        {
            return failure.Error;
        }
    }

    public async Task<TradingFees> GetFeesAsync(Symbol symbol, CancellationToken cancellation)
    {
        var spelling = Uri.EscapeDataString(await _venue.SpellAsync(symbol, cancellation));
        using var answer = await CallAsync(
            CallLane.Other, 20, HttpMethod.Get, "/api/v3/account/commission", "symbol=" + spelling, cancellation);
        return BinanceCalls.Parse(answer, CommissionAnswer.Read);
    }

    /// <summary>None: this is the spot market.</summary>
    public Task<ImmutableArray<ExchangePosition>> GetPositionsAsync(CancellationToken cancellation) =>
        Task.FromResult(ImmutableArray<ExchangePosition>.Empty);

    public IAsyncEnumerable<UserEvent> ReadUserEventsAsync(CancellationToken cancellation) =>
        _venue.UserStreams.ReadAsync(_account, _signer, cancellation);

    public async Task<AccountState> GetAccountAsync(CancellationToken cancellation)
    {
        using var answer = await CallAsync(
            CallLane.Other, 20, HttpMethod.Get, "/api/v3/account", "omitZeroBalances=true", cancellation);
        return BinanceCalls.Parse(answer, body => AccountAnswers.Account(body, LeaveOut));
    }

    public async Task<KeyPermissions?> FindKeyPermissionsAsync(CancellationToken cancellation)
    {
        using var answer = await CallAsync(
            CallLane.Other, 1, HttpMethod.Get, "/sapi/v1/account/apiRestrictions", "", cancellation);
        // The test network does not have it: 404, or a page for people.
        return answer.Status == 404 || (answer.IsSuccess && answer.Body.TrimStart(" \r\n\t"u8).StartsWith("<"u8))
            ? null
            : BinanceCalls.Parse(answer, AccountAnswers.Permissions);
    }

    private CallLane Lane(CallLane lane) => _first ? CallLane.Protect : lane;

    private Task<WireAnswer> CallAsync(
        CallLane lane, int weight, HttpMethod method, string path, string parameters, CancellationToken cancellation) =>
        _venue.Calls.SignedAsync(
            new SignedCall(Lane(lane), weight, method, path, parameters, _account, _signer), cancellation);

    /// <summary>All that signing needs; where <see cref="WaitToSendAsync"/> came before, it is there already.</summary>
    private async ValueTask<string> PrepareAsync(Symbol symbol, CancellationToken cancellation)
    {
        await _venue.Clock.EnsureAsync(cancellation);
        return await _venue.SpellAsync(symbol, cancellation);
    }

    private async ValueTask<string> NameAsync(OrderReference order, CancellationToken cancellation)
    {
        var symbol = Uri.EscapeDataString(await _venue.SpellAsync(order.Symbol, cancellation));
        return order.ExchangeOrderId is { } id
            ? $"symbol={symbol}&orderId={Uri.EscapeDataString(id)}"
            : $"symbol={symbol}&origClientOrderId={Uri.EscapeDataString(order.ClientOrderId.Text)}";
    }

    private static string Query(string spelling, ClientOrderId id, OrderTicket ticket)
    {
        var form = new FormWriter(stackalloc byte[BinanceOrderForm.MaxLength]);
        BinanceOrderForm.WriteTicket(ref form, spelling, id, ticket);
        return System.Text.Encoding.ASCII.GetString(form.Written);
    }

    private void LeaveOut(string spelling) => Log.LeftOut(_venue.Log, _venue.Address, spelling);
}
