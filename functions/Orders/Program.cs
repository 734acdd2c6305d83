using TradingPlatform.Aws;
using TradingPlatform.Orders;
using TradingPlatform.Exchanges;
using TradingPlatform.Hosting.Functions;

await FunctionHost.RunAsync<OrdersModule>(args, (services, configuration) =>
{
    AwsAdapters.Add(services, configuration);
    ExchangeAdapters.Add(services, configuration);
});
