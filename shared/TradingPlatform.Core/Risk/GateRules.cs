namespace TradingPlatform.Core.Risk;

/// <summary>Which limit a counter's guard stands for.</summary>
public static class GateRules
{
    /// <summary>The limit's name in the contract, and whether it is the exchange's and not the tenant's.</summary>
    public static (string Rule, bool IsExchange) Name(string counter)
    {
        ArgumentNullException.ThrowIfNull(counter);
        return counter switch
        {
            Exposure.Orders => ("maxOpenOrders", false),
            Exposure.Notional => ("maxLeverage", false),
            _ when counter.StartsWith("open:", StringComparison.Ordinal) => ("MAX_NUM_ORDERS", true),
            _ when counter.StartsWith("waiting:", StringComparison.Ordinal) => ("MAX_NUM_ALGO_ORDERS", true),
            _ => ("maxPositionNotional", false),
        };
    }
}
