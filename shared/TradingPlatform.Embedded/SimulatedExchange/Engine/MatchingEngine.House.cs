namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <content>The house: it quotes a ladder around the reference price, so that there is always somebody to trade
/// with, at a limited size.</content>
internal sealed partial class MatchingEngine
{
    /// <summary>Moves the reference price: what it crosses trades, and the ladder stands around it anew, whole.
    /// </summary>
    public void MovePrice(Market market, decimal price, long now)
    {
        Withdraw(market);
        market.ReferencePrice = market.FloorToTick(price);
        Changes.Prices[market.Name] = (market.ReferencePrice, market.LastPrice, market.Status);
        if (market.Symbol.HouseLevels > 0 && market.Status is SymbolStatus.Trading)
        {
            var size = HouseQuantity(market, 0);
            // An order that the price just touches trades too, up to one level's size.
            Sweep(market, Side.Sell, size, now);
            Sweep(market, Side.Buy, size, now);
            Quote(market, now);
            Print(market, now);
        }

        market.Candles.Roll(now, market.LastPrice, Changes);
        Finish(market, now);
    }

    /// <summary>Brings back what traders took from the ladder; does nothing where it stands whole.</summary>
    public void Refill(Market market, long now)
    {
        var expected = market.Status is SymbolStatus.Trading ? market.Symbol.HouseLevels * 2 : 0;
        var whole = market.HouseOrders.Count(order => order.Order.Executed == 0);
        market.Candles.Roll(now, market.LastPrice, Changes);
        if (whole == expected && market.HouseOrders.Count == expected)
        {
            return;
        }

        Withdraw(market);
        if (expected > 0)
        {
            Quote(market, now);
        }

        Finish(market, now);
    }

    public void SetStatus(Market market, SymbolStatus status, long now)
    {
        market.Status = status;
        Changes.Prices[market.Name] = (market.ReferencePrice, market.LastPrice, status);
        Refill(market, now);
    }

    private static decimal HouseQuantity(Market market, int level) => Math.Min(
        market.Filters.MaxQuantity,
        Math.Max(
            market.Filters.MinQuantity,
            market.FloorToStep(market.Symbol.HouseNotional * (1 + (level / 2m)) / market.ReferencePrice)));

    private void Withdraw(Market market)
    {
        foreach (var order in market.HouseOrders)
        {
            if (order.Level is not null)
            {
                market.Own(order.Order.Side).Remove(order);
                market.BookChanged(order.Order.Side, order.Order.Price, Changes);
            }
        }

        market.HouseOrders.Clear();
    }

    private void Quote(Market market, long now)
    {
        var spacing = market.FloorToTick(market.Filters.TickSize) * market.Symbol.HouseSpacingTicks;
        for (var level = 0; level < market.Symbol.HouseLevels; level++)
        {
            var distance = spacing * (level + 1);
            var quantity = HouseQuantity(market, level);
            market.HouseOrders.Add(Offer(market, Side.Sell, market.ReferencePrice + distance, quantity, now));
            if (market.ReferencePrice > distance)
            {
                market.HouseOrders.Add(Offer(market, Side.Buy, market.ReferencePrice - distance, quantity, now));
            }
        }
    }

    private LiveOrder Offer(Market market, Side side, decimal price, decimal quantity, long now)
    {
        var live = HouseOrder(market, side, price, quantity, TimeInForce.GoodTillCancelled, now);
        Execute(live, null, now);
        return live;
    }

    private void Sweep(Market market, Side side, decimal quantity, long now) => Execute(
        HouseOrder(market, side, market.ReferencePrice, quantity, TimeInForce.ImmediateOrCancel, now), null, now);

    private LiveOrder HouseOrder(
        Market market, Side side, decimal price, decimal quantity, TimeInForce timeInForce, long now) =>
        new(House, market, new Order
        {
            Symbol = market.Name,
            AccountId = House.Id,
            OrderId = 0,
            ClientOrderId = "house",
            Side = side,
            Type = OrderType.Limit,
            TimeInForce = timeInForce,
            Price = price,
            Quantity = quantity,
            Time = now,
            UpdateTime = now,
            WorkingTime = now,
            Priority = ++_priority,
        });

    /// <summary>Others trade here too: one small trade at the reference price, so that tickers and candles move and
    /// stops see the price, also where no account traded.</summary>
    private void Print(Market market, long now)
    {
        var quantity = Math.Max(market.Filters.MinQuantity, market.FloorToStep(HouseQuantity(market, 0) / 100m));
        var trade = new PublicTrade(
            market.TradeIds.Next(Changes),
            market.ReferencePrice,
            quantity,
            market.ReferencePrice * quantity,
            now,
            market.ReferencePrice < market.LastPrice);
        Publish(market, trade, 0, 0);
        Observe(market, market.ReferencePrice, now);
    }
}
