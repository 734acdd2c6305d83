using Amazon.Lambda.AspNetCoreServer.Hosting.Internal;
using Amazon.Lambda.RuntimeSupport;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What sends HTTP requests to the function.</summary>
public enum LambdaEventSource
{
    /// <summary>API Gateway REST API, payload 1.0.</summary>
    RestApi,

    /// <summary>API Gateway HTTP API, payload 2.0.</summary>
    HttpApi,
}

/// <summary>Runs an ASP.NET Core application in Lambda.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Takes the web server's place by API Gateway's events. Outside Lambda it does nothing.</summary>
    public static IServiceCollection AddAWSLambdaHosting(
        this IServiceCollection services, LambdaEventSource eventSource) =>
        services.AddAWSLambdaHosting(eventSource, SystemEnvironmentVariables.Instance);

    internal static IServiceCollection AddAWSLambdaHosting(
        this IServiceCollection services, LambdaEventSource eventSource, IEnvironmentVariables variables)
    {
        if (string.IsNullOrEmpty(variables.GetEnvironmentVariable(LambdaEnvironment.FunctionNameVariable)))
        {
            return services;
        }

        IGatewayFormat format = eventSource switch
        {
            LambdaEventSource.RestApi => new RestApiFormat(),
            LambdaEventSource.HttpApi => new HttpApiFormat(),
            _ => throw new ArgumentOutOfRangeException(nameof(eventSource)),
        };
        services.RemoveAll<IServer>();
        return services.AddSingleton<IServer>(provider =>
        {
            var clock = provider.GetService<TimeProvider>() ?? TimeProvider.System;
            var logger = provider.GetRequiredService<ILogger<LambdaServer>>();
            return new LambdaServer(format, variables, clock, logger);
        });
    }
}
