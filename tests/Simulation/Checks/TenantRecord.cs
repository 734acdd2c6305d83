using TradingPlatform.Core.Risk;

namespace TradingPlatform.Simulation.Checks;

/// <summary>What the checks know of one tenant.</summary>
internal sealed class TenantRecord
{
    private readonly List<(TimeSpan Since, RiskLimits Limits)> _limits = [(TimeSpan.MinValue, RiskLimits.Default)];

    /// <summary>Since when the kill switch is on; null while it is off.</summary>
    public TimeSpan? KilledSince { get; private set; }

    public Exposure Exposure { get; set; } = new(Core.Storage.Item.NoCounters);

    public List<OrderRecord> Orders { get; } = [];

    public void Killed(bool isOn, TimeSpan now) => KilledSince = isOn ? KilledSince ?? now : null;

    public void Limited(RiskLimits limits, TimeSpan now) => _limits.Add((now, limits));

    /// <summary>
    /// Every set of limits that an order on its way may have been checked by: limits hold for what is checked after.
    /// </summary>
    public IEnumerable<RiskLimits> LimitsInForce(TimeSpan since)
    {
        for (var i = _limits.Count - 1; i >= 0; i--)
        {
            yield return _limits[i].Limits;
            if (_limits[i].Since < since)
            {
                yield break;
            }
        }
    }
}
