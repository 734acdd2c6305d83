using System.Collections.Immutable;
using System.Globalization;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Coinbase;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.CoinbaseAdvanced;

/// <summary>Follows the lists of Advanced Trade to their end: the newest stands first, a cursor leads on.</summary>
internal sealed class AdvancedHistory(
    CoinbaseVenue venue, CoinbaseAccount account, Func<CallLane, CallLane> lane)
{
    private const string Orders = AdvancedDialect.Root + "/orders/historical/";
    private const string Batch = Orders + "batch";

    // An order of ours that is asked about by our id alone was sent minutes ago; what rests is found however old.
    private static readonly TimeSpan LooksBack = TimeSpan.FromDays(7);

    /// <summary>
    /// How an order stands. It can be asked for by the exchange's id; by ours it is looked for among the orders that
    /// rest, and then among all of the last days. Null where the exchange has none.
    /// </summary>
    public async Task<OrderReport?> FindAsync(OrderReference order, CancellationToken cancellation)
    {
        if (order.ExchangeOrderId is not { } id)
        {
            bool IsIt(OrderReport one) => one.ClientOrderId == order.ClientOrderId;
            var since = "&start_date=" + Stamp(venue.Time.GetUtcNow() - LooksBack);
            return (await ListAsync(order.Symbol, "&order_status=OPEN", CallLane.Inquiry, IsIt, cancellation))
                .FirstOrDefault(IsIt)
                ?? (await ListAsync(order.Symbol, since, CallLane.Inquiry, IsIt, cancellation)).FirstOrDefault(IsIt);
        }

        using var answer = await AskAsync(
            account.Budget, CallLane.Inquiry, Orders + Uri.EscapeDataString(id), null, cancellation);
        if (!answer.IsSuccess && (answer.Status == 404
            || AdvancedErrors.Of(answer).Kind == ExchangeErrorKind.OrderNotFound))
        {
            return null;
        }

        var report = venue.Parse(answer, body => AdvancedOrders.Order(body, order.Symbol));
        account.Known.Learn(report);
        return report;
    }

    /// <summary>Every order that works, of one pair where it is given.</summary>
    public Task<ImmutableArray<OrderReport>> OpenAsync(Symbol? symbol, CancellationToken cancellation) =>
        ListAsync(symbol, "&order_status=OPEN", CallLane.Other, static _ => false, cancellation);

    /// <summary>
    /// The orders of a pair since a moment, or after a cursor: the time of the last one that was seen.
    /// </summary>
    public async Task<OrderPage> OrdersSinceAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation)
    {
        var start = Cursor(cursor) is { } after ? after + 1 : since.UtcTicks;
        var orders = await ListAsync(
            symbol, "&start_date=" + Stamp(new DateTimeOffset(start, TimeSpan.Zero)), CallLane.Other,
            static _ => false, cancellation);
        var sorted = orders.Where(order => order.At.UtcTicks >= start).OrderBy(order => order.At).ToImmutableArray();
        return new OrderPage(
            sorted, sorted.IsEmpty ? null : sorted[^1].At.UtcTicks.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>All trades of an order, oldest first.</summary>
    public async Task<ImmutableArray<ReportedFill>> TradesOfAsync(
        Symbol symbol, string orderId, CancellationToken cancellation) =>
        await FillsAsync(symbol, "&order_ids=" + Uri.EscapeDataString(orderId), CallLane.Inquiry, cancellation);

    /// <summary>The trades of a pair since a moment, or after a cursor.</summary>
    /// <remarks>
    /// One order that takes several makes trades of one moment, and the exchange numbers none. So the cursor names all
    /// that were seen of that moment: by the last one alone, two of them would follow each other for ever.
    /// </remarks>
    public async Task<TradePage> TradesSinceAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation)
    {
        var (last, seen) = Seen(cursor);
        var start = last ?? since.UtcTicks;
        var fills = await FillsAsync(
            symbol, "&start_sequence_timestamp=" + Stamp(new DateTimeOffset(start, TimeSpan.Zero)),
            CallLane.Other, cancellation);
        var wanted = fills.Where(fill => fill.At.UtcTicks >= start && !seen.Contains(fill.TradeId)).ToImmutableArray();
        return new TradePage(wanted, wanted.IsEmpty ? null : CursorAfter(wanted, start, seen));
    }

    private static string CursorAfter(ImmutableArray<ReportedFill> fills, long start, string[] seen)
    {
        var end = fills[^1].At.UtcTicks;
        var there = fills.Where(fill => fill.At.UtcTicks == end).Select(fill => fill.TradeId)
            .Concat(end == start ? seen : []);
        return string.Create(CultureInfo.InvariantCulture, $"{end}/{string.Join('/', there)}");
    }

    private static string Stamp(DateTimeOffset at) => Uri.EscapeDataString(
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));

    private static long? Cursor(string? cursor) => cursor is null ? null
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks
        : throw new ArgumentException("This is no cursor of a page.", nameof(cursor));

    private static (long? At, string[] TradeIds) Seen(string? cursor) =>
        cursor?.Split('/') is [var at, .. var ids] ? (Cursor(at), ids) : (null, []);

    /// <summary>Orders, to the end of the list or to the one that is looked for.</summary>
    private async Task<ImmutableArray<OrderReport>> ListAsync(
        Symbol? symbol, string filter, CallLane calls, Func<OrderReport, bool> isEnough,
        CancellationToken cancellation)
    {
        var book = await venue.Rules.GetAnyAsync(cancellation);
        var query = "limit=250&product_type=SPOT" + filter
            + (symbol is { } one ? "&product_ids=" + await venue.SpellAsync(one, cancellation) : "");
        return await FollowAsync(
            Batch, query, account.Budget, calls,
            body =>
            {
                var page = AdvancedOrders.Page(body, book.Pairs, venue.LeaveOut);
                foreach (var order in page.Orders)
                {
                    account.Known.Learn(order);
                }

                return page;
            },
            isEnough, cancellation);
    }

    private async Task<ImmutableArray<ReportedFill>> FillsAsync(
        Symbol symbol, string filter, CallLane calls, CancellationToken cancellation)
    {
        var query = "limit=250&product_ids=" + await venue.SpellAsync(symbol, cancellation) + filter;
        var fills = await FollowAsync(
            Orders + "fills", query, account.Fills, calls,
            body => AdvancedOrders.Fills(body, symbol, venue.LeaveOut), static _ => false, cancellation);
        // Trades of one moment keep the order in which they are listed, turned.
        return [.. fills.DistinctBy(fill => fill.TradeId, StringComparer.Ordinal).Reverse().OrderBy(fill => fill.At)];
    }

    private async Task<ImmutableArray<T>> FollowAsync<T>(
        string path, string query, RequestBudget budget, CallLane calls,
        BodyParser<(ImmutableArray<T> Rows, string? Next)> parse, Func<T, bool> isEnough,
        CancellationToken cancellation)
    {
        var all = ImmutableArray.CreateBuilder<T>();
        string? cursor = null;
        while (true)
        {
            var page = cursor is null ? query : query + "&cursor=" + Uri.EscapeDataString(cursor);
            using var answer = await AskAsync(budget, calls, path, page, cancellation);
            var (rows, next) = venue.Parse(answer, parse);
            all.AddRange(rows);
            if (next is null || next == cursor || rows.IsEmpty || rows.Any(isEnough))
            {
                return all.DrainToImmutable();
            }

            cursor = next;
        }
    }

    private Task<WireAnswer> AskAsync(
        RequestBudget budget, CallLane calls, string path, string? query, CancellationToken cancellation) =>
        account.CallAsync(budget, lane(calls), new WireCall(HttpMethod.Get, path, query), cancellation);
}
