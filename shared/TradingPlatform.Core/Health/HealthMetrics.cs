using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TradingPlatform.Core.Health;

/// <summary>What is measured of exchanges (DESIGN.md, 'Observability').</summary>
public sealed class HealthMetrics : IDisposable
{
    private readonly Meter _meter = new("TradingPlatform/Exchanges");
    private readonly Histogram<int> _score;

    /// <summary>Makes the instruments.</summary>
    public HealthMetrics() => _score = _meter.CreateHistogram<int>("ExchangeHealthScore");

    /// <summary>A connection was checked.</summary>
    public void Checked(ConnectionHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        _score.Record(health.Score, new TagList { { "ExchangeId", Exchanges.ExchangeWords.Of(health.Exchange) } });
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
