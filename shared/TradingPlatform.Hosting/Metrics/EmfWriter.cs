using System.Buffers;
using System.Text.Json;
using TradingPlatform.Hosting.Problems;

namespace TradingPlatform.Hosting.Metrics;

/// <summary>Writes series as lines of the embedded metric format: one line a namespace and set of dimensions.</summary>
internal sealed class EmfWriter(Stream output, bool perTenant)
{
    // Both are the format's own limits.
    private const int MaxMetricsPerLine = 100;
    private const int MaxValuesPerMetric = 100;

    private readonly Lock _lock = new();

    internal void Write(Dictionary<SeriesKey, MetricSeries> series, long dropped, DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var line in series.GroupBy(pair => (pair.Key.Instrument.Meter.Name, pair.Key.Dimensions)))
            {
                foreach (var some in line.SelectMany(Parts).GroupBy(part => part.Number))
                {
                    foreach (var metrics in some.Chunk(MaxMetricsPerLine))
                    {
                        WriteLine(line.Key.Name, line.Key.Dimensions, metrics, now);
                    }
                }
            }

            if (dropped > 0)
            {
                var part = new Part("DroppedMeasurements", "Count", [dropped], 0);
                WriteLine(EmfExporter.MeterPrefix + "Metrics", default, [part], now);
            }

            output.Flush();
        }
    }

    /// <summary>A distribution of more values than a line holds becomes several lines.</summary>
    private static IEnumerable<Part> Parts(KeyValuePair<SeriesKey, MetricSeries> series) =>
        series.Value.Values.Chunk(MaxValuesPerMetric).Select((values, number) =>
            new Part(series.Key.Instrument.Name, UnitOf(series.Key.Instrument.Unit), values, number));

    private void WriteLine(string name, MetricDimensions dimensions, Part[] metrics, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, ProblemJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("_aws"u8);
            writer.WriteNumber("Timestamp"u8, now.ToUnixTimeMilliseconds());
            writer.WriteStartArray("CloudWatchMetrics"u8);
            WriteDirective(writer, name, dimensions, metrics);
            writer.WriteEndArray();
            writer.WriteEndObject();
            WriteRoot(writer, dimensions, metrics);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        output.Write(buffer.WrittenSpan);
    }

    private void WriteDirective(Utf8JsonWriter writer, string name, MetricDimensions dimensions, Part[] metrics)
    {
        writer.WriteStartObject();
        writer.WriteString("Namespace"u8, name);
        writer.WriteStartArray("Dimensions"u8);
        if (perTenant && dimensions.TenantId is not null)
        {
            WriteSet(writer, dimensions, withTenant: true);
        }

        WriteSet(writer, dimensions, withTenant: false);
        writer.WriteEndArray();
        writer.WriteStartArray("Metrics"u8);
        foreach (var metric in metrics)
        {
            writer.WriteStartObject();
            writer.WriteString("Name"u8, metric.Name);
            writer.WriteString("Unit"u8, metric.Unit);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSet(Utf8JsonWriter writer, MetricDimensions dimensions, bool withTenant)
    {
        writer.WriteStartArray();
        WriteName(writer, "TenantId", withTenant ? dimensions.TenantId : null);
        WriteName(writer, "ExchangeId", dimensions.ExchangeId);
        WriteName(writer, "ProviderId", dimensions.ProviderId);
        writer.WriteEndArray();
    }

    private static void WriteName(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteStringValue(name);
        }
    }

    private static void WriteRoot(Utf8JsonWriter writer, MetricDimensions dimensions, Part[] metrics)
    {
        // The tenant stands here even where it is no dimension, so that log queries can ask for it.
        WriteMember(writer, "TenantId", dimensions.TenantId);
        WriteMember(writer, "ExchangeId", dimensions.ExchangeId);
        WriteMember(writer, "ProviderId", dimensions.ProviderId);
        foreach (var metric in metrics)
        {
            writer.WritePropertyName(metric.Name);
            if (metric.Values is [var only])
            {
                writer.WriteNumberValue(only);
                continue;
            }

            writer.WriteStartArray();
            foreach (var value in metric.Values)
            {
                writer.WriteNumberValue(value);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteMember(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    /// <summary>CloudWatch knows these words and refuses others; instruments are usually given UCUM's.</summary>
    private static string UnitOf(string? unit) => unit switch
    {
        "ms" or "Milliseconds" => "Milliseconds",
        "s" or "Seconds" => "Seconds",
        "us" or "Microseconds" => "Microseconds",
        "%" or "Percent" => "Percent",
        "By" or "Bytes" => "Bytes",
        { Length: > 1 } when unit[0] == '{' => "Count",
        "Count" => "Count",
        _ => "None",
    };

    private sealed record Part(string Name, string Unit, double[] Values, int Number);
}
