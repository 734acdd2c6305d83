namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>One symbol: its book, its waiting stops, its prices and its numbering. Changed by the engine alone.
/// </summary>
internal sealed class Market(SimulatedSymbol symbol, int index)
{
    private const int RecentBound = 1000;
    private readonly Queue<PublicTrade> _recent = new(RecentBound);

    public SimulatedSymbol Symbol => symbol;

    public SymbolFilters Filters => symbol.Filters;

    public string Name { get; } = symbol.Name;

    /// <summary>The name as streams spell it.</summary>
    public string LowerName { get; } = symbol.Name.ToLowerInvariant();

    /// <summary>Its place among the exchange's symbols.</summary>
    public int Index => index;

    public string BaseAsset => symbol.BaseAsset;

    public string QuoteAsset => symbol.QuoteAsset;

    public SymbolStatus Status { get; set; } = SymbolStatus.Trading;

    public BookSide Bids { get; } = new(Side.Buy);

    public BookSide Asks { get; } = new(Side.Sell);

    public StopBook Stops { get; } = new();

    public CandleSeries Candles { get; } = new(symbol.Name);

    public IReadOnlyCollection<PublicTrade> RecentTrades => _recent;

    /// <summary>The accounts' open orders by their number.</summary>
    public Dictionary<long, LiveOrder> OpenOrders { get; } = [];

    public List<LiveOrder> HouseOrders { get; } = [];

    public decimal ReferencePrice { get; set; } = symbol.StartPrice;

    public decimal LastPrice { get; set; } = symbol.StartPrice;

    public decimal LastQuantity { get; set; }

    public long LastOrderId { get; set; }

    public ReservedSequence TradeIds { get; } = new("trade." + symbol.Name, 1_000);

    public ReservedSequence UpdateIds { get; } = new("update." + symbol.Name, 1_000_000);

    /// <summary>How many listen to trades, and to the best prices.</summary>
    public int TradeListeners { get; set; }

    public int TopListeners { get; set; }

    /// <summary>The depth streams that are being collected.</summary>
    public List<DepthDifference> Differences { get; } = [];

    public BookSide Opposite(Side side) => side is Side.Buy ? Asks : Bids;

    public BookSide Own(Side side) => side is Side.Buy ? Bids : Asks;

    /// <summary>The asset that this side pays with.</summary>
    public string Pays(Side side) => side is Side.Buy ? QuoteAsset : BaseAsset;

    /// <summary>The asset that this side receives, and is charged commission in.</summary>
    public string Receives(Side side) => side is Side.Buy ? BaseAsset : QuoteAsset;

    public void Remember(in PublicTrade trade)
    {
        if (_recent.Count == RecentBound)
        {
            _recent.Dequeue();
        }

        _recent.Enqueue(trade);
    }

    /// <summary>Says that the book shows another quantity at this price.</summary>
    public void BookChanged(Side side, decimal price, ChangeSet changes)
    {
        var id = UpdateIds.Next(changes);
        foreach (var difference in Differences)
        {
            difference.Add(side, price, id);
        }
    }

    public TopOfBook Top() => new(
        UpdateIds.Last,
        Bids.Best?.Price ?? 0,
        Bids.Best?.Visible ?? 0,
        Asks.Best?.Price ?? 0,
        Asks.Best?.Visible ?? 0);

    public decimal FloorToStep(decimal quantity)
    {
        var step = Filters.StepSize > 0 ? Filters.StepSize : 0.00000001m;
        return quantity - (quantity % step);
    }

    public decimal FloorToTick(decimal price)
    {
        var tick = Filters.TickSize > 0 ? Filters.TickSize : 0.00000001m;
        return Math.Max(price - (price % tick), tick);
    }
}

/// <summary>The prices that changed since a depth stream last spoke, and the range of update ids that it covers.
/// </summary>
internal sealed class DepthDifference(long lastPublished)
{
    private readonly HashSet<(Side Side, decimal Price)> _changed = [];
    private long _lastPublished = lastPublished;
    private long _last = lastPublished;

    public void Add(Side side, decimal price, long id)
    {
        _changed.Add((side, price));
        _last = id;
    }

    /// <summary>Returns what changed and begins anew, or null where nothing did.</summary>
    public (long First, long Last, IReadOnlyList<(Side Side, decimal Price)> Changed)? Take()
    {
        if (_changed.Count == 0)
        {
            return null;
        }

        var taken = (_lastPublished + 1, _last, (IReadOnlyList<(Side, decimal)>)[.. _changed]);
        _changed.Clear();
        _lastPublished = _last;
        return taken;
    }
}
