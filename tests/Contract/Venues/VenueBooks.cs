namespace TradingPlatform.Contract.Venues;

/// <summary>
/// The books of a test's exchange, whatever dialect is spoken over them: the truth that adapters must find.
/// </summary>
internal sealed class VenueBooks(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<VenueOrder> _orders = [];
    private readonly List<VenueTrade> _trades = [];
    private long _ids;

    /// <summary>Told inside of the books' lock, so that what is told is in order.</summary>
    public Action<VenueChange>? Changed { get; set; }

    /// <summary>At what price what is taken at once is filled.</summary>
    public decimal Market { get; set; } = 30000;

    /// <summary>Who trades with what is placed; null where all that is taken at once is filled at one price.</summary>
    public Strangers? Strangers { get; init; }

    public decimal FeeRate { get; set; } = 0.004m;

    /// <summary>When every trade is; null for the moment of each.</summary>
    public DateTimeOffset? OneMoment { get; set; }

    public VenueOrder[] Orders
    {
        get
        {
            lock (_gate)
            {
                return [.. _orders];
            }
        }
    }

    public VenueTrade[] Trades
    {
        get
        {
            lock (_gate)
            {
                return [.. _trades];
            }
        }
    }

    public VenueOrder? Find(Func<VenueOrder, bool> isIt) => Orders.LastOrDefault(isIt);

    /// <summary>Takes an order; a market order is filled at once, and a stop waits for its price.</summary>
    public VenueOrder Place(Func<string, DateTimeOffset, VenueOrder> order)
    {
        lock (_gate)
        {
            var taken = order($"00000000-0000-4000-9000-{++_ids:D12}", clock.GetUtcNow());
            _orders.Add(taken);
            if (taken.Kind == "stop")
            {
                taken.IsWaiting = true;
                Tell("activate", taken, null);
            }
            else
            {
                Work(taken);
            }

            return taken;
        }
    }

    /// <summary>A stranger rests an order.</summary>
    public void Offer(bool isBuy, decimal price, decimal size)
    {
        lock (_gate)
        {
            Strangers!.Offer(isBuy, price, size);
        }
    }

    /// <summary>A stranger takes what rests at the price or better, the account's orders first at each price.</summary>
    public void Take(bool isBuy, decimal limit, decimal size)
    {
        lock (_gate)
        {
            Strangers!.Sweep(isBuy, limit, size, Ours, Wake);
        }

        (decimal, decimal, Action<decimal>)? Ours() => _orders.Where(order => order.Meets(isBuy, limit))
            .MinBy(order => isBuy ? order.Price : -order.Price) is { } order
                ? (order.Price!.Value, order.Size!.Value - order.Filled,
                    traded => Fill(order, traded, order.Price.Value, isMaker: true))
                : null;
    }

    /// <summary>Someone takes from an order that rests.</summary>
    public VenueTrade Fill(string clientId, decimal size, decimal? price = null)
    {
        lock (_gate)
        {
            var order = _orders.Last(order => order.ClientId == clientId);
            return Fill(order, size, price ?? order.Price!.Value, isMaker: true);
        }
    }

    /// <summary>False where there is nothing to cancel.</summary>
    public bool Cancel(VenueOrder order)
    {
        lock (_gate)
        {
            if (!order.IsOpen)
            {
                return false;
            }

            End(order, isCancelled: true);
            return true;
        }
    }

    private void Work(VenueOrder order)
    {
        Tell("received", order, null);
        if (Strangers is not null)
        {
            foreach (var (price, size) in Strangers.Meet(order.IsBuy, order.Price, order.Size, order.Funds))
            {
                Fill(order, size, price, isMaker: false);
            }
        }
        else if (order.Kind == "market")
        {
            Fill(order, order.Size ?? (order.Funds!.Value / Market), Market, isMaker: false);
        }

        if (order.IsOpen && (order.Kind == "market" || order.TimeInForce != "GTC"))
        {
            // A market order that has met anyone is done, whatever it has not found.
            End(order, isCancelled: order.Kind != "market" || order.Filled == 0);
        }
        else if (order.IsOpen)
        {
            Tell("open", order, null);
        }
    }

    private VenueTrade Fill(VenueOrder order, decimal size, decimal price, bool isMaker)
    {
        var trade = new VenueTrade(
            // Ids pass what a double can hold.
            9007199254740993 + _trades.Count, order, price, size, FeeRate, isMaker, OneMoment ?? clock.GetUtcNow());
        _trades.Add(trade);
        order.Filled += size;
        order.Quote += price * size;
        order.Fees += trade.Fee;
        Tell("match", order, trade);
        if (order.IsFilled)
        {
            End(order, isCancelled: false);
        }

        Wake(price);
        return trade;
    }

    private void Wake(decimal price)
    {
        foreach (var stop in _orders.Where(order => order.WakesAt(price)).ToList())
        {
            stop.IsWaiting = false;
            Work(stop);
        }
    }

    private void End(VenueOrder order, bool isCancelled)
    {
        (order.IsOpen, order.IsCancelled, order.DoneAt) = (false, isCancelled, clock.GetUtcNow());
        Tell("done", order, null);
    }

    private void Tell(string type, VenueOrder order, VenueTrade? trade) =>
        Changed?.Invoke(new VenueChange(type, order, trade));
}
