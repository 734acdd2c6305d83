using TradingPlatform.Aws;
using TradingPlatform.Credentials;
using TradingPlatform.Exchanges;
using TradingPlatform.Hosting.Functions;

await FunctionHost.RunAsync<CredentialsModule>(
    args, (services, configuration) => ExchangeAdapters.Add(AwsAdapters.Add(services, configuration), configuration));
