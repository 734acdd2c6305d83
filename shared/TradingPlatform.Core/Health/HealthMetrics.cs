using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TradingPlatform.Core.Health;

/// <summary>What is measured of exchanges (DESIGN.md, 'Observability').</summary>
public sealed class HealthMetrics : IDisposable
{
    private readonly Meter _meter = new("TradingPlatform/Exchanges");
    private readonly Histogram<int> _score;
    private readonly Counter<long> _switches;

    /// <summary>Makes the instruments.</summary>
    public HealthMetrics()
    {
        _score = _meter.CreateHistogram<int>("ExchangeHealthScore");
        _switches = _meter.CreateCounter<long>("ExchangeAddressChanges");
    }

    /// <summary>A connection was checked.</summary>
    public void Checked(ConnectionHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        _score.Record(health.Score, Of(health));
    }

    /// <summary>Calls go to another address of the exchange.</summary>
    public void Switched(ConnectionHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        _switches.Add(1, Of(health));
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static TagList Of(ConnectionHealth health) =>
        new() { { "ExchangeId", Exchanges.ExchangeWords.Of(health.Exchange) } };
}
