using TradingPlatform.Embedded.Queues;
using TradingPlatform.Hosting.Events;

namespace TradingPlatform.LocalHost;

/// <summary>What Lambda's pollers are in AWS: brings the work of each queue to the handler that serves it.</summary>
internal sealed class QueuePump(
    StoredWorkQueue queue, EventRoutes routes, EventDispatcher dispatcher, TimeProvider clock, ILogger<QueuePump> log)
    : BackgroundService
{
    private const int AtOnce = 10;

    // Longer than any handler takes; a process that dies has its work come again after that.
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(routes.Names<QueueMessage>().Select(name => PumpAsync(name, stoppingToken)));

    private async Task PumpAsync(string name, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            var sent = queue.Sent;
            if (!await TryServeAsync(name, cancellation))
            {
                // Work that was held back becomes due without anything being sent.
                await Task.WhenAny(sent, Task.Delay(Rest, clock, cancellation));
            }
        }
    }

    private async Task<bool> TryServeAsync(string name, CancellationToken cancellation)
    {
        try
        {
            var taken = await queue.ReceiveAsync(name, AtOnce, Hidden, cancellation);
            var messages = taken.Select(work => new QueueMessage(work.Id, work.Body, work.Attempt, null)).ToList();
            var failed = await dispatcher.RunQueueAsync(name, messages, cancellation);
            foreach (var work in taken.Where(work => !failed.Contains(work.Id, StringComparer.Ordinal)))
            {
                await queue.DeleteAsync(work, cancellation);
            }

            return taken.Count > 0;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // This is the edge of the process: what was taken comes again.
            log.RoundFailed(e.GetType().Name);
            return false;
        }
    }
}
