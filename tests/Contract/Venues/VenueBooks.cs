namespace TradingPlatform.Contract.Venues;

/// <summary>An order in a venue's books.</summary>
internal sealed class VenueOrder
{
    public required string Id { get; init; }

    public required string? ClientId { get; init; }

    public required string Product { get; init; }

    public required bool IsBuy { get; init; }

    /// <summary>market, limit or stop.</summary>
    public required string Kind { get; init; }

    public decimal? Size { get; init; }

    public decimal? Funds { get; init; }

    public decimal? Price { get; init; }

    public decimal? StopPrice { get; init; }

    public bool StopsUpward { get; init; }

    public bool PostOnly { get; init; }

    public string TimeInForce { get; init; } = "GTC";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DoneAt { get; set; }

    public decimal Filled { get; set; }

    public decimal Quote { get; set; }

    public decimal Fees { get; set; }

    public bool IsOpen { get; set; } = true;

    public bool IsCancelled { get; set; }
}

/// <summary>A trade in a venue's books.</summary>
internal sealed record VenueTrade(
    long Id, VenueOrder Order, decimal Price, decimal Size, decimal FeeRate, bool IsMaker, DateTimeOffset At)
{
    public decimal Fee => Price * Size * FeeRate;
}

/// <summary>What happened to an order: received, open, match or done.</summary>
internal sealed record VenueChange(string Type, VenueOrder Order, VenueTrade? Trade);

/// <summary>The books of a test's exchange, whatever dialect is spoken over them: the truth that adapters must find.</summary>
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

    public decimal FeeRate { get; set; } = 0.004m;

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

    /// <summary>Takes an order; a market order is filled at once.</summary>
    public VenueOrder Place(Func<string, DateTimeOffset, VenueOrder> order)
    {
        lock (_gate)
        {
            var taken = order($"00000000-0000-4000-9000-{++_ids:D12}", clock.GetUtcNow());
            _orders.Add(taken);
            Tell("received", taken, null);
            if (taken.Kind == "market")
            {
                Fill(taken, taken.Size ?? (taken.Funds!.Value / Market), Market, isMaker: false);
            }
            else if (taken.TimeInForce != "GTC")
            {
                End(taken, isCancelled: true);
            }
            else
            {
                Tell("open", taken, null);
            }

            return taken;
        }
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

    private VenueTrade Fill(VenueOrder order, decimal size, decimal price, bool isMaker)
    {
        var trade = new VenueTrade(
            // Ids pass what a double can hold.
            9007199254740993 + _trades.Count, order, price, size, FeeRate, isMaker, clock.GetUtcNow());
        _trades.Add(trade);
        order.Filled += size;
        order.Quote += price * size;
        order.Fees += trade.Fee;
        Tell("match", order, trade);
        if (order.Filled >= (order.Size ?? order.Filled))
        {
            End(order, isCancelled: false);
        }

        return trade;
    }

    private void End(VenueOrder order, bool isCancelled)
    {
        (order.IsOpen, order.IsCancelled, order.DoneAt) = (false, isCancelled, clock.GetUtcNow());
        Tell("done", order, null);
    }

    private void Tell(string type, VenueOrder order, VenueTrade? trade) =>
        Changed?.Invoke(new VenueChange(type, order, trade));
}
