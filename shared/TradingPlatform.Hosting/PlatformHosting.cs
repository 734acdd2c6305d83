using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Audit;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Storage;
using TradingPlatform.Hosting.Auth;
using TradingPlatform.Hosting.Events;
using TradingPlatform.Hosting.Functions;
using TradingPlatform.Hosting.Health;
using TradingPlatform.Hosting.InternalCalls;
using TradingPlatform.Hosting.Json;
using TradingPlatform.Hosting.Lambda;
using TradingPlatform.Hosting.Logs;
using TradingPlatform.Hosting.Metrics;
using TradingPlatform.Hosting.OpenApi;
using TradingPlatform.Hosting.Pipeline;
using TradingPlatform.Hosting.RateLimits;

namespace TradingPlatform.Hosting;

/// <summary>
/// What every host has, whether it runs one function or all: one pipeline, one way to log, one contract.
/// </summary>
public static class PlatformHosting
{
    private const int MaxHeadersBytes = 32 * 1024;

    /// <summary>
    /// A host that is checked whole when it is built: what cannot be resolved fails there, not on a request.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // Settings are read once. To be told of new ones the host would watch every folder below its own, and be woken
        // by each write to a database that lies there.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        builder.Host.UseDefaultServiceProvider((_, options) =>
        {
            options.ValidateOnBuild = true;
            options.ValidateScopes = true;
        });
        return builder;
    }

    /// <summary>Registers what every host shares. Adapters registered before it are kept.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's settings; see <see cref="HostingSettings"/>.</param>
    /// <param name="service">What log lines name as <c>service</c>.</param>
    public static IServiceCollection AddPlatformHosting(
        this IServiceCollection services, IConfiguration configuration, string service)
    {
        var settings = HostingSettings.Read(configuration, service);
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<NewCorrelationId>(CorrelationIds.Random);
        services.TryAddSingleton<IIdSource, RandomIdSource>();
        services.TryAddSingleton<ISecretSource, RandomSecretSource>();
        services.AddPlatformLogs();
        AddMetrics(services, settings);
        AddCallers(services, settings);
        AddPipeline(services);
        services.AddApiDocument();
        services.ConfigureHttpJsonOptions(options => PlatformJson.Apply(options.SerializerOptions));
        services.AddJson(AuthJson.Wire);
        services.AddJson(HealthJson.Wire);
        services.Configure<KestrelServerOptions>(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = RequestBody.MaxDrainedBytes;
            options.Limits.MaxRequestHeadersTotalSize = MaxHeadersBytes;
        });
        return services;
    }

    /// <summary>Adds one function to this host.</summary>
    public static IServiceCollection AddFunction<TModule>(
        this IServiceCollection services, IConfiguration configuration)
        where TModule : IFunctionModule, new()
    {
        var module = new TModule();
        module.AddServices(services, configuration);
        return services.AddSingleton(new HostedFunction(TModule.Name, module));
    }

    /// <summary>Lets the API document describe the types of a function's JSON.</summary>
    public static IServiceCollection AddJson(
        this IServiceCollection services, System.Text.Json.Serialization.JsonSerializerContext context) =>
        services.ConfigureHttpJsonOptions(options =>
        {
            ArgumentNullException.ThrowIfNull(context);
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, context);
            foreach (var converter in context.Options.Converters)
            {
                options.SerializerOptions.Converters.Add(converter);
            }
        });

    /// <summary>
    /// Puts the pipeline in place and maps every function's endpoints, the health check and the document.
    /// </summary>
    public static WebApplication UsePlatformHosting(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var services = app.Services;
        var edge = services.GetRequiredService<RequestEdge>();
        var authentication = services.GetRequiredService<Authentication>();
        var limiter = services.GetRequiredService<RateLimiter>();
        if (services.GetRequiredService<HostingSettings>().WebOrigin is { } origin)
        {
            app.Use(next => context =>
            {
                WebOrigin.Allow(context, origin);
                return next(context);
            });
        }

        app.Use(next => context => edge.InvokeAsync(context, next));
        if (services.GetService<LambdaDeadline>() is { } deadline)
        {
            app.Use(next => context => deadline.InvokeAsync(context, next));
        }

        app.UseRouting();
        app.Use(next => context => HostedBy.NoteAsync(context, next));
        app.Use(next => context => InternalAccess.InvokeAsync(context, next));
        app.Use(next => context => authentication.InvokeAsync(context, next));
        app.Use(next => context => limiter.InvokeAsync(context, next));
        app.Use(next => context => Authorisation.InvokeAsync(context, next));
        app.MapHealth();
        app.MapApiDocument();
        foreach (var function in services.GetServices<HostedFunction>())
        {
            function.Module.MapRoutes(app.MapGroup(string.Empty).WithMetadata(new HostedBy(function.Name)));
        }

        return app;
    }

    private static void AddCallers(IServiceCollection services, HostingSettings settings)
    {
        if (settings.OnLambda)
        {
            services.TryAddSingleton<IAuthenticator, GatewayClaims>();
            services.TryAddSingleton<IRateLimitStore>(provider =>
                new RateLimitsInItemStore(provider.GetRequiredService<IItemStore>()));
            return;
        }

        services.TryAddSingleton(_ => LocalTokenKey.LoadOrCreate(settings.DataDirectory));
        services.TryAddSingleton<LocalTokens>();
        services.TryAddSingleton<IAuthenticator, BearerTokens>();
        services.TryAddSingleton<IRateLimitStore, RateLimitsInMemory>();
    }

    private static void AddPipeline(IServiceCollection services)
    {
        services.AddSingleton<CurrentCall>();
        services.TryAddSingleton<ICurrentCall>(provider => provider.GetRequiredService<CurrentCall>());
        services.AddSingleton<RequestEdge>();
        services.AddSingleton<Authentication>();
        services.AddSingleton<RateLimiter>();
        services.AddSingleton(provider =>
        {
            var routes = new EventRoutes();
            foreach (var function in provider.GetServices<HostedFunction>())
            {
                routes.Function = function.Name;
                function.Module.MapEvents(routes);
            }

            return routes;
        });
        services.AddSingleton(provider => new EventDispatcher(
            provider.GetRequiredService<EventRoutes>(),
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<NewCorrelationId>(),
            provider.GetRequiredService<CurrentCall>(),
            provider.GetRequiredService<ICallEnd>(),
            provider.GetRequiredService<ILogger<EventDispatcher>>()));
    }

    private static void AddMetrics(IServiceCollection services, HostingSettings settings)
    {
        services.AddMetrics();
        if (!settings.ExportMetrics)
        {
            services.AddSingleton<ICallEnd, NothingAtCallEnd>();
            return;
        }

        services.AddSingleton(provider => new EmfExporter(
            Console.OpenStandardOutput(), provider.GetRequiredService<TimeProvider>(), settings.MetricsPerTenant));
        if (settings.OnLambda)
        {
            services.AddSingleton<ICallEnd>(provider => provider.GetRequiredService<EmfExporter>());
            return;
        }

        services.AddSingleton<ICallEnd, NothingAtCallEnd>();
        services.AddHostedService<MetricExport>();
    }
}
