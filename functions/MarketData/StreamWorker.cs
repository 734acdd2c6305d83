using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Health;
using TradingPlatform.Core.Streams;

namespace TradingPlatform.MarketData;

/// <summary>
/// The long-lived part: follows accounts' streams and judges what may be traded on them, round after round, until the
/// process ends.
/// </summary>
internal sealed class StreamWorker(
    FollowAccounts follow, JudgeAccounts judge, CheckHealth health, WatchPrices prices, MarketDataSettings settings,
    TimeProvider clock, ILogger<StreamWorker> log)
    : BackgroundService
{
    private IReadOnlyCollection<ExchangeAccount> _followed = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Side by side: an exchange that hangs while it is probed must not keep an account from being judged.
            await Task.WhenAll(
                RepeatAsync(FollowAsync, settings.RefreshEvery, stoppingToken),
                RepeatAsync(health.HandleAsync, settings.CheckEvery, stoppingToken),
                RepeatAsync(
                    cancellation => prices.HandleAsync(Volatile.Read(ref _followed), cancellation),
                    settings.CheckEvery, stoppingToken));
        }
        finally
        {
            await follow.EndAsync();
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        Volatile.Write(ref _followed, await follow.RefreshAsync(cancellation));
        foreach (var account in _followed)
        {
            await judge.HandleAsync(account, cancellation);
        }
    }

    private async Task RepeatAsync(
        Func<CancellationToken, Task> round, TimeSpan rest, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await round(cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                // This is the edge of the process: the next round tries again, and must come.
                log.RoundFailed(e.GetType().Name);
            }

            await Task.Delay(rest, clock, cancellation);
        }
    }
}

/// <summary>Every line that this function logs by itself.</summary>
internal static partial class Log
{
    [LoggerMessage(2201, LogLevel.Error, "A round over the streams failed: {Cause}")]
    public static partial void RoundFailed(this ILogger log, string cause);
}
