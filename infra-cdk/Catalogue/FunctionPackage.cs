using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Aws;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Exchanges;
using TradingPlatform.Hosting.Functions;

namespace TradingPlatform.Infra.Catalogue;

/// <summary>
/// Builds a function's host as its executable does, from these settings; <paramref name="watch"/>, if any, is handed
/// the configuration before anything of the function reads it.
/// </summary>
internal delegate WebApplication BuildFunction(
    IReadOnlyDictionary<string, string> settings, Action<IConfiguration>? watch = null, bool onLambda = true);

/// <summary>
/// One executable: what is published, zipped and deployed as one Lambda function for each of its handlers.
/// </summary>
/// <param name="Name">Its module's name: <c>Orders</c>.</param>
/// <param name="Settings">The settings that it reads beside those that every function reads.</param>
/// <param name="Build">Builds its host.</param>
internal sealed record FunctionPackage(string Name, IReadOnlyList<string> Settings, BuildFunction Build)
{
    /// <summary>The package of a module.</summary>
    public static FunctionPackage Of<TModule>(params string[] settings)
        where TModule : IFunctionModule, new() => new(TModule.Name, settings, BuildHost<TModule>);

    /// <summary>The folder that the packaging script makes of it, where it is a worker.</summary>
    public string FolderIn(string folder) => Path.Combine(folder, Name);

    /// <summary>The file that the packaging script makes of it.</summary>
    public string ZipIn(string folder) => Path.Combine(folder, $"{Name}.zip");

    // Where AWS is would be told by Lambda; nothing is asked of it here.
    private static AmazonDynamoDBClient Nowhere()
    {
        var config = DynamoDbItemStore.ClientConfig();
        config.ServiceURL = "http://127.0.0.1:1";
        return new AmazonDynamoDBClient(new AnonymousAWSCredentials(), config);
    }

    private static WebApplication BuildHost<TModule>(
        IReadOnlyDictionary<string, string> settings, Action<IConfiguration>? watch, bool onLambda)
        where TModule : IFunctionModule, new()
    {
        // Nothing is called there, for the host is built and not run.
        string[] lambda = onLambda ? ["--AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1", "--_HANDLER", "events"] : [];
        var args = settings.SelectMany(setting => new[] { "--" + setting.Key, setting.Value });
        return FunctionHost.Build<TModule>([.. lambda, .. args], (services, configuration) =>
        {
            watch?.Invoke(configuration);
            services.AddSingleton<IAmazonDynamoDB>(_ => Nowhere());
            AwsAdapters.Add(services, configuration);
            ExchangeAdapters.Add(services, configuration);
        });
    }
}
