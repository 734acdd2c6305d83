using TradingPlatform.Core.Orders;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Venue;

/// <summary>
/// The exchange: its books are the truth that the platform is held against. It takes orders, fills and ends them as
/// chance will, and knows nothing of the platform.
/// </summary>
internal sealed class VenueModel
{
    private readonly World _world;
    private readonly Dictionary<string, decimal> _mids = Listing.All.ToDictionary(each => each.Spelling, each => each.Start);
    private readonly Dictionary<long, VenueOrder> _byId = [];
    private readonly Dictionary<string, List<VenueOrder>> _byClientId = new(StringComparer.Ordinal);
    private readonly List<VenueOrder> _open = [];
    private long _orderIds = 9_007_199_254_740_993;
    private long _tradeIds = 1_000;
    private long _listIds = 50;
    private TimeSpan _haltedUntil = TimeSpan.MinValue;
    private TimeSpan _lagsUntil = TimeSpan.MinValue;
    private TimeSpan _lag;

    public VenueModel(World world, Personality personality) => (_world, Personality) = (world, personality);

    public Personality Personality { get; }

    public List<VenueAccount> Accounts { get; } = [];

    public IReadOnlyList<VenueOrder> Open => _open;

    /// <summary>Hears of each order that is taken.</summary>
    public Action<VenueOrder>? OnTaken { get; set; }

    /// <summary>Hears of each change of an order, with the trade that made it; null where none did.</summary>
    public Action<VenueOrder, VenueTrade?>? OnChanged { get; set; }

    public VenueAccount? Find(string key) => Accounts.Find(account => account.Keys.ContainsKey(key));

    public decimal Mid(string spelling) => _mids[spelling];

    public IReadOnlyList<VenueOrder> Known(string clientId) =>
        _byClientId.TryGetValue(clientId, out var orders) ? orders : [];

    public VenueOrder? Find(VenueAccount account, long? id, string? clientId)
    {
        var order = id is { } number ? _byId.GetValueOrDefault(number)
            : Known(clientId!).LastOrDefault(each => each.Account == account);
        return order?.Account == account && !order.IsGone ? order : null;
    }

    /// <summary>Takes an order, or says why not.</summary>
    public (VenueOrder? Taken, VenueRefusal? Refused) Place(VenueAccount account, NewOrder asked)
    {
        var before = Known(asked.ClientId).LastOrDefault(order => order.Account == account);
        if (before is not null && Personality is Personality.ReplaysTheOriginal)
        {
            return (before, null);
        }

        if (before is { IsOpen: true } && Personality is Personality.DedupesWhileOpen)
        {
            return (null, new VenueRefusal(-2010, "Duplicate order sent."));
        }

        if (Refusal(asked) is { } refusal)
        {
            return (null, refusal);
        }

        var taken = Take(account, asked);
        OnTaken?.Invoke(taken);
        VenueMatching.OnArrival(this, taken, _world.Market);
        return (taken, null);
    }

    /// <summary>Takes a pair: the fill of one leg ends the other.</summary>
    public (VenueOrder? Limit, VenueOrder? Stop, VenueRefusal? Refused) PlacePair(
        VenueAccount account, NewOrder limit, NewOrder stop)
    {
        if (Known(limit.ClientId).Concat(Known(stop.ClientId)).Any(order => order.IsOpen))
        {
            return (null, null, new VenueRefusal(-2010, "Duplicate order sent."));
        }

        if ((Refusal(limit) ?? Refusal(stop)) is { } refusal)
        {
            return (null, null, refusal);
        }

        var (one, other) = (Take(account, limit), Take(account, stop));
        (one.OtherLeg, other.OtherLeg) = (other, one);
        one.ListId = other.ListId = ++_listIds;
        OnTaken?.Invoke(one);
        OnTaken?.Invoke(other);
        return (one, other, null);
    }

    public VenueRefusal? Cancel(VenueOrder? order)
    {
        if (order is not { IsOpen: true })
        {
            return VenueRefusal.UnknownOrder;
        }

        if (_world.Faults.Happens(FaultKind.FillBeatsCancel))
        {
            VenueMatching.Fill(this, order, order.Left, _world.Market);
            _world.Counts.Saw(Sometimes.CancelLostTheRace);
            return VenueRefusal.UnknownOrder;
        }

        End(order, "CANCELED");
        if (order.OtherLeg is { IsOpen: true } leg)
        {
            End(leg, "CANCELED");
        }

        return null;
    }

