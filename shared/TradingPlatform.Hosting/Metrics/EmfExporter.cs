using System.Diagnostics.Metrics;
using TradingPlatform.Hosting.Pipeline;

namespace TradingPlatform.Hosting.Metrics;

/// <summary>
/// Gathers what the meters named <c>TradingPlatform/…</c> measure and writes it as CloudWatch's embedded metric format
/// (FACTS.md C4).
/// </summary>
/// <remarks>
/// What is held between two writes is bounded: <see cref="MaxSeries"/> series of <see cref="MetricSeries.MaxValues"/>
/// values; what does not fit is counted, and the count is written as <c>DroppedMeasurements</c>.
/// </remarks>
public sealed class EmfExporter : IDisposable, ICallEnd
{
    /// <summary>What a meter's name must begin with to be exported; the whole name is the namespace.</summary>
    public const string MeterPrefix = "TradingPlatform/";

    private const int MaxSeries = 1000;

    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();
    private readonly EmfWriter _writer;
    private readonly TimeProvider _clock;
    private Dictionary<SeriesKey, MetricSeries> _series = [];
    private long _dropped;

    /// <summary>Begins to listen.</summary>
    /// <param name="output">Where the lines go; one write a line, so that lines of others do not fall into it.</param>
    /// <param name="clock">Stamps the lines.</param>
    /// <param name="perTenant">False leaves out the dimension set that holds the tenant, which bills by tenant.</param>
    public EmfExporter(Stream output, TimeProvider clock, bool perTenant)
    {
        _clock = clock;
        _writer = new EmfWriter(output, perTenant);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(MeterPrefix, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Writes and forgets what was measured since the last time.</summary>
    public void Flush()
    {
        _listener.RecordObservableInstruments();
        Dictionary<SeriesKey, MetricSeries> full;
        long dropped;
        lock (_lock)
        {
            if (_series.Count == 0 && _dropped == 0)
            {
                return;
            }

            (full, _series) = (_series, []);
            (dropped, _dropped) = (_dropped, 0);
        }

        _writer.Write(full, dropped, _clock.GetUtcNow());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        Flush();
    }

    void ICallEnd.Ended() => Flush();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = new SeriesKey(instrument, MetricDimensions.Of(tags));
        lock (_lock)
        {
            if (!_series.TryGetValue(key, out var series))
            {
                if (_series.Count >= MaxSeries)
                {
                    _dropped++;
                    return;
                }

                _series.Add(key, series = new MetricSeries(instrument));
            }

            _dropped += series.TryAdd(value) ? 0 : 1;
        }
    }
}

/// <summary>One instrument under one set of dimensions.</summary>
internal readonly record struct SeriesKey(Instrument Instrument, MetricDimensions Dimensions);
