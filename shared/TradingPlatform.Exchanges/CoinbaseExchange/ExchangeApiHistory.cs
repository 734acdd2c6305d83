using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.CoinbaseExchange;

/// <summary>
/// Follows the lists of the Exchange API to their end: the newest stands first, and the header <c>CB-AFTER</c> leads to
/// the older ones.
/// </summary>
internal sealed class ExchangeApiHistory(
    CoinbaseVenue venue, CoinbaseAccount account, Func<CallLane, CallLane> lane)
{
    private const int PageSize = 1000;

    /// <summary>Every order that works, of one pair where it is given.</summary>
    public async Task<ImmutableArray<OrderReport>> OpenAsync(Symbol? symbol, CancellationToken cancellation)
    {
        var query = "status=open&status=pending&status=active";
        if (symbol is { } one)
        {
            query += "&product_id=" + await venue.SpellAsync(one, cancellation);
        }

        return await OrdersAsync(query, static _ => true, cancellation);
    }

    /// <summary>All trades of an order, oldest first.</summary>
    public async Task<ImmutableArray<ReportedFill>> TradesOfAsync(
        Symbol symbol, string orderId, CancellationToken cancellation) =>
        await FillsAsync(
            symbol, "order_id=" + Uri.EscapeDataString(orderId), CallLane.Inquiry, static _ => true, cancellation);

    /// <summary>The trades of a pair since a moment, or after a cursor: the id of the last one that was seen.</summary>
    public async Task<TradePage> TradesSinceAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation)
    {
        var after = cursor is null ? (long?)null
            : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new ArgumentException("This is no cursor of a page of trades.", nameof(cursor));
        var fills = await FillsAsync(
            symbol, "product_id=" + await venue.SpellAsync(symbol, cancellation), CallLane.Other,
            fill => after is { } last ? ExchangeApiOrders.Number(fill.TradeId) > last : fill.At >= since,
            cancellation);
        return new TradePage(fills, fills.IsEmpty ? null : fills[^1].TradeId);
    }

    /// <summary>
    /// The orders of a pair since a moment, or after a cursor: the time of the last one that was seen.
    /// </summary>
    public async Task<OrderPage> OrdersSinceAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation)
    {
        var start = cursor is null ? since.UtcTicks - 1
            : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks
            : throw new ArgumentException("This is no cursor of a page of orders.", nameof(cursor));
        var query = "status=all&sortedBy=created_at&sorting=desc&product_id="
            + await venue.SpellAsync(symbol, cancellation);
        // An order's time is its end's where it has ended: one that began before may therefore be listed again.
        var orders = await OrdersAsync(query, order => order.At.UtcTicks > start, cancellation);
        var sorted = orders.OrderBy(order => order.At).ToImmutableArray();
        return new OrderPage(
            sorted,
            sorted.IsEmpty ? null : sorted[^1].At.UtcTicks.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<ImmutableArray<OrderReport>> OrdersAsync(
        string query, Func<OrderReport, bool> isWanted, CancellationToken cancellation)
    {
        var book = await venue.Rules.GetAnyAsync(cancellation);
        var orders = await FollowAsync(
            "/orders", query, account.Budget, CallLane.Other,
            body => ExchangeApiOrders.Orders(body, book.Pairs, venue.LeaveOut), isWanted, cancellation);
        foreach (var order in orders)
        {
            account.Known.Learn(order);
        }

        return orders;
    }

    private async Task<ImmutableArray<ReportedFill>> FillsAsync(
        Symbol symbol, string query, CallLane calls, Func<ReportedFill, bool> isWanted,
        CancellationToken cancellation)
    {
        var fills = await FollowAsync(
            "/fills", query, account.Fills, calls, body => ExchangeApiOrders.Fills(body, symbol), isWanted,
            cancellation);
        return
        [
            .. fills.DistinctBy(fill => fill.TradeId, StringComparer.Ordinal)
                .OrderBy(fill => ExchangeApiOrders.Number(fill.TradeId)),
        ];
    }

    /// <summary>Reads pages until one has something that is not wanted any more, or there are no more.</summary>
    private async Task<ImmutableArray<T>> FollowAsync<T>(
        string path, string query, RequestBudget budget, CallLane calls, BodyParser<ImmutableArray<T>> parse,
        Func<T, bool> isWanted, CancellationToken cancellation)
    {
        var all = ImmutableArray.CreateBuilder<T>();
        string? after = null;
        while (true)
        {
            string? next = null;
            void Hear(string name, HeaderStringValues values)
            {
                if (name.Equals("CB-AFTER", StringComparison.OrdinalIgnoreCase))
                {
                    next = values.ToString();
                }
            }

            var page = $"{query}&limit={PageSize}" + (after is null ? "" : "&after=" + Uri.EscapeDataString(after));
            using var answer = await account.CallAsync(
                budget, lane(calls), new WireCall(HttpMethod.Get, path, page) { Heard = Hear }, cancellation);
            var rows = venue.Parse(answer, parse);
            all.AddRange(rows.Where(isWanted));
            if (rows.IsEmpty || next is null or "" || next == after || !rows.All(isWanted))
            {
                return all.DrainToImmutable();
            }

            after = next;
        }
    }
}
