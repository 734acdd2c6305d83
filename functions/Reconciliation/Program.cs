using TradingPlatform.Aws;
using TradingPlatform.Exchanges;
using TradingPlatform.Hosting.Functions;
using TradingPlatform.Reconciliation;

await FunctionHost.RunAsync<ReconciliationModule>(args, (services, configuration) =>
{
    AwsAdapters.Add(services, configuration);
    ExchangeAdapters.Add(services, configuration);
});
