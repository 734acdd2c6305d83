using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using TradingPlatform.Hosting.Metrics;

namespace TradingPlatform.Unit.Hosting;

/// <summary>Meters are the process's: what a thousand other tests measure meanwhile would fill the exporter.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInTheProcess
{
    public const string Name = "Alone in the process";
}

[Collection(AloneInTheProcess.Name)]
public sealed class MetricTests : IDisposable
{
    private static readonly KeyValuePair<string, object?> Tenant = new("TenantId", "t1");
    private static readonly KeyValuePair<string, object?> Exchange = new("ExchangeId", "BINANCE");

    private readonly MemoryStream _output = new();
    private readonly Meter _meter;

    // Other tests measure too, in the same process: a namespace of its own keeps this test's lines apart.
    public MetricTests() => _meter = new Meter("TradingPlatform/Test" + Guid.NewGuid().ToString("N"));

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void A_line_is_as_CloudWatch_wants_it()
    {
        using (var exporter = Exporter(perTenant: true))
        {
            _meter.CreateHistogram<double>("OrderSubmissionLatency", "ms").Record(145, Tenant, Exchange);
            exporter.Flush();
        }

        Assert.Equal(
            """
            {"_aws":{"Timestamp":1767868200000,"CloudWatchMetrics":[{"Namespace":"NAME",
            "Dimensions":[["TenantId","ExchangeId"],["ExchangeId"]],
            "Metrics":[{"Name":"OrderSubmissionLatency","Unit":"Milliseconds"}]}]},
            "TenantId":"t1","ExchangeId":"BINANCE","OrderSubmissionLatency":145}
            """.Replace("\n", "", StringComparison.Ordinal).Replace("NAME", _meter.Name, StringComparison.Ordinal),
            Assert.Single(Lines()));
    }

    [Fact]
    public void A_setting_drops_the_tenant_as_a_dimension_but_not_as_a_member()
    {
        using (Exporter(perTenant: false))
        {
            _meter.CreateCounter<long>("KillSwitchActivations", "{activation}").Add(1, Tenant);
        }

        var line = Assert.Single(Lines());
        Assert.Contains("\"Dimensions\":[[]]", line, StringComparison.Ordinal);
        Assert.Contains("\"TenantId\":\"t1\"", line, StringComparison.Ordinal);
        Assert.Contains("\"Unit\":\"Count\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_are_summed_and_distributions_keep_every_value_a_hundred_a_line()
    {
        using (Exporter(perTenant: true))
        {
            var counter = _meter.CreateCounter<long>("Sent");
            var histogram = _meter.CreateHistogram<double>("Latency", "ms");
            for (var i = 0; i < 250; i++)
            {
                counter.Add(2, Exchange);
                histogram.Record(i, Exchange);
            }
        }

        var lines = Lines().Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([100, 100, 50], lines.Select(line => line.GetProperty("Latency").GetArrayLength()));
        var sent = Assert.Single(lines, line => line.TryGetProperty("Sent", out _));
        Assert.Equal(500, sent.GetProperty("Sent").GetInt32());
    }

    [Fact]
    public void What_was_written_is_forgotten()
    {
        using (var exporter = Exporter(perTenant: true))
        {
            _meter.CreateCounter<long>("Sent").Add(1);
            exporter.Flush();
            exporter.Flush();
        }

        Assert.Single(Lines());
    }

    [Fact]
    public void More_values_than_there_is_room_for_are_counted_as_dropped()
    {
        using (Exporter(perTenant: true))
        {
            var histogram = _meter.CreateHistogram<double>("Latency", "ms");
            for (var i = 0; i < 2010; i++)
            {
                histogram.Record(i);
            }

            histogram.Record(double.NaN);
        }

        var text = Encoding.UTF8.GetString(_output.ToArray());
        Assert.Contains("\"DroppedMeasurements\":11}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_meter_of_another_name_is_not_exported()
    {
        using (Exporter(perTenant: true))
        {
            using var other = new Meter("Someone.Else");
            other.CreateCounter<long>("Sent").Add(1);
        }

        // Not empty: what other tests measure meanwhile, under the platform's own names, may stand there.
        Assert.DoesNotContain("Someone.Else", Encoding.UTF8.GetString(_output.ToArray()), StringComparison.Ordinal);
    }

    private EmfExporter Exporter(bool perTenant) =>
        new(_output, new FixedClock(new DateTimeOffset(2026, 1, 8, 10, 30, 0, TimeSpan.Zero)), perTenant);

    private string[] Lines() =>
        [.. Encoding.UTF8.GetString(_output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Contains(_meter.Name, StringComparison.Ordinal))];

    internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
