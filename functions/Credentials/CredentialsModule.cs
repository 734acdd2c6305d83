using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Orders;
using TradingPlatform.Core.Risk;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Hosting;
using TradingPlatform.Hosting.Auth;
using TradingPlatform.Hosting.Events;
using TradingPlatform.Hosting.Functions;

namespace TradingPlatform.Credentials;

/// <summary>Exchange accounts and their keys.</summary>
public sealed class CredentialsModule : IFunctionModule
{
    /// <inheritdoc/>
    public static string Name => "Credentials";

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddJson(CredentialsJson.Wire);
        services.TryAddSingleton<AccountRepository>();
        services.TryAddSingleton<ExchangeConnections>();
        services.TryAddSingleton<OrderRepository>();
        services.TryAddSingleton<RiskRepository>();
        services.TryAddSingleton<EquityReader>();
        services.AddSingleton(AllowedOrigins.Read(configuration));
        services.AddSingleton<LinkAccount>();
        services.AddSingleton<UnlinkAccount>();
        services.AddSingleton<SweepOrphanedKeys>();
    }

    /// <inheritdoc/>
    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        Map(routes, "/v1/exchange-configs");
        // The same call under its second name (API.md).
        routes.MapPost("/v1/exchanges", AccountEndpoints.LinkAsync).WithTags("Exchange accounts")
            .RequireRole(Role.Trader).WithSummary("Links an exchange account.")
            .Accepts<LinkRequest>("application/json").Produces<AccountView>(StatusCodes.Status201Created);
    }

    /// <inheritdoc/>
    public void MapEvents(EventRoutes events)
    {
    }

    private static void Map(IEndpointRouteBuilder routes, string path)
    {
        var accounts = routes.MapGroup(path).WithTags("Exchange accounts");
        accounts.MapPost("/", AccountEndpoints.LinkAsync)
            .RequireRole(Role.Trader).WithSummary("Links an exchange account.")
            .Accepts<LinkRequest>("application/json").Produces<AccountView>(StatusCodes.Status201Created);
        accounts.MapGet("/", AccountEndpoints.ListAsync)
            .WithSummary("Lists exchange accounts, newest first.").Produces<AccountPageView>();
        accounts.MapGet("/{id}", AccountEndpoints.GetAsync)
            .WithSummary("Shows an exchange account.").Produces<AccountView>();
        accounts.MapDelete("/{id}", AccountEndpoints.UnlinkAsync)
            .RequireRole(Role.Trader).WithSummary("Unlinks an exchange account and destroys its key.")
            .Produces(StatusCodes.Status204NoContent);
    }
}
