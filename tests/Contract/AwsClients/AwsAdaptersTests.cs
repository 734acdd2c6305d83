using Amazon;
using Amazon.DynamoDBv2;
using Amazon.EventBridge;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SQS;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Aws;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Core.Credentials;
using TradingPlatform.Core.Events;
using TradingPlatform.Core.Queues;
using TradingPlatform.Core.Storage;

namespace TradingPlatform.Contract.AwsClients;

public sealed class AwsAdaptersTests
{
    private static readonly Dictionary<string, string?> Complete = new(StringComparer.Ordinal)
    {
        ["Store:Table"] = "trading",
        ["Events:Bus"] = "trading",
        ["Queues:UrlPrefix"] = "https://sqs.eu-west-1.amazonaws.com/1/trading-",
        ["Vault:Environment"] = "prod",
        ["Vault:KmsKeyId"] = "alias/vault",
    };

    [Fact]
    public void Every_port_has_its_adapter()
    {
        var services = new ServiceCollection();
        // Otherwise these would look for a region in the environment of the test's process.
        services.AddSingleton<IAmazonDynamoDB>(_ => new AmazonDynamoDBClient(
            AwsService.Credentials, Configure(DynamoDbItemStore.ClientConfig())));
        services.AddSingleton<IAmazonSecretsManager>(_ => new AmazonSecretsManagerClient(
            AwsService.Credentials, Configure(new AmazonSecretsManagerConfig())));
        services.AddSingleton<IAmazonEventBridge>(_ => new AmazonEventBridgeClient(
            AwsService.Credentials, Configure(new AmazonEventBridgeConfig())));
        services.AddSingleton<IAmazonSQS>(_ => new AmazonSQSClient(
            AwsService.Credentials, Configure(new AmazonSQSConfig())));
        AwsAdapters.Add(services, Settings(Complete));
        using var provider = services.BuildServiceProvider(validateScopes: true);

        Type[] ports =
        [
            typeof(IItemStore), typeof(ISecretVault), typeof(IEventBus), typeof(ReadItemImage),
            typeof(IWorkQueue),
        ];
        Assert.All(ports, port => Assert.NotNull(provider.GetService(port)));
    }

    [Theory]
    [InlineData("Store:Table", null)]
    [InlineData("Events:Bus", "")]
    [InlineData("Queues:UrlPrefix", null)]
    [InlineData("Vault:KmsKeyId", null)]
    [InlineData("Vault:Environment", null)]
    [InlineData("Vault:Environment", "canary/other")]
    [InlineData("Store:Table", "canary table")]
    public void A_setting_that_is_missing_or_malformed_is_named_at_start_and_its_value_is_not(string name, string? value)
    {
        var settings = new Dictionary<string, string?>(Complete, StringComparer.Ordinal) { [name] = value };

        var refused = Assert.Throws<InvalidOperationException>(
            () => AwsAdapters.Add(new ServiceCollection(), Settings(settings)));

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_id_is_a_slug_of_26_lower_case_letters_and_digits_that_was_never_made_before()
    {
        var source = new TradingPlatform.Hosting.RandomIdSource();
        var ids = Enumerable.Range(0, 1000).Select(_ => source.NewId()).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(1000, ids.Count);
        Assert.All(ids, id => Assert.Matches("^[a-z2-7]{26}$", id));
    }

    private static T Configure<T>(T config)
        where T : ClientConfig
    {
        config.RegionEndpoint = RegionEndpoint.EUWest1;
        return config;
    }

    private static IConfiguration Settings(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
