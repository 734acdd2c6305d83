namespace TradingPlatform.Embedded.SimulatedExchange.Engine;

/// <summary>Two orders of which one cancels the other. While both are untouched they share one lock, as either may
/// trade but never both.</summary>
internal sealed class OrderList(long id, string clientId, Account account, Market market, long time)
{
    public long Id => id;

    public string ClientId => clientId;

    public Account Account => account;

    public Market Market => market;

    /// <summary>The legs that are, or were a moment ago, open.</summary>
    public IReadOnlyList<LiveOrder> Legs { get; private set; } = [];

    public IReadOnlyList<(long OrderId, string ClientOrderId)> LegIds { get; private set; } = [];

    /// <summary>What the pair holds back while neither leg has been touched.</summary>
    public decimal Locked { get; set; }

    public bool IsDone { get; set; }

    public OrderListState State => new(id, account.Id, market.Name, clientId, IsDone, time, Locked, LegIds);

    public void SetLegs(LiveOrder first, LiveOrder second)
    {
        Legs = [first, second];
        LegIds = [(first.Order.OrderId, first.Order.ClientOrderId), (second.Order.OrderId, second.Order.ClientOrderId)];
        first.List = this;
        second.List = this;
    }

    /// <summary>Takes up a stored pair, of which one leg may be gone.</summary>
    public void Restore(OrderListState state, IReadOnlyList<LiveOrder> open)
    {
        (Legs, LegIds, Locked) = (open, state.Legs, state.Locked);
        foreach (var leg in open.Count == 2 ? open : [])
        {
            leg.List = this;
        }
    }

    /// <summary>What a pair must hold back: the dearer of its legs.</summary>
    public static decimal Requires(Side side, decimal quantity, decimal firstPrice, decimal secondPrice) =>
        side is Side.Sell ? quantity : quantity * Math.Max(firstPrice, secondPrice);
}

/// <summary>A pair as it is stored and answered.</summary>
internal sealed record OrderListState(
    long Id,
    int AccountId,
    string Symbol,
    string ClientId,
    bool IsDone,
    long Time,
    decimal Locked,
    IReadOnlyList<(long OrderId, string ClientOrderId)> Legs);
