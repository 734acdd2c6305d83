namespace TradingPlatform.Exchanges.RateBudget;

/// <summary>
/// Who goes first when an exchange's budget is short (DESIGN.md, 'Resilience'); the lowest value does.
/// </summary>
public enum CallLane
{
    /// <summary>The kill switch and cancels; and the clock and rules, without which nothing else can be sent.</summary>
    Protect = 1,

    /// <summary>Asking about an order whose fate is unknown.</summary>
    Inquiry = 2,

    /// <summary>A new order.</summary>
    NewOrder = 3,

    /// <summary>Everything else.</summary>
    Other = 4,
}

/// <summary>What each lane may use of a limit: the rest is held back for the lanes above.</summary>
public static class CallLaneShare
{
    /// <summary>How many lanes there are.</summary>
    public const int Lanes = 4;

    /// <summary>
    /// The part of <paramref name="limit"/> that the lane may fill, in the limit's own unit; at least 1.
    /// </summary>
    public static int Of(this CallLane lane, int limit) => lane switch
    {
        CallLane.Protect => limit,
        CallLane.Inquiry => Math.Max(1, (int)(limit * 0.95m)),
        CallLane.NewOrder => Math.Max(1, (int)(limit * 0.90m)),
        _ => Math.Max(1, (int)(limit * 0.80m)),
    };
}
