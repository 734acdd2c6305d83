using System.Text.Json;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Markets;
using TradingPlatform.Exchanges.Http;
using TradingPlatform.Exchanges.RateBudget;

namespace TradingPlatform.Exchanges.Bitget;

/// <summary>What asking about an order has shown.</summary>
/// <param name="IsKnown">The exchange has answered; else nothing is known.</param>
/// <param name="Report">How it stands; null where the exchange knows none.</param>
internal readonly record struct Found(bool IsKnown, OrderReport? Report);

/// <summary>
/// Finds orders, by their id or ours: among orders, then in the history, then among plan orders, which the exchange
/// keeps apart from orders and under ids of their own.
/// </summary>
internal sealed class BitgetLookup(BitgetVenue venue, BitgetAccount account, BitgetCalls calls, Func<CallLane> lane)
{
    private const int Looks = 5;

    // An order of unknown fate is asked about for a day at most before a person is.
    private static readonly TimeSpan History = TimeSpan.FromHours(24);

    private BitgetProduct Product => venue.Product;

    /// <summary>How an order stands; null where the exchange says it knows none.</summary>
    /// <exception cref="ExchangeException">It could not be asked.</exception>
    public async Task<OrderReport?> FindAsync(OrderReference order, CancellationToken cancellation)
    {
        var spelling = await venue.SpellAsync(order.Symbol, cancellation);
        if (order.ExchangeOrderId is { } id)
        {
            return id.StartsWith(BitgetOrders.PlanPrefix, StringComparison.Ordinal)
                ? await FindPlanAsync(order, spelling, id[BitgetOrders.PlanPrefix.Length..], cancellation)
                : await AskAsync(order.Symbol, spelling, ("orderId", id), cancellation);
        }

        var own = order.ClientOrderId.Text;
        return await AskAsync(order.Symbol, spelling, ("clientOid", own), cancellation)
            ?? await FindInHistoryAsync(order, spelling, cancellation)
            ?? await FindPlanAsync(order, spelling, null, cancellation);
    }

    /// <summary>As <see cref="FindAsync"/>, where not being able to ask is no failure.</summary>
    public async Task<Found> TryFindAsync(OrderReference order, CancellationToken cancellation)
    {
        try
        {
            return new Found(true, await FindAsync(order, cancellation));
        }
        catch (Exception failure) when (failure is ExchangeException or OperationCanceledException)
        {
            return default;
        }
    }

    /// <summary>
    /// How an order stands after the exchange has taken its cancel: it does it a moment later than it says so. What is
    /// still open after a few looks is returned as it stands.
    /// </summary>
    /// <exception cref="ExchangeException">It could not be asked.</exception>
    public async Task<OrderReport?> FindEndedAsync(OrderReference order, CancellationToken cancellation)
    {
        var wait = TimeSpan.FromMilliseconds(50);
        for (var look = 1; ; look++, wait *= 2)
        {
            var report = await FindAsync(order, cancellation);
            if (look == Looks
                || report is not { Status: ReportedStatus.Open or ReportedStatus.PartiallyFilled })
            {
                return report;
            }

            await Task.Delay(wait, venue.Time, cancellation);
        }
    }

    /// <summary>The orders that a plan order has become, oldest first.</summary>
    public async Task<IReadOnlyList<string>> OrdersOfPlanAsync(string planId, CancellationToken cancellation) =>
        await calls.GetAsync(
            lane(), Product.PlanOrders,
            Product.IsFutures
                ? Product.Query(("planType", "normal_plan"), ("planOrderId", planId))
                : Product.Query(("planOrderId", planId)),
            data => BitgetAnswer.Rows(data).Select(row => row.Text("orderId")).OfType<string>().ToList(),
            cancellation);

    /// <summary>How a plan order stands, with what became of it.</summary>
    public async Task<OrderReport> PlanAsync(
        JsonElement row, Symbol symbol, string spelling, CancellationToken cancellation)
    {
        var plan = BitgetOrders.Plan(row, symbol);
        if (!BitgetOrders.HasWoken(row))
        {
            return plan;
        }

        var woken = new WokenPlan(plan.ExchangeOrderId, plan.ClientOrderId);
        var orders = await OrdersOfPlanAsync(row.Text("orderId")!, cancellation);
        foreach (var order in orders.Reverse())
        {
            account.Keep(order, woken);
            if (await AskAsync(symbol, spelling, ("orderId", order), cancellation) is { } report)
            {
                // Already told under the plan's ids.
                return report;
            }
        }

        return plan;
    }

    private async Task<OrderReport?> AskAsync(
        Symbol symbol, string spelling, (string, string?) by, CancellationToken cancellation)
    {
        using var answer = await calls.GetAsync(
            lane(), Product.Find,
            Product.IsFutures ? Product.Query(("symbol", spelling), by) : Product.Query(by), cancellation);
        if (!BitgetAnswer.IsSuccess(answer) && BitgetAnswer.Error(answer).Kind == ExchangeErrorKind.OrderNotFound)
        {
            return null;
        }

        return BitgetAnswer.Parse(answer, data =>
        {
            foreach (var row in BitgetAnswer.Rows(data))
            {
                return account.AsPlaced(BitgetOrders.Report(row, symbol, Product.IsFutures));
            }

            return null;
        });
    }

    private async Task<OrderReport?> FindInHistoryAsync(
        OrderReference order, string spelling, CancellationToken cancellation)
    {
        var now = await NowAsync(cancellation);
        return await FirstAsync(
            Product.History, spelling, now - (long)History.TotalMilliseconds, now,
            row => (row.Text("clientOid") ?? row.Text("clientOId")) == order.ClientOrderId.Text,
            row => BitgetOrders.Report(row, order.Symbol, Product.IsFutures), cancellation);
    }

    private async Task<OrderReport?> FindPlanAsync(
        OrderReference order, string spelling, string? planId, CancellationToken cancellation)
    {
        bool Is(JsonElement row) => planId is null
            ? row.Text("clientOid") == order.ClientOrderId.Text
            : row.Text("orderId") == planId;
        var live = await FirstAsync(Product.OpenPlans, spelling, null, null, Is, row => row.Clone(), cancellation);
        if (live.ValueKind == JsonValueKind.Undefined)
        {
            var now = await NowAsync(cancellation);
            live = await FirstAsync(
                Product.PlanHistory, spelling, now - (long)TimeSpan.FromDays(89).TotalMilliseconds, now, Is,
                row => row.Clone(), cancellation);
        }

        return live.ValueKind == JsonValueKind.Undefined
            ? null
            : await PlanAsync(live, order.Symbol, spelling, cancellation);
    }

    /// <summary>The first row of a list, newest first and followed to its end, that is the one.</summary>
    private async Task<T?> FirstAsync<T>(
        BitgetEndpoint endpoint, string spelling, long? from, long? to, Func<JsonElement, bool> isIt,
        Func<JsonElement, T> read, CancellationToken cancellation)
    {
        string? before = null;
        while (true)
        {
            var (found, any, last, full) = await calls.GetAsync(
                lane(), endpoint, Product.ListQuery(endpoint, spelling, from, to, before),
                data =>
                {
                    var rows = BitgetAnswer.Rows(data).ToList();
                    var index = rows.FindIndex(row => isIt(row));
                    return (index < 0 ? default : read(rows[index]), index >= 0,
                        rows.Count == 0 ? null : rows[^1].Text("orderId"), rows.Count >= BitgetProduct.PageSize);
                },
                cancellation);
            if (any || !full || last is null || last == before)
            {
                return found;
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
}