    public void End(VenueOrder order, string status)
    {
        order.Become(_world.Now, status, order.Executed, order.Quote);
        _open.Remove(order);
        Tell(order);
    }

    /// <summary>Loses an order that rests, single and untouched; of others there would be traces.</summary>
    public void Lose(VenueOrder order)
    {
        if (order is { Executed: 0, OtherLeg: null })
        {
            order.Become(_world.Now, VenueOrder.Gone, 0, 0);
            _open.Remove(order);
            _world.Trace.Mix((ulong)order.Id);
            _world.Trace.Line($"exchange: order {order.Id} {order.Asked.ClientId[..8]} is lost");
        }
    }

    /// <summary>Books one trade.</summary>
    public void Book(VenueOrder order, decimal price, decimal quantity, bool maker)
    {
        var (bought, paid) = (order.Asked.Listing.Symbol.Base.Text, order.Asked.Listing.Symbol.Quote.Text);
        var isBuy = order.Asked.Side is OrderSide.Buy;
        var account = order.Account;
        var (asset, commission) = account.PaysInBnb ? ("BNB", price * quantity * 0.00000125m)
            : isBuy ? (bought, quantity * 0.001m) : (paid, price * quantity * 0.001m);
        var trade = new VenueTrade(++_tradeIds, order, price, quantity, commission, asset, maker, _world.Now);
        account.Trades.Add(trade);
        account.Totals[bought] += isBuy ? quantity : -quantity;
        account.Totals[paid] -= isBuy ? price * quantity : -price * quantity;
        account.Totals[asset] -= commission;
        var executed = order.Executed + quantity;
        var status = executed >= order.Quantity ? "FILLED" : "PARTIALLY_FILLED";
        order.Become(_world.Now, status, executed, order.Quote + (price * quantity));
        if (status == "FILLED")
        {
            _open.Remove(order);
        }

        if (order.OtherLeg is { IsOpen: true } leg)
        {
            End(leg, "EXPIRED");
        }

        Tell(order, trade);
    }

    public void MovePrice(string spelling, decimal to) => _mids[spelling] = to;

    /// <summary>By how much the copy that answers queries trails the books; it does so for a while.</summary>
    public TimeSpan ReadLag()
    {
        if (_world.Now >= _lagsUntil && _world.Faults.Happens(FaultKind.QueryLags))
        {
            _lag = _world.Faults.Between(TimeSpan.Zero, TimeSpan.FromSeconds(5));
            _lagsUntil = _world.Now + _world.Faults.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
        }

        return _world.Now < _lagsUntil && !_world.Faults.IsHealed ? _lag : TimeSpan.Zero;
    }

    public void Halt(TimeSpan length) => _haltedUntil = _world.Now + length;

    private VenueRefusal? Refusal(NewOrder asked)
    {
        var mid = Mid(asked.Listing.Spelling);
        if (_world.Now < _haltedUntil)
        {
            return new VenueRefusal(-2010, "Market is closed.");
        }

        if (_world.Market.Happens(0.01))
        {
            return new VenueRefusal(-2010, "Account has insufficient balance for requested action.");
        }

        return asked.Type is OrderType.LimitMaker && VenueMatching.Crosses(asked, mid)
            ? new VenueRefusal(-2010, "Order would immediately match and take.")
            : null;
    }

    private VenueOrder Take(VenueAccount account, NewOrder asked)
    {
        var order = new VenueOrder(++_orderIds, account, asked, _world.Now);
        _byId[order.Id] = order;
        if (!_byClientId.TryGetValue(asked.ClientId, out var known))
        {
            _byClientId[asked.ClientId] = known = [];
        }

        known.Add(order);
        account.Orders.Add(order);
        _open.Add(order);
        Tell(order);
        return order;
    }

    private void Tell(VenueOrder order, VenueTrade? trade = null)
    {
        _world.Trace.Mix((ulong)order.Id);
        _world.Trace.Mix(order.Status);
        _world.Trace.Line(
            $"exchange: order {order.Id} {order.Asked.ClientId[..8]} {order.Asked.Side} {order.Asked.Type} {order.Status} {order.Executed}/{order.Quantity}");
        OnChanged?.Invoke(order, trade);
    }
}
