namespace TradingPlatform.Core.Orders;

/// <summary>Buy or sell.</summary>
public enum OrderSide
{
    /// <summary>Pays quote, gets base.</summary>
    Buy = 1,

    /// <summary>Pays base, gets quote.</summary>
    Sell = 2,
}

/// <summary>The kinds of order of API.md.</summary>
public enum OrderType
{
    /// <summary>Takes what the book has.</summary>
    Market = 1,

    /// <summary>Takes or rests at its price or better.</summary>
    Limit = 2,

    /// <summary>Becomes a market order when the price turns against its holder to the stop.</summary>
    StopLoss = 3,

    /// <summary>As <see cref="StopLoss"/>, and then a limit order.</summary>
    StopLossLimit = 4,

    /// <summary>Becomes a market order when the price reaches the stop in its holder's favour.</summary>
    TakeProfit = 5,

    /// <summary>As <see cref="TakeProfit"/>, and then a limit order.</summary>
    TakeProfitLimit = 6,

    /// <summary>Rests, or is refused where it would take.</summary>
    LimitMaker = 7,
}

/// <summary>How long an order works.</summary>
public enum TimeInForce
{
    /// <summary>Until it is cancelled.</summary>
    Gtc = 1,

    /// <summary>What cannot be filled at once is cancelled.</summary>
    Ioc = 2,

    /// <summary>All at once, or nothing.</summary>
    Fok = 3,
}

/// <summary>What each kind of order has.</summary>
public static class OrderTypeTraits
{
    /// <summary>It names a limit price.</summary>
    public static bool HasPrice(this OrderType type) => type is OrderType.Limit or OrderType.LimitMaker
        or OrderType.StopLossLimit or OrderType.TakeProfitLimit;

    /// <summary>It waits for a stop price or a trailing delta.</summary>
    public static bool HasStop(this OrderType type) => type is OrderType.StopLoss or OrderType.StopLossLimit
        or OrderType.TakeProfit or OrderType.TakeProfitLimit;

    /// <summary>It says how long it works; the others have no choice.</summary>
    public static bool HasTimeInForce(this OrderType type) => type is OrderType.Limit
        or OrderType.StopLossLimit or OrderType.TakeProfitLimit;
}
