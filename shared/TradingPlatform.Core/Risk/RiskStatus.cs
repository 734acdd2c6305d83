using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Risk;

/// <summary>How a tenant stands against its limits.</summary>
/// <param name="OpenOrders">How many orders may fill.</param>
/// <param name="OpenNotional">What is left of them, in USDT.</param>
/// <param name="PositionNotional">What is held by fills, open buys not included, in USDT.</param>
/// <param name="Equity">What is owned, against its marks.</param>
/// <param name="KillSwitch">The kill switch.</param>
/// <param name="Limits">The limits.</param>
public sealed record RiskStatus(
    int OpenOrders, decimal OpenNotional, decimal PositionNotional, Equity Equity, KillSwitch KillSwitch,
    RiskLimits Limits);

/// <summary>Reads how a tenant stands.</summary>
public sealed class RiskStatusReader(
    RiskRepository risk, EquityReader equity, SetKillSwitch killSwitch, Positions.PositionValuation positions)
{
    /// <summary>As of now; balances and prices are a few seconds old at most.</summary>
    public async Task<RiskStatus> GetAsync(TenantId tenant, CancellationToken cancellation)
    {
        var (exposure, _) = await risk.GetExposureAsync(tenant, cancellation);
        var (limits, _) = await risk.GetLimitsAsync(tenant, cancellation);
        var wealth = await equity.GetAsync(tenant, cancellation);
        var held = 0m;
        await foreach (var valued in positions.GetAllAsync(tenant, null, cancellation))
        {
            held += Math.Abs(valued.Notional ?? 0);
        }

        return new RiskStatus(
            (int)exposure[Exposure.Orders], exposure[Exposure.Notional], held, wealth.Equity,
            await killSwitch.GetAsync(tenant, cancellation), limits.Limits);
    }
}
