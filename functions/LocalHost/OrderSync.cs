using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Orders;

namespace TradingPlatform.LocalHost;

/// <summary>
/// What the schedule is in AWS, and what a restart needs: settles what the process before left behind, sets the
/// exposure counters right, then goes round the accounts until it is stopped.
/// </summary>
internal sealed class OrderSync(
    SyncRound round, RecomputeExposure recompute, AccountRepository accounts, LocalSettings settings,
    TimeProvider clock, ILogger<OrderSync> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = clock.GetUtcNow();
        await RunAsync(() => RecomputeAsync(stoppingToken), stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var begun = clock.GetTimestamp();
            await RunAsync(() => round.RunAsync(started, stoppingToken), stoppingToken);
            // A round over very many open orders must not crowd out new ones: it takes a tenth of the time at most.
            var rest = clock.GetElapsedTime(begun) * 9;
            await Task.Delay(rest > settings.SyncEvery ? rest : settings.SyncEvery, clock, stoppingToken);
        }
    }

    private async Task RecomputeAsync(CancellationToken cancellation)
    {
        var tenants = new HashSet<TenantId>();
        await foreach (var account in accounts.GetAllTenantsAsync(cancellation))
        {
            if (tenants.Add(account.Tenant))
            {
                await recompute.HandleAsync(account.Tenant, cancellation);
            }
        }
    }

    private async Task RunAsync(Func<Task> step, CancellationToken cancellation)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // This is the edge of the process: the next round tries again, and must come.
            log.RoundFailed(e.GetType().Name);
        }
    }
}

/// <summary>Every line that the local host logs by itself.</summary>
internal static partial class Log
{
    [LoggerMessage(2101, LogLevel.Error, "A round over the accounts failed: {Cause}")]
    public static partial void RoundFailed(this ILogger log, string cause);
}
