using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using TradingPlatform.Infra.Catalogue;
using TradingPlatform.InfrastructureTests.Code;
using TradingPlatform.InfrastructureTests.Harness;

namespace TradingPlatform.InfrastructureTests.Rules;

/// <summary>Each function is told every setting that it reads, and none that it does not.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class SettingTests(Synthesis synthesis)
{
    // What the framework and the Lambda host ask for, wherever they run; everything else is the function's own.
    private static readonly string[] OfTheHost =
    [
        "AWS_LAMBDA_RUNTIME_API", "_HANDLER", "urls", "http_ports", "https_ports", "preferHostingUrls", "environment",
        "applicationName", "contentRoot", "webRoot", "startupAssembly", "captureStartupErrors", "detailedErrors",
        "hostingStartupAssemblies", "hostingStartupExcludeAssemblies", "preventHostingStartup",
        "suppressStatusMessages", "shutdownTimeoutSeconds", "shutdownTimeout", "AllowedHosts",
        "ForwardedHeaders_Enabled", "staticWebAssets", "Logging", "Kestrel", "hostBuilder", "servicesStartConcurrently",
        "servicesStopConcurrently", "startupTimeoutSeconds",
    ];

    [CdkFact]
    public void A_functions_variables_are_the_settings_that_its_code_reads()
    {
        foreach (var function in FunctionCatalogue.All)
        {
            var read = ReadBy(function.Package, onLambda: true)
                .Select(FunctionSettings.Variable).Order(StringComparer.Ordinal).ToList();
            foreach (var stack in synthesis.Stacks.Where(stack => stack.What == "Functions"))
            {
                var set = VariablesOf(stack, function).Keys.Order(StringComparer.Ordinal);
                Assert.Equal([function.Name, .. read], [function.Name, .. set]);
            }
        }
    }

    [CdkFact]
    public void A_workers_variables_are_the_settings_that_its_code_reads_but_for_those_that_each_task_makes_itself()
    {
        foreach (var worker in FunctionCatalogue.Workers)
        {
            var read = ReadBy(worker.Package, onLambda: false)
                .Where(name => !FunctionSettings.LeftOut.ContainsKey(name))
                .Select(FunctionSettings.Variable).Order(StringComparer.Ordinal).ToList();
            foreach (var stack in synthesis.Stacks.Where(stack => stack.What == "Worker"))
            {
                var set = stack.Resources("AWS::ECS::TaskDefinition")
                    .Single(task => $"{task.Properties["Family"]}".EndsWith(worker.Name, StringComparison.Ordinal))
                    .Properties["ContainerDefinitions"]![0]!["Environment"]!.AsArray().Select(one => $"{one!["Name"]}");
                Assert.Equal(read, set.Order(StringComparer.Ordinal));
            }
        }
    }

    [Fact]
    public void The_environment_is_read_as_settings_alone_but_by_what_speaks_to_Lambda()
    {
        var readers = AwsCalls.CallersOf(
            call => call is { Type: "System.Environment", Name: "GetEnvironmentVariable" });

        Assert.Equal(["TradingPlatform.Hosting.Lambda.LambdaStart"], readers);
    }

    internal static Dictionary<string, string> VariablesOf(SynthesisedStack stack, FunctionDefinition function) => stack
        .Resources("AWS::Lambda::Function")
        .Single(one => stack.Resolve(one.Properties["FunctionName"]).EndsWith(function.Name, StringComparison.Ordinal))
        .Properties["Environment"]!["Variables"]!.AsObject()
        .ToDictionary(pair => pair.Key, pair => stack.Resolve(pair.Value), StringComparer.Ordinal);

    private static IEnumerable<string> ReadBy(FunctionPackage package, bool onLambda)
    {
        var source = new Watching();
        var settings = FunctionSettings.Of(package, Infra.Settings.Environments.All[0])
            .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
        if (!onLambda)
        {
            settings["Hosting:DataDirectory"] = Directory.CreateTempSubdirectory("infrastructure-tests-").FullName;
        }

        using IDisposable app = package.Build(
            settings, configuration => ((IConfigurationBuilder)configuration).Add(source), onLambda);
        return source.Asked.Keys.Where(name => !Array.Exists(OfTheHost, host =>
            name.Equals(host, StringComparison.OrdinalIgnoreCase)
            || name.StartsWith(host + ":", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Knows no setting, and remembers which were asked for.</summary>
    private sealed class Watching : ConfigurationProvider, IConfigurationSource
    {
        public ConcurrentDictionary<string, bool> Asked { get; } = new(StringComparer.Ordinal);

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override bool TryGet(string key, [MaybeNullWhen(false)] out string value)
        {
            Asked[key] = true;
            value = null;
            return false;
        }
    }
}
