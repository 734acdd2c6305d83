using TradingPlatform.Credentials;
using TradingPlatform.Hosting;
using TradingPlatform.Hosting.Auth;
using TradingPlatform.Hosting.OpenApi;
using TradingPlatform.MarketData;
using TradingPlatform.Orders;
using TradingPlatform.Reconciliation;

namespace TradingPlatform.LocalHost;

/// <summary>
/// Every function in one process, over embedded adapters: the whole platform, as it runs on a laptop.
/// </summary>
public sealed class LocalPlatform : IAsyncDisposable
{
    private readonly LocalAdapters _adapters;

    private LocalPlatform(WebApplication app, LocalAdapters adapters) => (App, _adapters) = (app, adapters);

    /// <summary>The running host.</summary>
    public WebApplication App { get; }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(App.Urls.First());

    /// <summary>The simulated exchange that paper accounts trade on.</summary>
    public Uri Exchange => _adapters.Exchange;

    /// <summary>Starts the platform. When this returns it answers requests.</summary>
    public static Task<LocalPlatform> StartAsync(LocalSettings settings, CancellationToken cancellation) =>
        StartAsync(settings, _ => { }, cancellation);

    /// <summary>Starts the platform over adapters that whoever hosts it has the last word on.</summary>
    /// <param name="settings">How it runs.</param>
    /// <param name="adapt">Changes what was registered behind the functions' ports.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<LocalPlatform> StartAsync(
        LocalSettings settings, Action<IServiceCollection> adapt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(adapt);
        ArgumentNullException.ThrowIfNull(settings);
        var adapters = await LocalAdapters.OpenAsync(settings, cancellation);
        try
        {
            var app = Build(settings, adapters, adapt);
            // Before anyone can link an account, or this would meet a linking that is half done.
            await app.Services.GetRequiredService<KeyRounds>().StartAsync(cancellation);
            await app.StartAsync(cancellation);
            return new LocalPlatform(app, adapters);
        }
        catch
        {
            await adapters.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it, unless it is stopped already: what it has begun is brought to its end first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!App.Lifetime.ApplicationStopped.IsCancellationRequested)
        {
            await App.StopAsync(CancellationToken.None);
        }

        await App.DisposeAsync();
        await _adapters.DisposeAsync();
    }

    private static WebApplication Build(
        LocalSettings settings, LocalAdapters adapters, Action<IServiceCollection> adapt)
    {
        var builder = PlatformHosting.CreateBuilder(adapters.HostArguments);
        builder.Logging.SetMinimumLevel(settings.LogLevel);
        adapters.AddTo(builder.Services);
        adapt(builder.Services);
        if (adapters.Embedded is { } embedded)
        {
            builder.Services.AddSingleton(embedded.Outbox);
            builder.Services.AddHostedService<OutboxPump>();
        }

        builder.Services.AddFunction<OrdersModule>(builder.Configuration);
        builder.Services.AddFunction<CredentialsModule>(builder.Configuration);
        if (settings.FollowsStreams)
        {
            builder.Services.AddFunction<MarketDataModule>(builder.Configuration);
        }

        builder.Services.AddFunction<ReconciliationModule>(builder.Configuration);
        builder.Services.AddPlatformHosting(builder.Configuration, "local");
        builder.Services.AddSingleton(settings);
        builder.Services.AddHostedService<OrderSync>();
        builder.Services.AddHostedService<KeyCare>();
        builder.Services.AddHostedService<QueuePump>();
        builder.Services.AddHostedService<ReconcileTimer>();
        var app = builder.Build().UsePlatformHosting();
        app.MapDevToken();
        app.UseApiPage();
        return app;
    }
}
