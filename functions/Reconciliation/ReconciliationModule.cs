using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Core.Queues;
using TradingPlatform.Core.Reconciliation;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting;
using TradingPlatform.Hosting.Auth;
using TradingPlatform.Hosting.Events;
using TradingPlatform.Hosting.Functions;
using TradingPlatform.Hosting.OpenApi;

namespace TradingPlatform.Reconciliation;

/// <summary>Finds and mends what differs between the platform and its exchanges.</summary>
public sealed class ReconciliationModule : IFunctionModule
{
    /// <summary>The schedule that has every active account reconciled.</summary>
    public const string Schedule = "reconcile";

    /// <inheritdoc/>
    public static string Name => "Reconciliation";

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddJson(ReconciliationJson.Wire);
        services.TryAddSingleton<AccountRepository>();
        services.TryAddSingleton<AccountTrail>();
        services.TryAddSingleton<AccountAudit>();
        services.TryAddSingleton<AccountKeys>();
        services.TryAddSingleton<ExchangeConnections>();
        services.TryAddSingleton<OrderRepository>();
        services.TryAddSingleton<FillRepository>();
        services.TryAddSingleton<RiskRepository>();
        services.TryAddSingleton<PositionReader>();
        services.TryAddSingleton<OrderLedger>();
        services.TryAddSingleton<CountExposure>();
        services.TryAddSingleton<RecomputeExposure>();
        services.TryAddSingleton<MoveTradingState>();
        services.AddSingleton<OrphanRepository>();
        services.AddSingleton<RunRepository>();
        services.AddSingleton<ReconcileAccount>();
        services.AddSingleton<ReconciliationMetrics>();
        services.AddSingleton<RunReconciliation>();
        services.TryAddSingleton(new ReconciliationTimes());
        services.AddSingleton<RequestReconciliation>();
        services.AddSingleton<AdoptOrder>();
        services.AddSingleton<ResolveOrphan>();
    }

    /// <inheritdoc/>
    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/reconciliation").WithTags("Reconciliation");
        group.MapPost("/runs", RunEndpoints.RunAsync)
            .RequireRole(Role.Trader)
            .WithSummary("Reconciles an account, or all that are active, and shows what was found.")
            .Accepts<RunRequest>("application/json").Produces<RunView>()
            .Produces<RunView>(StatusCodes.Status202Accepted);
        group.MapGet("/runs", RunEndpoints.ListAsync)
            .WithSummary("Lists runs, newest first.").WithPaging().Produces<RunPageView>();
        group.MapGet("/runs/{id}", RunEndpoints.GetAsync)
            .WithSummary("Shows a run.").Produces<RunView>();
        group.MapGet("/orphans", OrphanEndpoints.ListAsync)
            .WithSummary("Lists orders that only one side knows, newest first.").WithPaging()
            .Produces<OrphanPageView>();
        group.MapPost("/orphans/{id}/resolve", OrphanEndpoints.ResolveAsync)
            .RequireRole(Role.Trader).WithSummary("Decides what becomes of an order that only one side knows.")
            .Accepts<ResolveRequest>("application/json").Produces<OrphanView>();
    }

    /// <inheritdoc/>
    public void MapEvents(EventRoutes events)
    {
        ArgumentNullException.ThrowIfNull(events);
        events.OnSchedule(Schedule, (services, _, cancellation) =>
            services.GetRequiredService<RequestReconciliation>().RequestAllAsync(cancellation));
        events.OnQueue(WorkQueues.ReconcileAccounts, (services, message, cancellation) =>
            services.GetRequiredService<RequestReconciliation>().HandleAsync(message.Body, cancellation));
    }
}
