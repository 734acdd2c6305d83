using System.Diagnostics;
using System.Diagnostics.Metrics;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Risk;

/// <summary>What is measured of risk (DESIGN.md, 'Observability').</summary>
public sealed class RiskMetrics : IDisposable
{
    private readonly Meter _meter = new("TradingPlatform/Risk");
    private readonly Counter<long> _killSwitchActivations;

    /// <summary>Makes the instruments.</summary>
    public RiskMetrics() => _killSwitchActivations = _meter.CreateCounter<long>("KillSwitchActivations");

    /// <summary>A kill switch went on.</summary>
    public void KillSwitchSet(TenantId tenant) =>
        _killSwitchActivations.Add(1, new TagList { { "TenantId", tenant.Text } });

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
