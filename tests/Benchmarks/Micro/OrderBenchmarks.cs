using System.Text.Json;
using BenchmarkDotNet.Attributes;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Markets;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Serialization;

namespace TradingPlatform.Benchmarks.Micro;

/// <summary>What each order costs in Core.</summary>
[MemoryDiagnoser]
public class OrderBenchmarks
{
    private static readonly OrderEvent Reported = new OrderEvent.Reported(Samples.Report);
    private static readonly string Document = JsonSerializer.Serialize(Samples.Submitted, CoreJson.Default.Order);
    private static readonly SortedDictionary<string, string> Details = new(StringComparer.Ordinal)
    {
        ["status"] = "Open", ["filledQuantity"] = "0", ["exchangeOrderId"] = "123456789",
    };

    [Benchmark]
    public object Lifecycle_next() => OrderLifecycle.Next(Samples.Submitted, Reported);

    [Benchmark]
    public object Order_to_JSON() => JsonSerializer.Serialize(Samples.Submitted, CoreJson.Default.Order);

    [Benchmark]
    public object? Order_from_JSON() => JsonSerializer.Deserialize(Document, CoreJson.Default.Order);

    [Benchmark]
    public object Risk_rules() => RiskRules.Check(Samples.Risk);

    [Benchmark]
    public object? Instrument_rules() => InstrumentRules.Check(Samples.Ticket, Samples.Instrument, Samples.Quote, null);

    [Benchmark]
    public object Audit_append() =>
        AuditEvent.Append(default, Samples.Now, "OrderOpened", Samples.Caller, Samples.Pending.Id.Text, Details);
}
