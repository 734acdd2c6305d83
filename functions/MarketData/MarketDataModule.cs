using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Health;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Streams;
using TradingPlatform.Hosting.Events;
using TradingPlatform.Hosting.Functions;

namespace TradingPlatform.MarketData;

/// <summary>Streams of accounts and markets, and the health of the exchanges.</summary>
public sealed class MarketDataModule : IFunctionModule
{
    /// <inheritdoc/>
    public static string Name => "MarketData";

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        var settings = MarketDataSettings.Read(configuration);
        services.AddSingleton(settings);
        services.AddExchangeAccounts();
        services.TryAddSingleton<OrderRepository>();
        services.TryAddSingleton<RiskRepository>();
        services.TryAddSingleton<OrderLedger>();
        services.TryAddSingleton<SettleOrder>();
        services.TryAddSingleton<SyncAccount>();
        services.TryAddSingleton<SweepAccount>();
        services.TryAddSingleton<MoveTradingState>();
        services.TryAddSingleton<AccountStreams>();
        services.TryAddSingleton(new StreamTimes());
        services.TryAddSingleton<HealthRepository>();
        if (settings.Follows)
        {
            AddWorker(services, settings);
        }
    }

    /// <inheritdoc/>
    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        // It serves no requests: what it learns it stores, and the function Credentials shows it.
    }

    /// <inheritdoc/>
    public void MapEvents(EventRoutes events)
    {
    }

    private static void AddWorker(IServiceCollection services, MarketDataSettings settings)
    {
        services.AddSingleton(provider => new StreamWorkerName(
            settings.WorkerName ?? provider.GetRequiredService<IIdSource>().NewId(), settings.MostShards));
        services.AddSingleton<StreamShards>();
        services.AddSingleton<ApplyReports>();
        services.AddSingleton<FollowAccount>();
        services.AddSingleton<FollowAccounts>();
        services.AddSingleton<JudgeAccounts>();
        services.AddSingleton<HealthMetrics>();
        services.AddSingleton<CheckHealth>();
        services.AddSingleton<PriceFeed>();
        services.AddSingleton<WatchPrices>();
        services.AddHostedService<StreamWorker>();
    }
}
