using System.Diagnostics;

namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>Matches orders by price, then time. Single-threaded; the time of a request comes with it, so the same
/// requests always give the same trades.</summary>
internal sealed partial class MatchingEngine
{
    private readonly Ledger _ledger;
    private readonly Queue<LiveOrder> _triggered = new();
    private readonly ReservedSequence _executions = new("execution", 1_000_000);
    private long _priority;
    private long _lastListId;

    public MatchingEngine(IReadOnlyList<SimulatedSymbol> symbols, SimulatedFees fees)
    {
        _ledger = new Ledger(fees);
        Markets = [.. symbols.Select((symbol, index) => new Market(symbol, index))];
        ByName = Markets.ToDictionary(market => market.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<Market> Markets { get; }

    public IReadOnlyDictionary<string, Market> ByName { get; }

    public Account House { get; } = new(Account.HouseId);

    public Ledger Ledger => _ledger;

    /// <summary>Takes what has changed since the last take.</summary>
    public ChangeSet TakeChanges()
    {
        var taken = _ledger.Changes;
        _ledger.Changes = new ChangeSet();
        return taken;
    }

    /// <summary>Whether anything waits to be taken.</summary>
    public bool HasChanges => !_ledger.Changes.IsEmpty;

    private ChangeSet Changes => _ledger.Changes;

    /// <summary>What the API checks before an order reaches the engine: the market's state and its filters.</summary>
    public static Refusal? Check(Account account, NewOrder asked, long now) =>
        asked.Market.Status is not SymbolStatus.Trading ? Refusal.MarketClosed
        : asked is { Quantity: <= 0, QuoteQuantity: <= 0 } ? Refusal.InvalidQuantity
        : FilterRules.Check(account, asked, now);

    public Placement Place(Account account, NewOrder asked, long now)
    {
        if ((Check(account, asked, now) ?? Admit(account, asked)) is { } refusal)
        {
            return new Placement.Refused(refusal);
        }

        var sized = asked.QuoteQuantity > 0 ? SizeByQuote(account, asked) : asked;
        if (sized.Quantity == 0)
        {
            return new Placement.Refused(Refusal.NoLiquidity);
        }

        var fills = new List<AccountTrade>();
        var live = Enter(account, sized, -1, now);
        Hold(live, now);
        Begin(live, fills, now);
        Finish(asked.Market, now);
        return new Placement.Accepted(live.Order, fills);
    }

    public Cancellation Cancel(
        Account account,
        Market market,
        long? orderId,
        string? clientId,
        CancelRestriction restriction,
        string requestId,
        long now)
    {
        if (Find(account, market, orderId, clientId) is not { } live)
        {
            return new Cancellation.Refused(Refusal.UnknownOrder);
        }

        if (orderId is not null && clientId is not null && live.Order.ClientOrderId != clientId)
        {
            return new Cancellation.Refused(Refusal.IdMismatch);
        }

        var status = live.Order.Status;
        if ((restriction is CancelRestriction.OnlyNew && status is not OrderStatus.New)
            || (restriction is CancelRestriction.OnlyPartiallyFilled && status is not OrderStatus.PartiallyFilled))
        {
            return new Cancellation.Refused(Refusal.CancelRestricted);
        }

        return CancelFound(live, requestId, now);
    }

    /// <summary>Cancels all that the account has open in this market; a pair counts once.</summary>
    public IReadOnlyList<Cancellation> CancelAll(Account account, Market market, string requestId, long now)
    {
        var results = new List<Cancellation>();
        foreach (var live in account.OpenOrders.Values
            .Where(open => open.Market == market)
            .OrderBy(open => open.Order.OrderId)
            .ToArray())
        {
            if (live.Order.IsOpen)
            {
                results.Add(CancelFound(live, requestId, now));
            }
        }

        return results;
    }

    /// <summary>Makes an order smaller; it keeps its place in the queue.</summary>
    public Amendment Amend(
        Account account,
        Market market,
        long? orderId,
        string? clientId,
        decimal quantity,
        string? newClientId,
        long now)
    {
        if (Find(account, market, orderId, clientId) is not { } live)
        {
            return new Amendment.Refused(Refusal.NoSuchOrder);
        }

        var order = live.Order;
        if (RefuseAmendment(live, quantity, newClientId) is { } refusal)
        {
            return new Amendment.Refused(refusal);
        }

        var id = newClientId ?? order.ClientOrderId;
        account.OpenOrders.Remove(order.ClientOrderId);
        account.OpenOrders.Add(id, live);
        var freed = order.Side is Side.Buy ? order.Price * (order.Quantity - quantity) : order.Quantity - quantity;
        _ledger.Unlock(account, market.Pays(order.Side), freed, now);
        live.Order = order with
        {
            ClientOrderId = id,
            Quantity = quantity,
            Locked = order.Locked - freed,
            UpdateTime = now,
            Amendments = order.Amendments + 1,
        };
        if (live.Level is { } level)
        {
            var visible = Math.Min(live.Visible, live.Order.Remaining);
            level.Visible -= live.Visible - visible;
            live.Visible = visible;
            market.BookChanged(order.Side, order.Price, Changes);
        }

        var execution = Report(live, ExecutionType.Replaced, null, order.ClientOrderId, now);
        Finish(market, now);
        return new Amendment.Accepted(live.Order, execution);
    }

    private static Refusal? RefuseAmendment(LiveOrder live, decimal quantity, string? newClientId)
    {
        var (order, filters) = (live.Order, live.Market.Filters);
        return quantity >= order.Quantity || quantity <= order.Executed ? Refusal.AmendNotLess
            : order.Amendments >= filters.MaxAmends ? Refusal.TooManyAmends
            : quantity < filters.MinQuantity || quantity % filters.StepSize != 0 ? Refusal.Filter("LOT_SIZE")
            : order.Price > 0 && order.Price * quantity < filters.MinNotional ? Refusal.Filter("NOTIONAL")
            : order.ListId >= 0 || order.Locked == 0 ? Refusal.Unsupported
            : newClientId is not null && live.Account.OpenOrders.ContainsKey(newClientId) ? Refusal.Duplicate
            : null;
    }

    private static LiveOrder? Find(Account account, Market market, long? orderId, string? clientId)
    {
        var live = orderId is { } id ? market.OpenOrders.GetValueOrDefault(id)
            : clientId is not null ? account.OpenOrders.GetValueOrDefault(clientId)
            : null;
        return live is not null && live.Account == account && live.Market == market ? live : null;
    }

    private Cancellation CancelFound(LiveOrder live, string requestId, long now)
    {
        if (live.Order.ListId >= 0 && live.Account.OpenLists.TryGetValue(live.Order.ListId, out var list))
        {
            return CancelList(list, requestId, now);
        }

        Close(live, OrderStatus.Cancelled, ExecutionType.Cancelled, requestId, now);
        Finish(live.Market, now);
        return new Cancellation.OfOrder(live.Order);
    }

    /// <summary>Ends an order that is open: takes it off its book, frees what it holds, and says so.</summary>
    private void Close(LiveOrder live, OrderStatus status, ExecutionType type, string? requestId, long now)
    {
        Debug.Assert(live.Order.IsOpen || status is OrderStatus.Filled, "Only an open order can be closed.");
        var order = live.Order;
        if (live.Level is not null)
        {
            live.Market.Own(order.Side).Remove(live);
            live.Market.BookChanged(order.Side, order.Price, Changes);
        }
        else if (!order.IsWorking)
        {
            live.Market.Stops.Remove(live);
        }

        _ledger.Unlock(live.Account, live.Market.Pays(order.Side), order.Locked, now);
        live.Order = order with { Status = status, Locked = 0, UpdateTime = now };
        Report(live, type, null, requestId, now);
        Forget(live, now);
    }

    /// <summary>A closed order leaves memory; whoever asks for it later is answered from the store.</summary>
    private void Forget(LiveOrder live, long now)
    {
        if (live.Account.IsHouse)
        {
            return;
        }

        live.Account.OpenOrders.Remove(live.Order.ClientOrderId);
        live.Market.OpenOrders.Remove(live.Order.OrderId);
        if (live.Order.ListId >= 0 && live.Account.OpenLists.TryGetValue(live.Order.ListId, out var list))
        {
            CompleteIfDone(list, now);
        }
    }

    /// <summary>Runs what the request set off, and tells streams how things stand then.</summary>
    private void Finish(Market market, long now)
    {
        while (_triggered.TryDequeue(out var stop))
        {
            Trigger(stop, now);
        }

        _ledger.ReportTouched(now);
        if (market.TopListeners > 0)
        {
            Changes.Happenings.Add(new Happening.TopChanged(market, market.Top()));
        }
    }

    /// <summary>Keeps the order's new state, and tells its owner's streams.</summary>
    private long Report(LiveOrder live, ExecutionType type, AccountTrade? trade, string? requestId, long now)
    {
        if (live.Account.IsHouse)
        {
            return -1;
        }

        Changes.Orders[live] = live.Order;
        var id = _executions.Next(Changes);
        if (live.Account.IsWatched)
        {
            Changes.Happenings.Add(new Happening.Execution(live.Order, type, id, trade, requestId, now));
        }

        return id;
    }
}
