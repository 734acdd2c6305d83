using System.Diagnostics;
using System.Diagnostics.Metrics;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;

namespace TradingPlatform.Core.Orders;

/// <summary>What is measured of orders (DESIGN.md, 'Observability').</summary>
public sealed class OrderMetrics : IDisposable
{
    private readonly Meter _meter = new("TradingPlatform/Orders");
    private readonly Histogram<long> _latency;
    private readonly Histogram<int> _success;

    /// <summary>Makes the instruments.</summary>
    public OrderMetrics()
    {
        _latency = _meter.CreateHistogram<long>("OrderSubmissionLatency", "ms");
        _success = _meter.CreateHistogram<int>("OrderSuccessRate", "%");
    }

    /// <summary>An order was sent.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="exchange">Where to.</param>
    /// <param name="took">From the request to the stored answer.</param>
    /// <param name="succeeded">The exchange took it.</param>
    public void Sent(TenantId tenant, ExchangeId exchange, TimeSpan took, bool succeeded)
    {
        var tags = new TagList
        {
            { "TenantId", tenant.Text }, { "ExchangeId", ExchangeWords.Of(exchange) },
        };
        _latency.Record(took.Ticks / TimeSpan.TicksPerMillisecond, tags);
        _success.Record(succeeded ? 100 : 0, tags);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
