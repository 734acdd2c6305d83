using TradingPlatform.Core.Streams;

namespace TradingPlatform.MarketData;

/// <summary>
/// The long-lived part: follows accounts' streams and judges what may be traded on them, round after round, until the
/// process ends.
/// </summary>
internal sealed class StreamWorker(
    FollowAccounts follow, JudgeAccounts judge, MarketDataSettings settings, TimeProvider clock,
    ILogger<StreamWorker> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await RunRoundAsync(stoppingToken);
                await Task.Delay(settings.RefreshEvery, clock, stoppingToken);
            }
        }
        finally
        {
            await follow.EndAsync();
        }
    }

    private async Task RunRoundAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var account in await follow.RefreshAsync(cancellation))
            {
                await judge.HandleAsync(account, cancellation);
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // This is the edge of the process: the next round tries again, and must come.
            log.RoundFailed(e.GetType().Name);
        }
    }
}

/// <summary>Every line that this function logs by itself.</summary>
internal static partial class Log
{
    [LoggerMessage(2201, LogLevel.Error, "A round over the streams failed: {Cause}")]
    public static partial void RoundFailed(this ILogger log, string cause);
}
