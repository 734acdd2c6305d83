using Microsoft.Extensions.Hosting;
using TradingPlatform.Hosting.Pipeline;

namespace TradingPlatform.Hosting.Metrics;

/// <summary>In a host that lives long: writes the metrics every minute, and once more at the end.</summary>
internal sealed class MetricExport(EmfExporter exporter, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            exporter.Flush();
        }
    }
}

/// <summary>Where metrics leave on a timer, or not at all, the end of a call asks for nothing.</summary>
internal sealed class NothingAtCallEnd : ICallEnd
{
    public void Ended()
    {
    }
}
