using TradingPlatform.Core.Risk;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Workload;

/// <summary>Limits that bind now and then.</summary>
internal static class Limits
{
    public static RiskLimits Draw(Chance chance) => RiskLimits.Default with
    {
        MaxOpenOrders = chance.Between(3, 40),
        MaxPositionNotional = chance.Between(1_500, 20_000),
        MaxOrderNotional = 1_000,
        // Rules on equity ask the exchange for balances, and so bring other calls among the orders'.
        MaxLeverage = chance.Happens(0.3) ? 10 : null,
        MaxRiskPerTrade = null,
        MaxPositionShare = chance.Happens(0.3) ? 0.1m : null,
        MaxDailyLoss = null,
        MaxDrawdown = null,
        MinOrderQuantity = 0.0001m,
    };
}
