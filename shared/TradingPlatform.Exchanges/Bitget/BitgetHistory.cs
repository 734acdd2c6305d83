using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>
/// Follows lists of trades and orders to their ends. The exchange tells them newest first, a hundred at a time; they
/// are told on oldest first, a stretch of time at a time.
/// </summary>
internal sealed class BitgetHistory(BitgetVenue venue, BitgetAccount account, BitgetCalls calls, Func<CallLane> lane)
{
    // The longest that the lists of futures take.
    private static readonly long Stretch = (long)TimeSpan.FromDays(7).TotalMilliseconds;

    private BitgetProduct Product => venue.Product;

    /// <summary>All trades of one order.</summary>
    public async Task<ImmutableArray<ReportedFill>> OfOrderAsync(
        Symbol symbol, string orderId, CancellationToken cancellation)
    {
        var spelling = await venue.SpellAsync(symbol, cancellation);
        var fills = await AllAsync(
            Product.Fills,
            before => Product.Query(
                ("symbol", spelling), ("orderId", orderId), ("limit", "100"), ("idLessThan", before)),
            "tradeId", row => account.AsPlaced(BitgetFills.Fill(row, symbol)), cancellation);
        return Sorted(fills);
    }

    /// <summary>An account's trades in a pair.</summary>
    public async Task<TradePage> TradesAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, CancellationToken cancellation)
    {
        var spelling = await venue.SpellAsync(symbol, cancellation);
        var page = await PageAsync<ReportedFill>(
            since, cursor, fill => (fill.At, fill.TradeId),
            (from, to) => AllAsync(
                Product.Fills, before => Product.ListQuery(Product.Fills, spelling, from, to, before), "tradeId",
                row => account.AsPlaced(BitgetFills.Fill(row, symbol)), cancellation),
            cancellation);
        return new TradePage(page.Items, page.Next);
    }

    /// <summary>An account's orders in a pair, plan orders included.</summary>
    public async Task<OrderPage> OrdersAsync(
        Symbol symbol, DateTimeOffset since, string? cursor, BitgetLookup lookup, CancellationToken cancellation)
    {
        var spelling = await venue.SpellAsync(symbol, cancellation);
        var page = await PageAsync<(DateTimeOffset Placed, OrderReport Report)>(
            since, cursor, item => (item.Placed, item.Report.ExchangeOrderId),
            async (from, to) =>
            {
                var orders = new List<(DateTimeOffset Placed, OrderReport Report)>();
                foreach (var endpoint in (BitgetEndpoint[])[Product.History, Product.Open])
                {
                    orders.AddRange(await AllAsync(
                        endpoint, before => Product.ListQuery(endpoint, spelling, from, to, before), "orderId",
                        row => (BitgetWords.Time(row, "cTime"),
                            account.AsPlaced(BitgetOrders.Report(row, symbol, Product.IsFutures))), cancellation));
                }

                foreach (var (placed, plan) in await PlansAsync(spelling, from, to, cancellation))
                {
                    orders.Add((placed, await lookup.PlanAsync(plan, symbol, spelling, cancellation)));
                }

                // An order that ended between two of the lists is in both; the later word outranks the earlier.
                return [.. orders.GroupBy(item => item.Report.ExchangeOrderId, StringComparer.Ordinal)
                    .Select(same => same.MaxBy(item => item.Report.Status))];
            },
            cancellation);
        return new OrderPage([.. page.Items.Select(item => item.Report)], page.Next);
    }

    /// <summary>Every open order, plan orders that wait included.</summary>
    public async Task<ImmutableArray<OrderReport>> OpenAsync(Symbol? symbol, CancellationToken cancellation)
    {
        var spelling = symbol is { } one ? await venue.SpellAsync(one, cancellation) : null;
        var book = await venue.Rules.GetAnyAsync(cancellation);
        var orders = new List<OrderReport?>();
        orders.AddRange(await AllAsync(
            Product.Open, before => Product.ListQuery(Product.Open, spelling, null, null, before), "orderId",
            row => Named(row, book, pair => account.AsPlaced(BitgetOrders.Report(row, pair, Product.IsFutures))),
            cancellation));
        foreach (var pair in spelling is not null || Product.IsFutures
            ? [spelling]
            : await PairsWithPlansAsync(book, [.. orders.OfType<OrderReport>()], cancellation))
        {
            orders.AddRange(await AllAsync(
                Product.OpenPlans, before => Product.ListQuery(Product.OpenPlans, pair, null, null, before), "orderId",
                row => Named(row, book, known => BitgetOrders.Plan(row, known)), cancellation));
        }

        return [.. orders.OfType<OrderReport>()];
    }

    /// <summary>
    /// Spot lists plan orders by pair alone. Asked are the pairs that have an order, that were traded here, and whose
    /// asset is held: one that sells nothing and was made elsewhere, in a pair never traded here, is not told.
    /// </summary>
    private async Task<IEnumerable<string?>> PairsWithPlansAsync(
        RuleBook book, ImmutableArray<OrderReport> open, CancellationToken cancellation)
    {
        var state = await calls.GetAsync(
            lane(), Product.Account, "", data => BitgetAccountAnswers.Assets(data, venue.LeaveOut), cancellation);
        var held = state.Balances.Where(balance => balance.Total > 0).Select(balance => balance.Asset).ToHashSet();
        return book.Spellings
            .Where(pair => account.HasTraded(pair.Key) || open.Any(order => order.Symbol == pair.Key)
                || (held.Contains(pair.Key.Base) && pair.Key.Quote == Asset.Usdt))
            .Select(pair => pair.Value).ToList();
    }

    private OrderReport? Named(JsonElement row, RuleBook book, Func<Symbol, OrderReport> read)
    {
        var spelling = BitgetOrders.Spelling(row);
        if (book.Pairs.TryGetValue(spelling, out var symbol))
        {
            return read(symbol);
        }

        venue.LeaveOut(spelling);
        return null;
    }

    private async Task<List<(DateTimeOffset Placed, JsonElement Row)>> PlansAsync(
        string spelling, long from, long to, CancellationToken cancellation)
    {
        var plans = new List<(DateTimeOffset, JsonElement)>();
        foreach (var endpoint in (BitgetEndpoint[])[Product.PlanHistory, Product.OpenPlans])
        {
            plans.AddRange(await AllAsync(
                endpoint, before => Product.ListQuery(endpoint, spelling, from, to, before), "orderId",
                row => (BitgetWords.Time(row, "cTime"), row.Clone()), cancellation));
        }

        return plans;
    }

    /// <summary>
    /// The items of the first stretch of time that holds any, after the cursor. A cursor is a time and an id, so that
    /// what shares its moment is told once.
    /// </summary>
    private async Task<(ImmutableArray<T> Items, string? Next)> PageAsync<T>(
        DateTimeOffset since, string? cursor, Func<T, (DateTimeOffset At, string Id)> of,
        Func<long, long, Task<IReadOnlyList<T>>> read, CancellationToken cancellation)
    {
        var (start, after) = Read(cursor) ?? (since.ToUnixTimeMilliseconds(), null);
        var now = await NowAsync(cancellation);
        for (var from = start; from <= now; from += Stretch)
        {
            var items = (await read(from, Math.Min(from + Stretch - 1, now)))
                .Select(item => (Item: item, Key: of(item)))
                .Where(item => after is null || item.Key.At.ToUnixTimeMilliseconds() > start
                    || ById.Compare(item.Key.Id, after) > 0)
                .OrderBy(item => item.Key.At).ThenBy(item => item.Key.Id, ById).ToList();
            if (items.Count > 0)
            {
                var last = items[^1].Key;
                return ([.. items.Select(item => item.Item)],
                    string.Create(CultureInfo.InvariantCulture, $"{last.At.ToUnixTimeMilliseconds()}:{last.Id}"));
            }
        }

        return ([], null);
    }

    /// <summary>Ids are numbers of whatever length: the longer is the later.</summary>
    private static Comparer<string> ById { get; } = Comparer<string>.Create(static (one, other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : string.CompareOrdinal(one, other));

    private static (long At, string? Id)? Read(string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        var colon = cursor.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && long.TryParse(
            cursor.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? (at, cursor[(colon + 1)..])
            : throw new ArgumentException("This is no cursor of a page.", nameof(cursor));
    }

    private async Task<IReadOnlyList<T>> AllAsync<T>(
        BitgetEndpoint endpoint, Func<string?, string> query, string idMember, Func<JsonElement, T> read,
        CancellationToken cancellation)
    {
        var all = new List<T>();
        string? before = null;
        while (true)
        {
            var (items, last) = await calls.GetAsync(
                lane(), endpoint, query(before),
                data =>
                {
                    var rows = BitgetAnswer.Rows(data).ToList();
                    return (rows.ConvertAll(row => read(row)),
                        rows.Count < BitgetProduct.PageSize ? null : rows[^1].Text(idMember));
                },
                cancellation);
            all.AddRange(items);
            if (last is null || last == before)
            {
                return all;
            }

            before = last;
        }
    }

    private async Task<long> NowAsync(CancellationToken cancellation)
    {
        await venue.Gateway.Clock.EnsureAsync(cancellation);
        return venue.Gateway.Clock.TryNow(out var now)
            ? now.Milliseconds
            : venue.Time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    private static ImmutableArray<ReportedFill> Sorted(IEnumerable<ReportedFill> fills) =>
        [.. fills.OrderBy(fill => fill.At).ThenBy(fill => fill.TradeId, ById)];
}
