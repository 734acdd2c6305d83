using Amazon.DynamoDBv2;
using Amazon.Runtime;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Events;
using TradingPlatform.Core.Queues;
using TradingPlatform.Core.Storage;
using TradingPlatform.Embedded.Queues;
using TradingPlatform.Embedded.SimulatedExchange;
using TradingPlatform.Embedded.Storage;
using TradingPlatform.Embedded.Vault;
using TradingPlatform.Exchanges;
using TradingPlatform.Hosting.Health;

namespace TradingPlatform.LocalHost;

/// <summary>What stands behind the functions' ports on a laptop, and goes with the host that opened it.</summary>
internal sealed class LocalAdapters : IAsyncDisposable
{
    private readonly LocalSettings _settings;
    private readonly List<IAsyncDisposable> _owned = [];
    private IItemStore _store = null!;

    private LocalAdapters(LocalSettings settings) => _settings = settings;

    /// <summary>The simulated exchange that paper accounts trade on.</summary>
    public Uri Exchange { get; private set; } = null!;

    /// <summary>The embedded store; null where a DynamoDB keeps the items.</summary>
    public SqliteItemStore? Embedded => _store as SqliteItemStore;

    /// <summary>What the host's command line says of these settings.</summary>
    public string[] HostArguments =>
    [
        "--urls", _settings.Urls, "--Hosting:DataDirectory", _settings.Data, "--Exchanges:AllowLoopback", "true",
        // One process and always the same name: started anew it follows at once what it followed before.
        "--MarketData:WorkerName", "local", "--MarketData:RefreshSeconds", "2",
        "--MarketData:CheckSeconds", "2",
    ];

    /// <summary>Opens the store, and starts a simulated exchange where the settings name none.</summary>
    public static async Task<LocalAdapters> OpenAsync(LocalSettings settings, CancellationToken cancellation)
    {
        Directory.CreateDirectory(settings.Data);
        var adapters = new LocalAdapters(settings);
        try
        {
            adapters.Exchange = settings.Exchange ?? await adapters.StartExchangeAsync(cancellation);
            adapters._store = await adapters.OpenStoreAsync(cancellation);
            return adapters;
        }
        catch
        {
            await adapters.DisposeAsync();
            throw;
        }
    }

    /// <summary>Registers them.</summary>
    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_store);
        // An event of the table's stream is DynamoDB's, whatever keeps the items here.
        services.AddSingleton<ReadItemImage>(DynamoDbImage.Read);
        services.AddSingleton<ISecretVault>(_ => FileVault.Open(Path.Combine(_settings.Data, "vault")));
        services.AddSingleton<IRotatingSecrets, VaultRotation>();
        ExchangeAdapters.Add(services, Exchange);
        services.AddSingleton<IEventBus, LocalEventBus>();
        services.AddSingleton<StoredWorkQueue>();
        services.AddSingleton<IWorkQueue>(provider => provider.GetRequiredService<StoredWorkQueue>());
        services.AddSingleton(new HealthCheck("store", async cancellation =>
        {
            await _store.FindAsync(new ItemKey("HEALTH", "HEALTH"), cancellation);
            return null;
        }));
        services.AddSingleton(provider => new HealthCheck("vault", _ =>
        {
            provider.GetRequiredService<ISecretVault>();
            return Task.FromResult<string?>(null);
        }));
    }

    /// <summary>Closes what was opened, last first.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_owned))
        {
            await one.DisposeAsync();
        }
    }

    private async Task<Uri> StartExchangeAsync(CancellationToken cancellation)
    {
        var options = new SimulatedExchangeOptions
        {
            DataFile = Path.Combine(_settings.Data, "exchange", "exchange.db"),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(options.DataFile)!);
        var exchange = await SimulatedExchange.StartAsync(options, TimeProvider.System, null, cancellation);
        _owned.Add(exchange);
        return exchange.Url;
    }

    private async Task<IItemStore> OpenStoreAsync(CancellationToken cancellation)
    {
        if (_settings.DynamoDb is { } address)
        {
            var config = DynamoDbItemStore.ClientConfig();
            config.ServiceURL = address.AbsoluteUri;
            var client = new AmazonDynamoDBClient(new BasicAWSCredentials("local", "local"), config);
            await DynamoDbTable.CreateIfAbsentAsync(client, _settings.Table, TimeProvider.System, cancellation);
#pragma warning disable RS0030 // This is where ids and chance come in from outside; below it they are passed on.
            return new DynamoDbItemStore(
                client, _settings.Table, TimeProvider.System, Guid.NewGuid, Random.Shared);
#pragma warning restore RS0030
        }

        var store = SqliteItemStore.Open(Path.Combine(_settings.Data, "platform.db"), TimeProvider.System);
        _owned.Add(store);
        return store;
    }
}
