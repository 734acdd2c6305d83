using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Coinbase;

/// <summary>What an account of either of Coinbase's APIs does in the same way.</summary>
internal abstract class CoinbaseApi(CoinbaseVenue venue, CoinbaseAccount account, bool first) : IExchange
{
    public abstract IExchange InFirstLane { get; }

    public abstract ExchangeFeatures Features { get; }

    public ConnectionVitals Vitals => Venue.Transport.ReadVitals(Venue.Clock);

    protected CoinbaseVenue Venue { get; } = venue;

    protected CoinbaseAccount Account { get; } = account;

    protected bool First { get; } = first;

    public Task ProbeAsync(CancellationToken cancellation) => Venue.Clock.ProbeAsync(cancellation);

    public async Task<Instrument?> FindInstrumentAsync(Symbol symbol, CancellationToken cancellation) =>
        (await Venue.Rules.GetAsync(cancellation)).Instruments.GetValueOrDefault(symbol);

    public void ForgetInstruments() => Venue.Rules.Forget();

    public async Task<MarketQuote> GetQuoteAsync(Symbol symbol, CancellationToken cancellation)
    {
        // Asked first, so that only pairs that exist are kept.
        await Venue.SpellAsync(symbol, cancellation);
        return await Venue.Quotes.GetAsync(symbol, cancellation);
    }

    public async Task<IDisposable> WaitToSendAsync(CancellationToken cancellation)
    {
        // All that signing will need, so that signing itself waits for nothing.
        await Venue.Rules.GetAnyAsync(cancellation);
        var turn = await Account.Turns.WaitAsync(Lane(CallLane.NewOrder), null, cancellation);
        try
        {
            await Venue.Clock.EnsureAsync(cancellation);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    public abstract Task<SignedOrder> SignAsync(
        ClientOrderId id, OrderTicket ticket, CancellationToken cancellation);

    public abstract Task<Placement> PlaceAsync(SignedOrder order, CancellationToken cancellation);

    public abstract Task<ExchangeError?> TestAsync(
        ClientOrderId id, OrderTicket ticket, CancellationToken cancellation);

    public Task<SignedOrder> SignReplaceAsync(
        OrderReference cancel, ClientOrderId id, OrderTicket ticket, CancellationToken cancellation) =>
        throw Missing("cancel-replace");

    public Task<Replacement> ReplaceAsync(SignedOrder order, CancellationToken cancellation) =>
        throw Missing("cancel-replace");

    public Task<SignedOrder> SignOcoAsync(OcoPair pair, CancellationToken cancellation) =>
        throw Missing("one-cancels-other pairs");

    public Task<OcoPlacement> PlaceOcoAsync(SignedOrder pair, CancellationToken cancellation) =>
        throw Missing("one-cancels-other pairs");

    public abstract Task<Cancellation> CancelAsync(OrderReference order, CancellationToken cancellation);

    public abstract Task<OrderReport?> FindOrderAsync(OrderReference order, CancellationToken cancellation);

    public abstract Task<ImmutableArray<OrderReport>> GetOpenOrdersAsync(
        Symbol? symbol, CancellationToken cancellation);

    public abstract Task<ImmutableArray<ReportedFill>> GetOrderTradesAsync(
        Symbol symbol, string exchangeOrderId, CancellationToken cancellation);

    public abstract Task<TradePage> GetTradesAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation);

    public abstract Task<OrderPage> GetOrderHistoryAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation);

    public abstract Task<ExchangeError?> CancelAllAsync(Symbol symbol, CancellationToken cancellation);

    public abstract Task<TradingFees> GetFeesAsync(Symbol symbol, CancellationToken cancellation);

    public Task<ImmutableArray<ExchangePosition>> GetPositionsAsync(CancellationToken cancellation) =>
        Task.FromResult(ImmutableArray<ExchangePosition>.Empty);

    public abstract IAsyncEnumerable<UserEvent> ReadUserEventsAsync(CancellationToken cancellation);

    public abstract Task<AccountState> GetAccountAsync(CancellationToken cancellation);

    public abstract Task<KeyPermissions?> FindKeyPermissionsAsync(CancellationToken cancellation);

    protected CallLane Lane(CallLane lane) => First ? CallLane.Protect : lane;

    protected Task<WireAnswer> CallAsync(CallLane lane, WireCall call, CancellationToken cancellation) =>
        Account.CallAsync(Account.Budget, Lane(lane), call, cancellation);

    protected async Task<T> AskAsync<T>(
        string path, string? query, BodyParser<T> parse, CancellationToken cancellation)
    {
        using var answer = await CallAsync(
            CallLane.Other, new WireCall(HttpMethod.Get, path, query), cancellation);
        return Venue.Parse(answer, parse);
    }

    /// <summary>How an order ended whose cancel was taken: its end is in the exchange's books a moment later.</summary>
    /// <param name="look">One look; null while the books do not say.</param>
    /// <param name="cancellation">Ends the wait.</param>
    protected async Task<Cancellation> WaitForEndAsync(
        Func<Task<Cancellation?>> look, CancellationToken cancellation)
    {
        const int Looks = 4;
        var wait = TimeSpan.FromMilliseconds(50);
        for (var i = 0; i < Looks; i++, wait *= 3)
        {
            if (await look() is { } end)
            {
                return end;
            }

            await Task.Delay(wait, Venue.Time, cancellation);
        }

        return new Cancellation.Unknown("the exchange has not ended it yet");
    }

    /// <summary>The end that a report tells of; null where it tells of none.</summary>
    protected static Cancellation? EndOf(OrderReport? report) =>
        report is { Status: ReportedStatus.Cancelled or ReportedStatus.Filled or ReportedStatus.Expired }
            ? new Cancellation.Done(report)
            : null;

    /// <summary>What the exchange does not have is a clear refusal.</summary>
    protected static ExchangeException Missing(string what) => new(new ExchangeError(
        ExchangeErrorKind.InvalidRequest, "NOT_SUPPORTED", $"Coinbase has no {what} here."));
}
