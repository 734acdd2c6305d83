using System.Collections.Immutable;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;

namespace TradingPlatform.Exchanges.Binance;

/// <summary>The account's past: <c>GET /api/v3/myTrades</c> and <c>GET /api/v3/allOrders</c>.</summary>
internal sealed class BinanceHistory
{
    private const int WeightByOrder = 5;
    private const int Weight = 20;

    private readonly BinanceVenue _venue;
    private readonly Func<int, string, string, CancellationToken, Task<WireAnswer>> _ask;
    private readonly BinancePages<ReportedFill> _trades;
    private readonly BinancePages<ReportedFill> _tradesOfOrder;
    private readonly BinancePages<OrderReport> _orders;

    /// <param name="venue">Spells the pairs.</param>
    /// <param name="ask">Calls with a weight, a path and parameters.</param>
    public BinanceHistory(
        BinanceVenue venue, Func<int, string, string, CancellationToken, Task<WireAnswer>> ask)
    {
        (_venue, _ask) = (venue, ask);
        _trades = Trades(Weight);
        _tradesOfOrder = Trades(WeightByOrder);
        _orders = new BinancePages<OrderReport>(
            venue, "orderId", static order => order.ExchangeOrderId,
            (symbol, parameters, cancellation) => ReadAsync(
                Weight, "/api/v3/allOrders", symbol, parameters, BinanceAnswers.OrdersOf, cancellation));
    }

    public Task<ImmutableArray<ReportedFill>> OfOrderAsync(
        Symbol symbol, string orderId, CancellationToken cancellation) =>
        _tradesOfOrder.AllAsync(symbol, "&orderId=" + Uri.EscapeDataString(orderId), cancellation);

    public async Task<TradePage> SinceAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation)
    {
        var (trades, next) = await _trades.SinceAsync(symbol, since, cursor, cancellation);
        return new TradePage(trades, next);
    }

    public async Task<OrderPage> OrdersSinceAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation)
    {
        var (orders, next) = await _orders.SinceAsync(symbol, since, cursor, cancellation);
        return new OrderPage(orders, next);
    }

    private BinancePages<ReportedFill> Trades(int weight) => new(
        _venue, "fromId", static trade => trade.TradeId,
        (symbol, parameters, cancellation) => ReadAsync(
            weight, "/api/v3/myTrades", symbol, parameters, BinanceAnswers.Trades, cancellation));

    private async Task<T> ReadAsync<T>(
        int weight, string path, Symbol symbol, string parameters, PairParser<T> parse,
        CancellationToken cancellation)
    {
        var spelling = await _venue.SpellAsync(symbol, cancellation);
        using var answer = await _ask(
            weight, path, $"symbol={Uri.EscapeDataString(spelling)}{parameters}&limit=1000", cancellation);
        return BinanceCalls.Parse(answer, body => parse(body, symbol));
    }

    private delegate T PairParser<out T>(ReadOnlySpan<byte> body, Symbol symbol);
}
