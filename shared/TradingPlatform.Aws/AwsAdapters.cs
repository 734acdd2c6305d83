using System.Security.Cryptography;
using Amazon.DynamoDBv2;
using Amazon.EventBridge;
using Amazon.SecretsManager;
using Amazon.SQS;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TradingPlatform.Aws.Events;
using TradingPlatform.Aws.Queues;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Aws.Vault;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Events;
using TradingPlatform.Core.Queues;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Aws;

/// <summary>What stands behind Core's ports in AWS.</summary>
public static class AwsAdapters
{
    // One attempt of a call; a slow one is given up and repeated while the caller still has time.
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Registers the adapters; the clients below them are made once, and live as long as the host.</summary>
    /// <exception cref="InvalidOperationException">
    /// A setting is missing or malformed; see <see cref="AwsSettings"/>.
    /// </exception>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        var settings = AwsSettings.Read(configuration);
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAmazonDynamoDB>(_ => new AmazonDynamoDBClient(DynamoDbItemStore.ClientConfig()));
        services.TryAddSingleton<IAmazonSecretsManager>(_ => new AmazonSecretsManagerClient(
            new AmazonSecretsManagerConfig { Timeout = AttemptTimeout }));
        services.TryAddSingleton<IAmazonEventBridge>(_ => new AmazonEventBridgeClient(
            new AmazonEventBridgeConfig { Timeout = AttemptTimeout }));
        services.TryAddSingleton<IAmazonSQS>(_ => new AmazonSQSClient(
            new AmazonSQSConfig { Timeout = AttemptTimeout }));
        services.AddSingleton<IItemStore>(provider => new DynamoDbItemStore(
            provider.GetRequiredService<IAmazonDynamoDB>(),
            settings.Table,
            provider.GetRequiredService<TimeProvider>(),
            () => new Guid(RandomNumberGenerator.GetBytes(16)),
            SharedChance()));
        services.AddSingleton<ReadItemImage>(DynamoDbImage.Read);
        services.AddSingleton<ISecretVault>(provider => new SecretsManagerVault(
            provider.GetRequiredService<IAmazonSecretsManager>(),
            settings.Vault,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRotatingSecrets>(provider => new SecretsManagerRotation(
            provider.GetRequiredService<IAmazonSecretsManager>(), settings.Vault));
        services.AddSingleton<IEventBus>(provider => new EventBridgeBus(
            provider.GetRequiredService<IAmazonEventBridge>(),
            settings.Bus,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IWorkQueue>(provider => new SqsWorkQueue(
            provider.GetRequiredService<IAmazonSQS>(),
            settings.Queues,
            provider.GetRequiredService<TimeProvider>()));
    }

#pragma warning disable RS0030 // This is where chance is injected from, into what must not take it by itself.
    private static Random SharedChance() => Random.Shared;
#pragma warning restore RS0030
}
