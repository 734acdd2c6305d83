using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Contract.Hosting;
using TradingPlatform.Core.Storage;
using TradingPlatform.Hosting.Functions;
using TradingPlatform.Hosting.RateLimits;

// This assembly is a function too: the tests of its host start it as a process of its own, as Lambda would.
await FunctionHost.RunAsync<SampleModule>(args, (services, configuration) =>
{
    services.AddSingleton<IRateLimitStore, RateLimitsInMemory>();
    services.AddSingleton<ReadItemImage>(DynamoDbImage.Read);
    if (configuration["Sample:IsBroken"] is not null)
    {
        throw new InvalidOperationException("The setting Sample:IsBroken is set.");
    }
});
