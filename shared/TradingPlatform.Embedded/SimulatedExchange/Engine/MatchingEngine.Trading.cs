namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <content>How two orders trade, and how stops come to work.</content>
internal sealed partial class MatchingEngine
{
    private void Match(LiveOrder taker, List<AccountTrade>? fills, long now)
    {
        var book = taker.Market.Opposite(taker.Order.Side);
        var limit = taker.Order.IsMarket ? 0 : taker.Order.Price;
        while (taker.Order.IsOpen
            && book.Best is { First: { } maker } level
            && (limit == 0 || book.Crosses(limit, level.Price)))
        {
            if (maker.Account == taker.Account
                && !taker.Account.IsHouse
                && taker.Order.SelfTrade is not SelfTradePrevention.None)
            {
                PreventSelfTrade(taker, maker, now);
                continue;
            }

            if (maker.List is { } list)
            {
                Resolve(list, maker, now);
            }

            Trade(taker, maker, Math.Min(taker.Order.Remaining, maker.Visible), fills, now);
        }
    }

    private void PreventSelfTrade(LiveOrder taker, LiveOrder maker, long now)
    {
        var prevented = Math.Min(taker.Order.Remaining, maker.Order.Remaining);
        var mode = taker.Order.SelfTrade;
        if (mode is SelfTradePrevention.ExpireMaker or SelfTradePrevention.ExpireBoth)
        {
            // A pair does not outlive a leg, however that ended.
            if (maker.List is { } list)
            {
                Resolve(list, maker, now);
            }

            maker.Order = maker.Order with { Prevented = maker.Order.Prevented + prevented };
            Close(maker, OrderStatus.ExpiredInMatch, ExecutionType.TradePrevention, null, now);
        }

        if (mode is SelfTradePrevention.ExpireTaker or SelfTradePrevention.ExpireBoth)
        {
            taker.Order = taker.Order with { Prevented = taker.Order.Prevented + prevented };
            Close(taker, OrderStatus.ExpiredInMatch, ExecutionType.TradePrevention, null, now);
        }
    }

    private void Trade(LiveOrder taker, LiveOrder maker, decimal quantity, List<AccountTrade>? fills, long now)
    {
        var market = taker.Market;
        var price = maker.Order.Price;
        var isBuyerMaker = maker.Order.Side is Side.Buy;
        var trade = new PublicTrade(
            market.TradeIds.Next(Changes), price, quantity, price * quantity, now, isBuyerMaker);
        if (Fill(taker, trade, isMaker: false) is { } fill)
        {
            fills?.Add(fill);
        }

        maker.Visible -= quantity;
        if (maker.Level is { } level)
        {
            level.Visible -= quantity;
        }

        Fill(maker, trade, isMaker: true);
        Requeue(maker);
        market.BookChanged(maker.Order.Side, price, Changes);
        var (buyer, seller) = isBuyerMaker ? (maker, taker) : (taker, maker);
        Publish(market, trade, buyer.Order.OrderId, seller.Order.OrderId);
        Observe(market, price, now);
    }

    /// <summary>Books one side of a trade; returns null for the house, whose trades are nobody's.</summary>
    private AccountTrade? Fill(LiveOrder live, in PublicTrade trade, bool isMaker)
    {
        var (commission, unlocked) = _ledger.Settle(live, trade.Price, trade.Quantity, isMaker, trade.Time);
        var before = live.Order;
        var executed = before.Executed + trade.Quantity;
        live.Order = before with
        {
            Executed = executed,
            ExecutedQuote = before.ExecutedQuote + trade.Quote,
            Locked = before.Locked - unlocked,
            Status = executed == before.Quantity ? OrderStatus.Filled : OrderStatus.PartiallyFilled,
            UpdateTime = trade.Time,
        };
        if (live.Account.IsHouse)
        {
            return null;
        }

        if (before.Executed == 0)
        {
            live.Account.Rate.Filled(trade.Time);
        }

        var fill = new AccountTrade(
            before.AccountId,
            before.Symbol,
            trade.Id,
            before.OrderId,
            before.ListId,
            trade.Price,
            trade.Quantity,
            trade.Quote,
            commission,
            live.Market.Receives(before.Side),
            trade.Time,
            before.Side is Side.Buy,
            isMaker);
        Changes.Trades.Add(fill);
        Report(live, ExecutionType.Trade, fill, null, trade.Time);
        if (!live.Order.IsOpen && !isMaker)
        {
            Forget(live, trade.Time);
        }

        return fill;
    }

