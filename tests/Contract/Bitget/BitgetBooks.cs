using System.Globalization;
using System.Text.Json.Nodes;
using TradingPlatform.Contract.Venues;

namespace TradingPlatform.Contract.Bitget;

/// <summary>
/// A market of one pair. Without strangers its quote is fixed: what rests is filled when the test says so, what crosses
/// is filled at once.
/// Client order ids are idempotent while their order is unfilled, and no longer (FAILURES.md's table).
/// </summary>
internal sealed class BitgetBooks(bool isFutures, Strangers? strangers = null)
{
    private readonly Lock _gate = new();
    private long _ids = 9_007_199_254_740_993;

    public const string Pair = "BTCUSDT";

    public List<BookedOrder> Orders { get; } = [];

    public List<BookedOrder> Plans { get; } = [];

    public List<BookedTrade> Trades { get; } = [];

    public decimal Bid { get; set; } = 49_990m;

    public decimal Ask { get; set; } = 50_010m;

    public bool IsFutures => isFutures;

    /// <summary>
    /// Told of each change of an order, with the trade that made it; and of each change of a plan order.
    /// </summary>
    public Action<BookedOrder, BookedTrade?>? Changed { get; set; }

    public Action<BookedOrder>? PlanChanged { get; set; }

    /// <summary>Bought less sold.</summary>
    public decimal Net
    {
        get
        {
            lock (_gate)
            {
                return Trades.Sum(trade => trade.Side == "buy" ? trade.Size : -trade.Size);
            }
        }
    }

    public (long Id, string? Refusal) Place(JsonNode body, long now)
    {
        string? Of(string name) => (string?)body[name];
        decimal? Number(string name) => Of(name) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
        lock (_gate)
        {
            var id = Of("clientOid")!;
            var isPlan = Of("triggerPrice") is not null;
            if ((isPlan ? Plans : Orders).Exists(known =>
                known.ClientOid == id && known.Filled == 0 && now - known.Placed < 6 * 3600_000L))
            {
                return (0, "40786");
            }

            var order = new BookedOrder
            {
                Id = ++_ids, ClientOid = id, Symbol = Of("symbol")!, Side = Of("side")!, Type = Of("orderType")!,
                Force = (Of("force") ?? "gtc").ToLowerInvariant(), Price = Number("price") ?? Number("executePrice"),
                Size = Number("size")!.Value, Trigger = Number("triggerPrice"), ReduceOnly = Of("reduceOnly") == "YES",
                BySpend = !isFutures && !isPlan && Of("orderType") == "market" && Of("side") == "buy", Placed = now,
                Updated = now, WakesUpward = Number("triggerPrice") > (Bid + Ask) / 2,
            };
            (isPlan ? Plans : Orders).Add(order);
            if (isPlan)
            {
                PlanChanged?.Invoke(order);
            }
            else
            {
                Take(order, now);
            }

            return (order.Id, null);
        }
    }

    public bool Cancel(BookedOrder order, long now)
    {
        lock (_gate)
        {
            if (!order.IsOpen)
            {
                return false;
            }

            (order.Status, order.Updated) = (isFutures ? "canceled" : "cancelled", now);
            if (order.Trigger is null)
            {
                Changed?.Invoke(order, null);
            }
            else
            {
                PlanChanged?.Invoke(order);
            }

            return true;
        }
    }

    /// <summary>Someone trades with an order that rests.</summary>
    public BookedTrade Fill(BookedOrder order, decimal size, decimal price, long now)
    {
        lock (_gate)
        {
            var isBuy = order.Side == "buy";
            var coin = isFutures || !isBuy ? "USDT" : "BTC";
            var fee = coin == "BTC" ? size * 0.001m : size * price * 0.001m;
            var trade = new BookedTrade(++_ids, order.Id, order.Side, price, size, fee, coin, now);
            Trades.Add(trade);
            order.Filled += size;
            order.Paid += size * price;
            order.Updated = now;
            order.Status = order.IsWhole ? "filled" : "partially_filled";
            Changed?.Invoke(order, trade);
            if (strangers is not null)
            {
                Pass(price, now);
            }

            return trade;
        }
    }

    /// <summary>A stranger rests an order.</summary>
    public void Offer(bool isBuy, decimal price, decimal size)
    {
        lock (_gate)
        {
            strangers!.Offer(isBuy, price, size);
        }
    }

    /// <summary>A stranger takes what rests at the price or better, the account's orders first at each price.</summary>
    public void TakeFrom(bool isBuy, decimal limit, decimal size, long now)
    {
        lock (_gate)
        {
            strangers!.Sweep(isBuy, limit, size, Ours, price => Pass(price, now));
        }

        (decimal, decimal, Action<decimal>)? Ours() => Orders.Where(order => order.Meets(isBuy, limit))
            .MinBy(order => isBuy ? order.Price : -order.Price) is { } order
                ? (order.Price!.Value, order.Size - order.Filled, traded => Fill(order, traded, order.Price.Value, now))
                : null;
    }

    /// <summary>The price passes here: plan orders that wait for it wake.</summary>
    public void Pass(decimal price, long now)
    {
        lock (_gate)
        {
            (Bid, Ask) = (price - 10, price + 10);
            foreach (var plan in Plans.Where(plan => plan.WakesAt(price)).ToList())
            {
                var order = new BookedOrder
                {
                    Id = ++_ids, ClientOid = "sub-" + _ids, Symbol = plan.Symbol, Side = plan.Side, Type = plan.Type,
                    Price = plan.Price, Size = plan.Size, ReduceOnly = plan.ReduceOnly, Placed = now, Updated = now,
                };
                (plan.Status, plan.Became, plan.Updated) = ("executed", order.Id, now);
                Orders.Add(order);
                Take(order, now);
                PlanChanged?.Invoke(plan);
            }
        }
    }

    public T Read<T>(Func<BitgetBooks, T> read)
    {
        lock (_gate)
        {
            return read(this);
        }
    }

    private void Take(BookedOrder order, long now)
    {
        Changed?.Invoke(order, null);
        if (strangers is not null)
        {
            Meet(order, strangers, now);
            return;
        }

        var at = order.Side == "buy" ? Ask : Bid;
        var crosses = order.Price is not { } price || (order.Side == "buy" ? price >= at : price <= at);
        if (crosses && order.Force == "post_only")
        {
            Cancel(order, now);
        }
        else if (crosses)
        {
            Fill(order, order.BySpend ? order.Size / at : order.Size, at, now);
        }
        else if (order.Force is "ioc" or "fok")
        {
            Cancel(order, now);
        }
    }

    private void Meet(BookedOrder order, Strangers others, long now)
    {
        foreach (var (price, size) in others.Meet(
            order.Side == "buy", order.Price, order.BySpend ? null : order.Size, order.BySpend ? order.Size : null))
        {
            Fill(order, size, price, now);
        }

        if (order.IsOpen && (order.Type == "market" || order.Force is "ioc" or "fok"))
        {
            Cancel(order, now);
        }
    }
}
