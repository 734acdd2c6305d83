using TradingPlatform.Hosting.Events;
using TradingPlatform.Reconciliation;

namespace TradingPlatform.LocalHost;

/// <summary>What the schedule of reconciliation is in AWS.</summary>
internal sealed class ReconcileTimer(
    EventDispatcher dispatcher, LocalSettings settings, Core.Accounts.IIdSource ids, TimeProvider clock,
    ILogger<ReconcileTimer> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.ReconcileEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await dispatcher.RunScheduleAsync(
                    new ScheduledEvent(ids.NewId(), ReconciliationModule.Schedule, clock.GetUtcNow(), "{}"),
                    stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // This is the edge of the process: the next round tries again, and must come.
                log.RoundFailed(e.GetType().Name);
            }
        }
    }
}
