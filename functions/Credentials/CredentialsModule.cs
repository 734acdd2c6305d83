using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Health;
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
    /// <summary>The schedule that takes up what was left half done; every few minutes.</summary>
    public const string SweepSchedule = "sweep-credentials";

    /// <summary>The schedule that asks the exchanges about keys, and reminds of them; every hour.</summary>
    public const string RevalidateSchedule = "revalidate-credentials";

    /// <summary>
    /// The rotation of the platform's own secrets; named by the one that there is, which signs calls between functions.
    /// </summary>
    public const string Rotation = "internal-requests";

    /// <inheritdoc/>
    public static string Name => "Credentials";

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddJson(CredentialsJson.Wire);
        services.AddExchangeAccounts();
        services.TryAddSingleton<OrderRepository>();
        services.TryAddSingleton<RiskRepository>();
        services.TryAddSingleton<EquityReader>();
        services.AddSingleton(AllowedOrigins.Read(configuration));
        services.AddSingleton(OldKeySettings.Read(configuration));
        services.AddSingleton<LinkAccount>();
        services.AddSingleton<RenameAccount>();
        services.AddSingleton<SwitchAccount>();
        services.AddSingleton<ValidateKey>();
        services.AddSingleton<RotateKey>();
        services.AddSingleton<KeyChangeEnd>();
        services.AddSingleton<UnlinkAccount>();
        services.AddSingleton<TakeUpKeyChanges>();
        services.AddSingleton<SweepOrphanedKeys>();
        services.AddSingleton<SetKeyPolicy>();
        services.AddSingleton<RemindOfKeys>();
        services.AddSingleton<KeyRounds>();
        services.AddSingleton<RefusedKeys>();
        services.TryAddSingleton<HealthRepository>();
        services.TryAddSingleton<SecretTrail>();
        services.AddSingleton<RotatePlatformSecret>();
    }

    /// <inheritdoc/>
    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/v1/exchange-configs").WithTags("Exchange accounts");
        MapAccounts(accounts);
        MapChanges(accounts);
        var policy = routes.MapGroup("/v1/key-policy").WithTags("Exchange accounts");
        policy.MapGet("/", KeyPolicyEndpoints.GetAsync)
            .WithSummary("Shows after how many days a key is reminded of.").Produces<KeyPolicyView>();
        policy.MapPut("/", KeyPolicyEndpoints.PutAsync)
            .RequireRole(Role.Admin).WithSummary("Sets after how many days a key is reminded of.")
            .Accepts<KeyPolicyView>("application/json").Produces<KeyPolicyView>();
        routes.MapGet("/v1/exchanges/health", HealthEndpoint.HandleAsync).WithTags("Exchanges")
            .WithSummary("Shows how well the exchanges of the tenant's accounts can be reached.")
            .Produces<HealthView>();
        // The same call under its second name (API.md).
        routes.MapPost("/v1/exchanges", AccountEndpoints.LinkAsync).WithTags("Exchange accounts")
            .RequireRole(Role.Trader).WithSummary("Links an exchange account.")
            .Accepts<LinkRequest>("application/json").Produces<AccountView>(StatusCodes.Status201Created);
    }

    /// <inheritdoc/>
    public void MapEvents(EventRoutes events)
    {
        ArgumentNullException.ThrowIfNull(events);
        events.OnSchedule(SweepSchedule, (services, _, cancellation) =>
            services.GetRequiredService<KeyRounds>().SweepAsync(cancellation));
        events.OnSchedule(RevalidateSchedule, (services, _, cancellation) =>
            services.GetRequiredService<KeyRounds>().RevalidateAsync(cancellation));
        events.OnRotation(Rotation, (services, rotation, cancellation) =>
            RotateAsync(services.GetRequiredService<RotatePlatformSecret>(), rotation, cancellation));
        events.OnSchedule(RefusedKeys.Event, (services, e, cancellation) =>
            services.GetRequiredService<RefusedKeys>().HandleAsync(e.Detail, cancellation));
    }

    private static Task RotateAsync(
        RotatePlatformSecret rotate, SecretRotation rotation, CancellationToken cancellation) => rotation.Step switch
        {
            RotationStep.Create => rotate.CreateAsync(
                rotation.SecretId, rotation.Token, rotation.Proof, cancellation),
            RotationStep.Set => rotate.SetAsync(rotation.SecretId, rotation.Token, cancellation),
            RotationStep.Test => rotate.TestAsync(rotation.SecretId, rotation.Token, cancellation),
            RotationStep.Finish => rotate.FinishAsync(rotation.SecretId, rotation.Token, cancellation),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static void MapAccounts(RouteGroupBuilder accounts)
    {
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
        accounts.MapGet("/{id}/audit", AuditEndpoint.ListAsync)
            .WithSummary("Shows who did what to an account and its key, newest first.").Produces<AuditPageView>();
    }

    private static void MapChanges(RouteGroupBuilder accounts)
    {
        accounts.MapPatch("/{id}", ChangeEndpoints.RenameAsync)
            .RequireRole(Role.Trader).WithSummary("Gives an exchange account another label.")
            .Accepts<RenameRequest>("application/json").Produces<AccountView>();
        accounts.MapPut("/{id}/activate", ChangeEndpoints.ActivateAsync)
            .RequireRole(Role.Trader).WithSummary("Lets an exchange account trade, once its key is accepted.")
            .Produces<AccountView>();
        accounts.MapPut("/{id}/deactivate", ChangeEndpoints.DeactivateAsync)
            .RequireRole(Role.Trader).WithSummary("Takes no more orders for an exchange account.")
            .Produces<AccountView>();
        accounts.MapPost("/{id}/validate", ChangeEndpoints.ValidateAsync)
            .RequireRole(Role.Trader).WithSummary("Asks the exchange whether it accepts the account's key.")
            .Produces<AccountView>();
        accounts.MapPost("/{id}/rotate", ChangeEndpoints.RotateAsync)
            .RequireRole(Role.Trader).WithSummary("Puts a new key in place, once the exchange has accepted it.")
            .Accepts<RotateRequest>("application/json").Produces<AccountView>();
    }
}
