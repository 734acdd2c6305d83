using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using TradingPlatform.Core.Storage;
using TradingPlatform.Hosting.Events;

namespace TradingPlatform.Hosting.Lambda;

/// <summary>Puts what Lambda sends in the web server's place.</summary>
internal static class LambdaHosting
{
    /// <summary>Does nothing where this process is not Lambda's.</summary>
    internal static void AddLambda(this IServiceCollection services, IConfiguration configuration)
    {
        switch (LambdaProcess.TriggerOf(configuration))
        {
            case LambdaTrigger.Rest:
                services.AddSingleton<LambdaDeadline>().AddAWSLambdaHosting(LambdaEventSource.RestApi);
                break;
            case LambdaTrigger.Http:
                services.AddSingleton<LambdaDeadline>().AddAWSLambdaHosting(LambdaEventSource.HttpApi);
                break;
            case LambdaTrigger.Events:
                AddEvents(services, configuration);
                break;
        }
    }

    private static void AddEvents(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(provider => new LambdaEvents(
            provider.GetRequiredService<EventDispatcher>(),
            provider.GetRequiredService<EventRoutes>(),
            provider.GetService<ReadItemImage>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LambdaEvents>>()));
        services.RemoveAll<IServer>();
        services.AddSingleton<IServer>(provider => new LambdaEventServer(
            provider.GetRequiredService<LambdaEvents>(), configuration[LambdaProcess.RuntimeApi]));
    }
}
