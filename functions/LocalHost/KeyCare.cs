using TradingPlatform.Credentials;

namespace TradingPlatform.LocalHost;

/// <summary>What the schedules of accounts' keys are in AWS.</summary>
internal sealed class KeyCare(KeyRounds rounds, TimeProvider clock, ILogger<KeyCare> log) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Rest, clock, stoppingToken);
            try
            {
                await rounds.SweepAsync(stoppingToken);
                await rounds.RevalidateAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // This is the edge of the process: the next round tries again, and must come.
                log.RoundFailed(e.GetType().Name);
            }
        }
    }
}
