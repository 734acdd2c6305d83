using TradingPlatform.Aws;
using TradingPlatform.MarketData;
using TradingPlatform.Exchanges;
using TradingPlatform.Hosting.Functions;

await FunctionHost.RunAsync<MarketDataModule>(args, (services, configuration) =>
{
    AwsAdapters.Add(services, configuration);
    ExchangeAdapters.Add(services, configuration);
});
