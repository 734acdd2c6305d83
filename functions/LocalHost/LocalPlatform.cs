using Amazon.Runtime;
using Amazon.DynamoDBv2;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Events;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Storage;
using TradingPlatform.Credentials;
using TradingPlatform.Embedded;
using TradingPlatform.Embedded.Paper;
using TradingPlatform.Embedded.SimulatedExchange;
using TradingPlatform.Embedded.Storage;
using TradingPlatform.Embedded.Vault;
using TradingPlatform.Exchanges.Binance;
using TradingPlatform.Hosting;
using TradingPlatform.Hosting.Auth;
using TradingPlatform.Hosting.Health;
using TradingPlatform.Hosting.OpenApi;
using TradingPlatform.Orders;

namespace TradingPlatform.LocalHost;

/// <summary>Every function in one process, over embedded adapters: the whole platform, as it runs on a laptop.</summary>
public sealed class LocalPlatform : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly WebApplication _app;

    private LocalPlatform(WebApplication app, IEnumerable<IAsyncDisposable> owned)
    {
        _app = app;
        _owned.AddRange(owned);
    }

    /// <summary>The running host.</summary>
    public WebApplication App => _app;

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.First());

    /// <summary>The simulated exchange that paper accounts trade on.</summary>
    public Uri Exchange { get; private init; } = null!;

    /// <summary>Starts the platform. When this returns it answers requests.</summary>
    public static async Task<LocalPlatform> StartAsync(LocalSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Directory.CreateDirectory(settings.Data);
        var owned = new List<IAsyncDisposable>();
        try
        {
            var paper = settings.Exchange ?? await StartExchangeAsync(settings, owned, cancellation);
            var builder = PlatformHosting.CreateBuilder(
                ["--urls", settings.Urls, "--Hosting:DataDirectory", settings.Data, "--Exchanges:AllowLoopback", "true"]);
            builder.Logging.SetMinimumLevel(settings.LogLevel);
            AddAdapters(builder.Services, settings, paper, await OpenStoreAsync(settings, owned, cancellation));
            builder.Services.AddFunction<OrdersModule>(builder.Configuration);
            builder.Services.AddFunction<CredentialsModule>(builder.Configuration);
            builder.Services.AddPlatformHosting(builder.Configuration, "local");
            builder.Services.AddSingleton(settings);
            builder.Services.AddHostedService<OrderSync>();
            var app = builder.Build().UsePlatformHosting();
            app.MapDevToken();
            app.UseApiPage();
            // Before anyone can link an account, or this would meet a linking that is half done.
            await app.Services.GetRequiredService<SweepOrphanedKeys>().HandleAsync(cancellation);
            await app.StartAsync(cancellation);
            return new LocalPlatform(app, owned) { Exchange = paper };
        }
        catch
        {
            await DisposeAsync(owned);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await DisposeAsync(_owned);
    }

    private static async Task<Uri> StartExchangeAsync(
        LocalSettings settings, List<IAsyncDisposable> owned, CancellationToken cancellation)
    {
        var options = new SimulatedExchangeOptions
        {
            DataFile = Path.Combine(settings.Data, "exchange", "exchange.db"),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(options.DataFile)!);
        var exchange = await SimulatedExchange.StartAsync(options, TimeProvider.System, null, cancellation);
        owned.Add(exchange);
        return exchange.Url;
    }

    private static async Task<IItemStore> OpenStoreAsync(
        LocalSettings settings, List<IAsyncDisposable> owned, CancellationToken cancellation)
    {
        if (settings.DynamoDb is { } address)
        {
            var config = DynamoDbItemStore.ClientConfig();
            config.ServiceURL = address.AbsoluteUri;
            var client = new AmazonDynamoDBClient(new BasicAWSCredentials("local", "local"), config);
            await DynamoDbTable.CreateIfAbsentAsync(client, settings.Table, TimeProvider.System, cancellation);
#pragma warning disable RS0030 // This is where ids and chance come in from outside; below it they are passed on.
            return new DynamoDbItemStore(
                client, settings.Table, TimeProvider.System, Guid.NewGuid, Random.Shared);
#pragma warning restore RS0030
        }

        var store = SqliteItemStore.Open(Path.Combine(settings.Data, "platform.db"), TimeProvider.System);
        owned.Add(store);
        return store;
    }

    private static void AddAdapters(
        IServiceCollection services, LocalSettings settings, Uri paper, IItemStore store)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(store);
        services.AddSingleton<ISecretVault>(_ => FileVault.Open(Path.Combine(settings.Data, "vault")));
        services.AddSingleton<IIdSource, RandomIds>();
        services.AddSingleton<IPaperExchange>(new PaperExchange(new HttpClient { BaseAddress = paper }));
        services.AddSingleton<IExchangeConnector>(provider => new BinanceConnector(
            new BinanceOptions { Paper = paper }, TimeProvider.System,
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IEventBus, LocalEventBus>();
        if (store is SqliteItemStore embedded)
        {
            services.AddSingleton(embedded.Outbox);
            services.AddHostedService<OutboxPump>();
        }

        services.AddSingleton(new HealthCheck("store", async cancellation =>
        {
            await store.FindAsync(new ItemKey("HEALTH", "HEALTH"), cancellation);
            return null;
        }));
        services.AddSingleton(provider => new HealthCheck("vault", _ =>
        {
            provider.GetRequiredService<ISecretVault>();
            return Task.FromResult<string?>(null);
        }));
    }

    private static async Task DisposeAsync(List<IAsyncDisposable> owned)
    {
        foreach (var one in Enumerable.Reverse(owned))
        {
            await one.DisposeAsync();
        }
    }
}
