namespace TradingPlatform.Exchanges;

/// <summary>Whether an order whose answer was lost may be sent again under its id (FAILURES.md, F02).</summary>
public enum ResubmitPolicy
{
    /// <summary>
    /// Never: the exchange may take the id anew once its order has ended, and a second order results.
    /// </summary>
    Never = 1,

    /// <summary>The exchange answers a used id with the earlier order and creates nothing.</summary>
    ReturnsEarlierOrder = 2,
}