    /// <summary>Takes a filled order off the book; an iceberg that has shown its part goes to the end of the queue.
    /// </summary>
    private void Requeue(LiveOrder maker)
    {
        if (!maker.Order.IsOpen)
        {
            maker.Market.Own(maker.Order.Side).Remove(maker);
            Forget(maker, maker.Order.UpdateTime);
            return;
        }

        if (maker.Visible == 0)
        {
            var side = maker.Market.Own(maker.Order.Side);
            side.Remove(maker);
            maker.Visible = maker.NextVisible;
            maker.Order = maker.Order with { Priority = ++_priority };
            if (!maker.Account.IsHouse)
            {
                Changes.Orders[maker] = maker.Order;
            }

            side.Add(maker);
        }
    }

    private void Publish(Market market, in PublicTrade trade, long buyerOrderId, long sellerOrderId)
    {
        market.LastPrice = trade.Price;
        market.LastQuantity = trade.Quantity;
        market.Candles.Add(trade, Changes);
        market.Remember(trade);
        Changes.Prices[market.Name] = (market.ReferencePrice, market.LastPrice, market.Status);
        if (market.TradeListeners > 0)
        {
            Changes.Happenings.Add(new Happening.Traded(market, trade, buyerOrderId, sellerOrderId));
        }
    }

    /// <summary>Finds the stops that a price triggers; they work once the trade at hand is done.</summary>
    private void Observe(Market market, decimal price, long now)
    {
        while (market.Stops.TakeTriggered(price) is { } triggered)
        {
            _triggered.Enqueue(triggered);
        }

        foreach (var live in market.Stops.Trailing.Count == 0 ? [] : market.Stops.Trailing.ToArray())
        {
            Follow(live, price, now);
        }
    }

    /// <summary>Moves a trailing stop along (faqs/trailing-stop-faq.md): it keeps the best price since it became
    /// active, and is triggered by the distance back from there.</summary>
    private void Follow(LiveOrder live, decimal price, long now)
    {
        var order = live.Order;
        if (order.TrailingTime < 0)
        {
            if (order.TriggersAbove ? price >= order.StopPrice : price <= order.StopPrice)
            {
                live.Order = order with { TrailingTime = now, TrailingExtreme = price };
                Changes.Orders[live] = live.Order;
            }

            return;
        }

        var extreme = order.TriggersAbove
            ? Math.Min(order.TrailingExtreme, price)
            : Math.Max(order.TrailingExtreme, price);
        if (extreme != order.TrailingExtreme)
        {
            live.Order = order with { TrailingExtreme = extreme };
            Changes.Orders[live] = live.Order;
        }

        var share = order.TrailingDelta / 10_000m;
        if (order.TriggersAbove ? price >= extreme * (1 + share) : price <= extreme * (1 - share))
        {
            live.Market.Stops.Remove(live);
            _triggered.Enqueue(live);
        }
    }

    private void Trigger(LiveOrder live, long now)
    {
        // The other leg of its pair may have traded first.
        if (!live.Order.IsOpen)
        {
            return;
        }

        if (live.List is { } list)
        {
            Resolve(list, live, now);
        }

        live.Order = live.Order with { WorkingTime = now, UpdateTime = now };
        Report(live, ExecutionType.New, null, null, now);
        if (live.Order.IsMarket)
        {
            var order = live.Order;
            _ledger.Unlock(live.Account, live.Market.Pays(order.Side), order.Locked, now);
            live.Order = order with { Locked = 0 };
            var walk = Walk(live.Market, live.Account, order.Side, 0, order.Remaining, 0, order.SelfTrade);
            if (order.Side is Side.Buy && walk.Quote > live.Account[live.Market.QuoteAsset].Free)
            {
                Close(live, OrderStatus.Expired, ExecutionType.Expired, null, now);
                return;
            }
        }

        Execute(live, null, now);
    }
}
