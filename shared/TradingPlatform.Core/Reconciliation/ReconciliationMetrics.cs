using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TradingPlatform.Core.Reconciliation;

/// <summary>What is measured of reconciliation.</summary>
public sealed class ReconciliationMetrics : IDisposable
{
    private readonly Meter _meter = new("TradingPlatform/Reconciliation");
    private readonly Counter<long> _checked;
    private readonly Counter<long> _updated;
    private readonly Counter<long> _orphaned;
    private readonly Histogram<double> _lag;
    private readonly Histogram<double> _duration;

    /// <summary>Makes the instruments.</summary>
    public ReconciliationMetrics()
    {
        _checked = _meter.CreateCounter<long>("OrdersChecked");
        _updated = _meter.CreateCounter<long>("OrdersUpdated");
        _orphaned = _meter.CreateCounter<long>("OrdersOrphaned");
        _lag = _meter.CreateHistogram<double>("ReconciliationLag", "ms");
        _duration = _meter.CreateHistogram<double>("ReconciliationDuration", "ms");
    }

    /// <summary>A run has ended.</summary>
    /// <param name="run">What it found.</param>
    /// <param name="lag">How long after it was due it began.</param>
    public void Ended(ReconciliationRun run, TimeSpan lag)
    {
        ArgumentNullException.ThrowIfNull(run);
        var tags = new TagList { { "TenantId", run.Tenant.Text } };
        _checked.Add(run.TotalOrders, tags);
        _updated.Add(run.Updated, tags);
        _orphaned.Add(run.Orphaned, tags);
        _lag.Record(lag.TotalMilliseconds, tags);
        _duration.Record(run.DurationMs, tags);
    }

    /// <summary>The instrument is one of these.</summary>
    internal bool IsOf(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
