namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <content>How an order is taken in, matched and put on the book.</content>
internal sealed partial class MatchingEngine
{
    /// <summary>What the engine itself refuses: an id in use, a price on the wrong side, too little money.</summary>
    private static Refusal? Admit(Account account, NewOrder asked) =>
        account.OpenOrders.ContainsKey(asked.ClientOrderId) ? Refusal.Duplicate
        : asked.IcebergQuantity > asked.Quantity ? Refusal.IcebergTooLarge
        : WrongSide(asked) ?? (Costs(account, asked) > account[asked.Market.Pays(asked.Side)].Free
            ? Refusal.InsufficientBalance
            : null);

    private static Refusal? WrongSide(NewOrder asked)
    {
        var book = asked.Market.Opposite(asked.Side);
        if (asked.Type is OrderType.LimitMaker && book.Best is { } best && book.Crosses(asked.Price, best.Price))
        {
            return Refusal.WouldTake;
        }

        var last = asked.Market.LastPrice;
        return asked is { IsAlgo: true, StopPrice: > 0, TrailingDelta: 0 }
            && (asked.TriggersAbove ? last >= asked.StopPrice : last <= asked.StopPrice)
                ? Refusal.WouldTrigger
                : null;
    }

    /// <summary>What the account must have free: what the order will hold back, or what the book asks of it.</summary>
    private static decimal Costs(Account account, NewOrder asked)
    {
        if (asked.Type is not OrderType.Market)
        {
            return asked.Side is Side.Sell ? asked.Quantity : HoldPrice(asked) * asked.Quantity;
        }

        if (asked.QuoteQuantity > 0 && asked.Side is Side.Buy)
        {
            return asked.QuoteQuantity;
        }

        var walk = Walk(asked.Market, account, asked.Side, 0, asked.Quantity, asked.QuoteQuantity, asked.SelfTrade);
        return asked.Side is Side.Buy ? walk.Quote : Math.Max(walk.Base, asked.Quantity);
    }

    /// <summary>The price at which a buy order's money is held back until it is known what it pays.</summary>
    private static decimal HoldPrice(NewOrder asked) =>
        asked.Price > 0 ? asked.Price
        : asked.StopPrice > 0 ? asked.StopPrice
        : asked.Market.FloorToTick(asked.Market.LastPrice * (1 + (asked.TrailingDelta / 10_000m)))
            + asked.Market.Filters.TickSize;

    /// <summary>Goes through the book as an order would, changing nothing.</summary>
    private static (decimal Base, decimal Quote, bool RanOut) Walk(
        Market market,
        Account account,
        Side side,
        decimal limit,
        decimal wantBase,
        decimal wantQuote,
        SelfTradePrevention selfTrade)
    {
        decimal taken = 0, quote = 0;
        var book = market.Opposite(side);
        for (var depth = 0; depth < book.Count; depth++)
        {
            var level = book[depth];
            if (limit > 0 && !book.Crosses(limit, level.Price))
            {
                break;
            }

            for (var maker = level.First; maker is not null; maker = maker.Next)
            {
                if (maker.Account == account && selfTrade is not SelfTradePrevention.None)
                {
                    if (selfTrade is SelfTradePrevention.ExpireMaker)
                    {
                        continue;
                    }

                    return (taken, quote, true);
                }

                var want = wantQuote > 0
                    ? market.FloorToStep((wantQuote - quote) / level.Price)
                    : wantBase - taken;
                var quantity = Math.Min(maker.Order.Remaining, want);
                if (quantity <= 0)
                {
                    return (taken, quote, false);
                }

                taken += quantity;
                quote += quantity * level.Price;
            }
        }

        return (taken, quote, wantQuote > 0 || taken < wantBase);
    }

    /// <summary>Turns a value into the quantity that the book gives for it. Where the book runs out, the rest is
    /// counted at the last price, so that the order visibly ends unfilled.</summary>
    private static NewOrder SizeByQuote(Account account, NewOrder asked)
    {
        var market = asked.Market;
        var walk = Walk(market, account, asked.Side, 0, 0, asked.QuoteQuantity, asked.SelfTrade);
        var beyond = walk.RanOut && walk.Base > 0
            ? market.FloorToStep((asked.QuoteQuantity - walk.Quote) / market.LastPrice)
            : 0;
        return asked with { Quantity = walk.Base + beyond };
    }

    private LiveOrder Enter(Account account, NewOrder asked, long listId, long now)
    {
        var market = asked.Market;
        var follows = asked is { TrailingDelta: > 0, StopPrice: 0 };
        var live = new LiveOrder(account, market, new Order
        {
            Symbol = market.Name,
            AccountId = account.Id,
            OrderId = ++market.LastOrderId,
            ListId = listId,
            ClientOrderId = asked.ClientOrderId,
            Side = asked.Side,
            Type = asked.Type,
            TimeInForce = asked.TimeInForce,
            Price = asked.Price,
            Quantity = asked.Quantity,
            QuoteQuantity = asked.QuoteQuantity,
            StopPrice = asked.StopPrice,
            TrailingDelta = asked.TrailingDelta,
            TrailingTime = follows ? now : -1,
            TrailingExtreme = follows ? market.LastPrice : 0,
            IcebergQuantity = asked.IcebergQuantity,
            Time = now,
            UpdateTime = now,
            WorkingTime = asked.IsAlgo ? -1 : now,
            SelfTrade = asked.SelfTrade,
            StrategyId = asked.StrategyId,
            StrategyType = asked.StrategyType,
            Priority = ++_priority,
        });
        account.OpenOrders.Add(asked.ClientOrderId, live);
        market.OpenOrders.Add(live.Order.OrderId, live);
        return live;
    }

    /// <summary>Holds back what the order may pay; a market order pays from what is free.</summary>
    private void Hold(LiveOrder live, long now)
    {
        var order = live.Order;
        if (order.Type is OrderType.Market)
        {
            return;
        }

        var price = order.Price > 0 ? order.Price
            : order.StopPrice > 0 ? order.StopPrice
            : live.Market.FloorToTick(live.Market.LastPrice * (1 + (order.TrailingDelta / 10_000m)))
                + live.Market.Filters.TickSize;
        var amount = order.Side is Side.Sell ? order.Remaining : price * order.Remaining;
        _ledger.Lock(live.Account, live.Market.Pays(order.Side), amount, now);
        live.Order = order with { Locked = amount };
    }

    /// <summary>Announces a new order and lets it wait, or work.</summary>
    private void Begin(LiveOrder live, List<AccountTrade>? fills, long now)
    {
        Report(live, ExecutionType.New, null, null, now);
        if (live.Order.IsWorking)
        {
            Execute(live, fills, now);
        }
        else
        {
            live.Market.Stops.Add(live);
        }
    }

    private void Execute(LiveOrder live, List<AccountTrade>? fills, long now)
    {
        var order = live.Order;
        if (order.TimeInForce is TimeInForce.FillOrKill
            && Walk(live.Market, live.Account, order.Side, order.Price, order.Remaining, 0, order.SelfTrade).RanOut)
        {
            Close(live, OrderStatus.Expired, ExecutionType.Expired, null, now);
            return;
        }

        Match(live, fills, now);
        if (!live.Order.IsOpen)
        {
            return;
        }

        if (order.IsMarket || order.TimeInForce is not TimeInForce.GoodTillCancelled)
        {
            Close(live, OrderStatus.Expired, ExecutionType.Expired, null, now);
            return;
        }

        live.Visible = live.NextVisible;
        live.Market.Own(order.Side).Add(live);
        live.Market.BookChanged(order.Side, order.Price, Changes);
    }
}
