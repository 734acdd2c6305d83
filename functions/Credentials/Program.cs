using TradingPlatform.Aws;
using TradingPlatform.Credentials;
using TradingPlatform.Exchanges;
using TradingPlatform.Hosting.Functions;

await FunctionHost.RunAsync<CredentialsModule>(args, (services, configuration) =>
{
    AwsAdapters.Add(services, configuration);
    ExchangeAdapters.Add(services, configuration);
});
