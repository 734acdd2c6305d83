namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <content>Pairs of which one leg cancels the other (OCO).</content>
internal sealed partial class MatchingEngine
{
    /// <summary>Places a pair: one leg above the market price, one below, one of them a stop loss.</summary>
    public PairPlacement PlacePair(Account account, string listClientId, NewOrder above, NewOrder below, long now)
    {
        var market = above.Market;
        var refusal = Check(account, above, now) ?? Check(account, below, now) ?? AdmitPair(account, above, below);
        if (refusal is not null)
        {
            return new PairPlacement.Refused(refusal);
        }

        var needed = OrderList.Requires(above.Side, above.Quantity, HoldPrice(above), HoldPrice(below));
        if (needed > account[market.Pays(above.Side)].Free)
        {
            return new PairPlacement.Refused(Refusal.InsufficientBalance);
        }

        var list = new OrderList(++_lastListId, listClientId, account, market, now) { Locked = needed };
        _ledger.Lock(account, market.Pays(above.Side), needed, now);
        // As Binance numbers them: the stop first.
        var (first, second) = above.IsAlgo ? (above, below) : (below, above);
        var legs = (First: Enter(account, first, list.Id, now), Second: Enter(account, second, list.Id, now));
        list.SetLegs(legs.First, legs.Second);
        account.OpenLists.Add(list.Id, list);
        Changes.Lists[list.Id] = list.State;
        ReportList(list, now);
        Begin(legs.First, null, now);
        Begin(legs.Second, null, now);
        Finish(market, now);
        return new PairPlacement.Accepted(list.State, [legs.First.Order, legs.Second.Order]);
    }

    public Cancellation CancelPair(
        Account account, Market market, long? listId, string? clientId, string requestId, long now)
    {
        var list = listId is { } id
            ? account.OpenLists.GetValueOrDefault(id)
            : account.OpenLists.Values.FirstOrDefault(open => open.ClientId == clientId);
        return list is null || list.Market != market
            ? new Cancellation.Refused(Refusal.UnknownOrder)
            : CancelList(list, requestId, now);
    }

    private static Refusal? AdmitPair(Account account, NewOrder above, NewOrder below)
    {
        if (account.OpenOrders.ContainsKey(above.ClientOrderId)
            || account.OpenOrders.ContainsKey(below.ClientOrderId)
            || above.ClientOrderId == below.ClientOrderId)
        {
            return Refusal.Duplicate;
        }

        var last = above.Market.LastPrice;
        var isApart = (above.TrailingDelta > 0 || Level(above) > last)
            && (below.TrailingDelta > 0 || Level(below) < last);
        return !isApart ? Refusal.PriceRelation : WrongSide(above) ?? WrongSide(below);

        static decimal Level(NewOrder leg) => leg.IsAlgo ? leg.StopPrice : leg.Price;
    }

    /// <summary>One leg is about to trade or to work: the other one expires, and the leg alone holds what it needs.
    /// </summary>
    private void Resolve(OrderList list, LiveOrder survivor, long now)
    {
        var other = list.Legs[0] == survivor ? list.Legs[1] : list.Legs[0];
        ReleaseList(list, now);
        Close(other, OrderStatus.Expired, ExecutionType.Expired, null, now);
        Hold(survivor, now);
        Changes.Orders[survivor] = survivor.Order;
    }

    private void ReleaseList(OrderList list, long now)
    {
        foreach (var leg in list.Legs)
        {
            leg.List = null;
        }

        _ledger.Unlock(list.Account, list.Market.Pays(list.Legs[0].Order.Side), list.Locked, now);
        list.Locked = 0;
        Changes.Lists[list.Id] = list.State;
    }

    private Cancellation.OfList CancelList(OrderList list, string requestId, long now)
    {
        if (list.Locked > 0)
        {
            ReleaseList(list, now);
        }

        var cancelled = new List<Order>();
        foreach (var leg in list.Legs.Where(leg => leg.Order.IsOpen).ToArray())
        {
            Close(leg, OrderStatus.Cancelled, ExecutionType.Cancelled, requestId, now);
            cancelled.Add(leg.Order);
        }

        Finish(list.Market, now);
        return new Cancellation.OfList(list.State, cancelled);
    }

    private void CompleteIfDone(OrderList list, long now)
    {
        if (list.Legs.Any(leg => leg.Order.IsOpen))
        {
            return;
        }

        list.IsDone = true;
        list.Account.OpenLists.Remove(list.Id);
        Changes.Lists[list.Id] = list.State;
        ReportList(list, now);
    }

    private void ReportList(OrderList list, long now)
    {
        if (list.Account.IsWatched)
        {
            Changes.Happenings.Add(new Happening.ListChanged(list.State, now));
        }
    }
}
