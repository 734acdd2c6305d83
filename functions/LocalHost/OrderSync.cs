using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Orders;

namespace TradingPlatform.LocalHost;

/// <summary>
/// What the schedule is in AWS, and what a restart needs: takes up what the process before left behind, then goes round
/// the accounts until it is stopped.
/// </summary>
internal sealed class OrderSync(
    SyncRound round, EndUnsentOrders endUnsent, RecomputeExposure recompute, AccountRepository accounts, IIdSource ids,
    LocalSettings settings, TimeProvider clock, ILogger<OrderSync> log)
    : BackgroundService
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    private DateTimeOffset _started;

    /// <summary>The host starts this before it listens, so whoever was sending is gone, and nobody sends yet.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _started = clock.GetUtcNow();
        await RunAsync(() => RecoverAsync(cancellationToken), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var begun = clock.GetTimestamp();
            await RunAsync(() => round.RunAsync(_started, stoppingToken), stoppingToken);
            await Task.Delay(Rest(clock.GetElapsedTime(begun)), clock, stoppingToken);
        }
    }

    // A round over very many open orders must not crowd out new ones, so it takes a thirtieth of the time; but what
    // is in doubt is to be settled within half a minute, so it never waits for long.
    private TimeSpan Rest(TimeSpan round)
    {
        var rest = round * 29;
        return rest < settings.SyncEvery ? settings.SyncEvery
            : rest > LongestRest ? LongestRest
            : rest;
    }

    // Unsent orders first: whether one had passed the gate is not stored, so only counting anew gives back what it
    // took.
    private async Task RecoverAsync(CancellationToken cancellation)
    {
        var tenants = new HashSet<TenantId>();
        await foreach (var account in accounts.GetAllTenantsAsync(cancellation))
        {
            if (tenants.Add(account.Tenant))
            {
                var caller = Caller.Platform(account.Tenant, "order-sync", ids.NewId());
                await endUnsent.HandleAsync(caller, cancellation);
                await recompute.HandleAsync(caller, TimeSpan.Zero, cancellation);
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
