using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;

namespace TradingPlatform.Contract.AwsClients;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("eu-west-1", false, false, "https://secretsmanager.eu-west-1.amazonaws.com")]
    [InlineData("cn-north-1", false, false, "https://secretsmanager.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-east-1", true, false, "https://secretsmanager-fips.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", false, true, "https://secretsmanager.us-east-1.api.aws")]
    public void The_host_follows_region_and_settings(string region, bool fips, bool dualStack, string expected)
    {
        var config = new AmazonSecretsManagerConfig
        {
            RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dualStack,
            IgnoreConfiguredEndpointUrls = true,
        };

        var endpoint = config.DetermineServiceOperationEndpoint(new(new DescribeSecretRequest()));

        Assert.Equal(new Uri(expected), new Uri(endpoint.URL));
    }
}
