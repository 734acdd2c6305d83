using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingPlatform.Core.Events;
using TradingPlatform.Core.Health;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Positions;
using TradingPlatform.Core.Queues;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Streams;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting;
using TradingPlatform.Hosting.Auth;
using TradingPlatform.Hosting.Events;
using TradingPlatform.Hosting.Functions;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.RateLimits;
using TradingPlatform.Orders.Endpoints;
using TradingPlatform.Orders.Views;

namespace TradingPlatform.Orders;

/// <summary>Orders, risk, balances and positions.</summary>
public sealed class OrdersModule : IFunctionModule
{
    /// <summary>The schedule that brings orders up to date.</summary>
    public const string SyncSchedule = "sync-orders";

    /// <summary>The stream of the table's changes, whose outbound items leave over the event bus.</summary>
    public const string Outbox = "outbox";

    /// <inheritdoc/>
    public static string Name => "Orders";

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddJson(OrdersJson.Wire);
        services.AddExchangeAccounts();
        services.TryAddSingleton<OrderRepository>();
        services.TryAddSingleton<FillRepository>();
        services.TryAddSingleton<RiskRepository>();
        services.TryAddSingleton<EquityReader>();
        services.TryAddSingleton<PositionReader>();
        services.AddSingleton<PublicPrices>();
        services.AddSingleton<PositionValuation>();
        services.TryAddSingleton<OrderLedger>();
        services.AddSingleton<OrderMetrics>();
        services.AddSingleton<OrderCheck>();
        services.AddSingleton<Departures>();
        services.AddSingleton<Dispatch>();
        services.TryAddSingleton<SettleOrder>();
        services.AddSingleton<SubmitOrder>();
        services.AddSingleton<SubmitOco>();
        services.AddSingleton<ReplaceInOneCall>();
        services.AddSingleton<ReplaceInTwoCalls>();
        services.AddSingleton<AmendOrder>();
        services.AddSingleton<CancelOrder>();
        services.AddSingleton<CancelAllOrders>();
        services.AddSingleton<TestOrder>();
        services.TryAddSingleton<SyncAccount>();
        services.TryAddSingleton<SweepAccount>();
        services.TryAddSingleton<AccountStreams>();
        services.TryAddSingleton(new StreamTimes());
        services.AddSingleton<EndUnsentOrders>();
        services.AddSingleton<RiskMetrics>();
        services.AddSingleton<SetRiskLimits>();
        services.AddSingleton<CancelEverything>();
        services.AddSingleton<SetKillSwitch>();
        services.AddSingleton<RiskStatusReader>();
        services.AddSingleton<SettleLater>();
        services.TryAddSingleton<CountExposure>();
        services.TryAddSingleton<RecomputeExposure>();
        services.AddSingleton<SyncRound>();
        services.AddSingleton<KeyNews>();
    }

    /// <inheritdoc/>
    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        MapOrders(routes.MapGroup("/v1/orders").WithTags("Orders"));
        routes.MapGet("/v1/fills", ReadOrderEndpoints.ListFillsAsync).WithTags("Orders")
            .WithSummary("Lists fills, newest first.").Produces<PageView<FillView>>();
        MapRisk(routes.MapGroup("/v1/risk").WithTags("Risk"));
        routes.MapGet("/v1/balances", HoldingsEndpoints.GetBalancesAsync).WithTags("Holdings")
            .WithSummary("Shows what the accounts hold, as their exchanges say now.").Produces<BalancesView>();
        routes.MapGet("/v1/positions", HoldingsEndpoints.GetPositionsAsync).WithTags("Holdings")
            .WithSummary("Shows positions, folded from fills.").Produces<PositionsView>();
    }

    /// <inheritdoc/>
    public void MapEvents(EventRoutes events)
    {
        ArgumentNullException.ThrowIfNull(events);
        events.OnSchedule(SyncSchedule, (services, _, cancellation) =>
            services.GetRequiredService<SyncRound>().RunAsync(null, cancellation));
        foreach (var type in KeyNews.Events)
        {
            events.OnSchedule(type, (services, e, _) =>
            {
                services.GetRequiredService<KeyNews>().Handle(e.Detail);
                return Task.CompletedTask;
            });
        }

        events.OnQueue(WorkQueues.SettleOrders, (services, message, cancellation) =>
            services.GetRequiredService<SettleLater>().HandleAsync(message.Body, message.Id, cancellation));
        events.OnItemChange(Outbox, async (services, change, cancellation) =>
        {
            if (change.After is { Outbound: true } item)
            {
                var happened = PlatformEvent.Of(item);
                await services.GetRequiredService<SettleLater>().HearAsync(happened, cancellation);
                await services.GetRequiredService<IEventBus>().PublishAsync([happened], cancellation);
            }
        });
    }

    private static void MapOrders(RouteGroupBuilder orders)
    {
        orders.MapPost("/", SubmitOrderEndpoint.HandleAsync)
            .RequireRole(Role.Trader).RequireIdempotencyKey().CountsAsOrder()
            .WithSummary("Places an order.").Accepts<OrderRequest>("application/json")
            .Produces<OrderView>(StatusCodes.Status201Created).Produces<OrderView>()
            .Produces<OrderView>(StatusCodes.Status202Accepted);
        orders.MapPost("/bulk", BulkOrdersEndpoint.HandleAsync)
            .RequireRole(Role.Trader).WithSummary("Places up to 50 orders, each by itself.")
            .Accepts<BulkRequest>("application/json").Produces(StatusCodes.Status200OK);
        orders.MapPost("/oco", OcoEndpoint.HandleAsync)
            .RequireRole(Role.Trader).CountsAsOrder().WithSummary("Places a one-cancels-other pair.")
            .Accepts<OcoRequest>("application/json").Produces<OcoView>(StatusCodes.Status201Created);
        orders.MapPost("/test", TestOrderEndpoint.HandleAsync)
            .RequireRole(Role.Trader).WithSummary("Runs every check and sends nothing.")
            .Accepts<OrderRequest>("application/json").Produces<TestView>();
        orders.MapPost("/cancel-all", CancelOrderEndpoints.CancelAllAsync)
            .RequireRole(Role.Trader).WithSummary("Cancels every open order.")
            .Accepts<CancelAllRequest>("application/json").Produces<CancelAllView>();
        orders.MapGet("/", ReadOrderEndpoints.ListAsync)
            .WithSummary("Lists orders, newest first.").Produces<PageView<OrderView>>();
        orders.MapGet("/{id}", ReadOrderEndpoints.GetAsync)
            .WithSummary("Shows an order.").Produces<OrderView>();
        orders.MapGet("/{id}/events", ReadOrderEndpoints.GetEventsAsync)
            .WithSummary("Shows an order's audit trail, oldest first.").Produces<EventsView>();
        orders.MapPatch("/{id}", AmendOrderEndpoint.HandleAsync)
            .RequireRole(Role.Trader).CountsAsOrder().WithSummary("Changes an open order's price or quantity.")
            .Accepts<AmendRequest>("application/json").Produces<OrderView>();
        orders.MapDelete("/{id}", CancelOrderEndpoints.CancelAsync)
            .RequireRole(Role.Trader).WithSummary("Cancels an order.").Produces<OrderView>();
    }

    private static void MapRisk(RouteGroupBuilder risk)
    {
        risk.MapGet("/limits", RiskEndpoints.GetLimitsAsync)
            .WithSummary("Shows the limits.").Produces<LimitsView>();
        risk.MapPut("/limits", RiskEndpoints.PutLimitsAsync)
            .RequireRole(Role.Admin).WithSummary("Sets the limits, all of them.")
            .Accepts<LimitsView>("application/json").Produces<LimitsView>();
        risk.MapGet("/status", RiskEndpoints.GetStatusAsync)
            .WithSummary("Shows how the tenant stands against its limits.").Produces<RiskStatusView>();
        risk.MapGet("/kill-switch", RiskEndpoints.GetKillSwitchAsync)
            .WithSummary("Shows the kill switch.").Produces<KillSwitchView>();
        risk.MapPut("/kill-switch", RiskEndpoints.SetKillSwitchAsync)
            .RequireRole(Role.Trader).WithSummary("Stops all trading.")
            .Accepts<KillSwitchRequest>("application/json").Produces<KillSwitchView>();
        risk.MapDelete("/kill-switch", RiskEndpoints.ReleaseKillSwitchAsync)
            .RequireRole(Role.Admin).WithSummary("Lets trading go on.").Produces<KillSwitchView>();
    }
}
