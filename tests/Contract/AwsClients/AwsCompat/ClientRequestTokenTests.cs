using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;

namespace TradingPlatform.Contract.AwsClients;

public sealed class ClientRequestTokenTests
{
    [Fact]
    public async Task A_secret_without_a_token_is_not_sent()
    {
        await using var service = await AwsService.StartAsync("secretsmanager");
        using var client = new AmazonSecretsManagerClient(
            AwsService.Credentials, service.Configure(new AmazonSecretsManagerConfig()));

        await Assert.ThrowsAsync<ArgumentNullException>(() =>
            client.CreateSecretAsync(new CreateSecretRequest { Name = "a", SecretString = "b" }));

        Assert.Empty(service.Calls);
    }
}
