namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <content>How the engine takes up what the store kept.</content>
internal sealed partial class MatchingEngine
{
    /// <summary>Takes up what was open, in the order of the queues it stood in, then lets the house quote.</summary>
    public void Restore(EngineState state, long now)
    {
        foreach (var market in Markets)
        {
            market.LastOrderId = state.LastOrderIds.GetValueOrDefault(market.Name);
            market.TradeIds.Restore(state.Counters.GetValueOrDefault(market.TradeIds.Name));
            market.UpdateIds.Restore(state.Counters.GetValueOrDefault(market.UpdateIds.Name));
            market.Candles.Restore(state.Candles.GetValueOrDefault(market.Name) ?? []);
            if (state.Prices.TryGetValue(market.Name, out var price))
            {
                (market.ReferencePrice, market.LastPrice, market.Status) = price;
            }
        }

        _executions.Restore(state.Counters.GetValueOrDefault(_executions.Name));
        _lastListId = state.LastListId;
        foreach (var order in state.OpenOrders.OrderBy(order => order.Priority))
        {
            RestoreOrder(state.Accounts[order.AccountId], order);
        }

        foreach (var list in state.OpenLists)
        {
            RestoreList(state.Accounts[list.AccountId], list);
        }

        foreach (var market in Markets)
        {
            Refill(market, now);
        }
    }

    private void RestoreOrder(Account account, Order order)
    {
        var market = ByName[order.Symbol];
        var live = new LiveOrder(account, market, order);
        account.OpenOrders.Add(order.ClientOrderId, live);
        market.OpenOrders.Add(order.OrderId, live);
        _priority = Math.Max(_priority, order.Priority);
        if (order.IsWorking)
        {
            live.Visible = live.NextVisible;
            market.Own(order.Side).Add(live);
        }
        else
        {
            market.Stops.Add(live);
        }
    }

    private void RestoreList(Account account, OrderListState state)
    {
        var market = ByName[state.Symbol];
        var legs = state.Legs.Select(leg => market.OpenOrders.GetValueOrDefault(leg.OrderId)).OfType<LiveOrder>()
            .ToArray();
        var list = new OrderList(state.Id, state.ClientId, account, market, state.Time);
        account.OpenLists.Add(list.Id, list);
        list.Restore(state, legs);
    }
}

/// <summary>What the store kept, read at start.</summary>
internal sealed record EngineState(
    IReadOnlyDictionary<int, Account> Accounts,
    IReadOnlyList<Order> OpenOrders,
    IReadOnlyList<OrderListState> OpenLists,
    IReadOnlyDictionary<string, long> LastOrderIds,
    long LastListId,
    IReadOnlyDictionary<string, long> Counters,
    IReadOnlyDictionary<string, (decimal Reference, decimal Last, SymbolStatus Status)> Prices,
    IReadOnlyDictionary<string, List<Candle>> Candles);
