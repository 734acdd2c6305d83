using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Microsoft.Extensions.DependencyInjection;
using TradingPlatform.Aws;
using TradingPlatform.Aws.Storage;
using TradingPlatform.Core.Accounts;
using TradingPlatform.Core.Exchanges;
using TradingPlatform.Core.Tenancy;
using TradingPlatform.Credentials;
using TradingPlatform.Embedded.SimulatedExchange;
using TradingPlatform.Exchanges;
using TradingPlatform.Hosting.Functions;
using TradingPlatform.Hosting.OpenApi;
using TradingPlatform.Infra;
using TradingPlatform.Infra.Catalogue;
using TradingPlatform.InfrastructureTests.Harness;
using TradingPlatform.InfrastructureTests.Rules;
using TradingPlatform.Testing.DynamoDb;

namespace TradingPlatform.InfrastructureTests.Packaged;

/// <summary>The Orders function as it is deployed: its zip, its environment, its role.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class PackagedOrdersTests(Synthesis synthesis)
{
    private const string Environment = "dev";

    [PackagedFact]
    public async Task From_its_zip_with_the_templates_environment_and_policy_it_places_orders_and_answers_the_samples()
    {
        var folder = Directory.CreateTempSubdirectory("packaged-orders-");
        var local = new DynamoDbLocal();
        try
        {
            await Task.WhenAll(PackagedFunction.UnpackAsync("Orders", folder.FullName), local.InitializeAsync());
            await using var aws = await AwsBehindPolicy.StartAsync(local.Url);
            await using var exchange = await SimulatedExchange.StartAsync(
                new SimulatedExchangeOptions { DataFile = Path.Combine(folder.FullName, "exchange.db") },
                TimeProvider.System, null, CancellationToken.None);
            var account = await LinkAsync(local, aws, exchange.Url);
            var requests = await RunAsync(aws, exchange.Url, FunctionDefinition.Rest, folder, account);
            var events = await RunAsync(aws, exchange.Url, FunctionDefinition.Events, folder, account);

            Assert.Empty(aws.Refused);
            // Placed, and the same request again: the same order.
            Assert.Equal(201, requests["place-order.rest.json"]["statusCode"]!.GetValue<int>());
            Assert.Equal(200, requests["place-order.rest.json again"]["statusCode"]!.GetValue<int>());
            Assert.Equal(200, requests["list-orders.rest.json"]["statusCode"]!.GetValue<int>());
            Assert.Empty(events["outbox.stream.json"]["batchItemFailures"]!.AsArray());
            Assert.NotEmpty(aws.Events);
            // A browser's page may read it, and whoever asks is told of every function's routes.
            Assert.Equal(
                "https://app.dev.trading-platform.example",
                requests["list-orders.rest.json"]["multiValueHeaders"]!["Access-Control-Allow-Origin"]![0]!
                    .GetValue<string>());
            var document = JsonNode.Parse(requests["the document"]["body"]!.GetValue<string>())!;
            Assert.NotNull(document["paths"]!["/v1/orders"]);
            Assert.NotNull(document["paths"]!["/v1/exchange-configs"]);
            Assert.Null(document["paths"]!["/dev/token"]);
            await CostsNoMoreThanTheModelSaysAsync(aws, exchange.Url, folder, account);
        }
        finally
        {
            await local.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// What one more order asks of AWS, once the instance is warm, against the table in docs/cost.md.
    /// </summary>
    private async Task CostsNoMoreThanTheModelSaysAsync(
        AwsBehindPolicy aws, Uri exchange, DirectoryInfo folder, string account)
    {
        var (running, function) = await StartAsync(aws, exchange, FunctionDefinition.Rest, folder);
        await using var _ = running;
        var sample = await File.ReadAllTextAsync(Repository.Folder("events", "orders", "place-order.rest.json"));
        foreach (var key in new[] { "warm-1", "warm-2", "counted" })
        {
            aws.Calls.Clear();
            var sent = OnAccount(sample, account).Replace("sample-order-1", key, StringComparison.Ordinal);
            var answer = await running.AnswerAsync(sent, TimeSpan.FromSeconds(function.TimeoutSeconds));
            Assert.Equal(201, answer.GetProperty("statusCode").GetInt32());
        }

        var model = File.ReadLines(Repository.Folder("docs", "cost.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 3 && int.TryParse(cells[2], out var _))
            .ToDictionary(cells => cells[1].Trim('`'), cells => int.Parse(cells[2]), StringComparer.Ordinal);
        var counted = aws.Calls.CountBy(call => call).ToList();
        var said = string.Join(", ", counted.Select(one => $"{one.Value} {one.Key}"));
        Assert.All(counted, one => Assert.True(one.Value <= model.GetValueOrDefault(one.Key), said));
    }

    /// <summary>
    /// Hands every sample of the handler to the function, under its own policy, and the first ones twice.
    /// </summary>
    private async Task<Dictionary<string, JsonNode>> RunAsync(
        AwsBehindPolicy aws, Uri exchange, string handler, DirectoryInfo folder, string account)
    {
        var (running, function) = await StartAsync(aws, exchange, handler, folder);
        await using var _ = running;
        var answers = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Repository.Folder("events", "orders")).Order()
            .Where(file => HandlerOf(file) == handler))
        {
            var sent = OnAccount(await File.ReadAllTextAsync(file), account);
            foreach (var time in new[] { "", " again" })
            {
                var answer = await running.AnswerAsync(sent, TimeSpan.FromSeconds(function.TimeoutSeconds));
                answers[Path.GetFileName(file) + time] =
                    answer.ValueKind == System.Text.Json.JsonValueKind.Undefined ? new JsonObject()
                    : JsonNode.Parse(answer.GetRawText())!;
            }
        }

        if (function.ServesRequests)
        {
            answers["the document"] = JsonNode.Parse((await running.AnswerAsync(
                $$"""{"path":"{{ApiDocument.Path}}","httpMethod":"GET"}""", TimeSpan.FromSeconds(10))).GetRawText())!;
        }

        return answers;
    }

    /// <summary>Starts the function under a handler, with what the template gives it, behind its own policy.</summary>
    private async Task<(PackagedFunction Running, FunctionDefinition Function)> StartAsync(
        AwsBehindPolicy aws, Uri exchange, string handler, DirectoryInfo folder)
    {
        var stack = synthesis[Environment, "Functions"];
        var function = FunctionCatalogue.All.Single(one => one.Package.Name == "Orders" && one.Handler == handler);
        aws.Policy = new RolePolicy(stack, function.Name);
        var variables = SettingTests.VariablesOf(stack, function);
        // The two things that this machine does not have: AWS, and the name of the exchange within the network.
        variables["AWS_ENDPOINT_URL"] = aws.Url;
        variables["Exchanges__PaperUrl"] = exchange.ToString();
        var running = await PackagedFunction.StartAsync(
            Path.Combine(folder.FullName, "Orders"), handler, variables);
        return (running, function);
    }

    // The sample names an account of nobody's.
    private static string OnAccount(string sample, string account) => sample.Replace(
        "\\\"configId\\\": \\\"a1\\\"", $"\\\"configId\\\": \\\"{account}\\\"", StringComparison.Ordinal);

    /// <summary>A paper account of the samples' tenant, whose pair may be traded.</summary>
    private async Task<string> LinkAsync(DynamoDbLocal local, AwsBehindPolicy aws, Uri exchange)
    {
        var stack = synthesis[Environment, "Functions"];
        var function = FunctionCatalogue.All.Single(one => one.Name == "credentials-rest");
        var settings = SettingTests.VariablesOf(stack, function)
            .SelectMany(one => new[] { "--" + one.Key.Replace("__", ":", StringComparison.Ordinal), one.Value });
        using var table = local.NewClient(DynamoDbItemStore.ClientConfig());
        await DynamoDbTable.CreateIfAbsentAsync(
            table, $"trading-platform-{Environment}", TimeProvider.System, CancellationToken.None);
        await using var host = FunctionHost.Build<CredentialsModule>(
            ["--AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1", "--_HANDLER", "events", .. settings],
            (services, configuration) =>
            {
                services.AddSingleton<IAmazonDynamoDB>(table);
                services.AddSingleton<IAmazonSecretsManager>(new AmazonSecretsManagerClient(
                    new BasicAWSCredentials("local", "local"),
                    new AmazonSecretsManagerConfig { ServiceURL = aws.Url, AuthenticationRegion = "eu-west-1" }));
                AwsAdapters.Add(services, configuration);
                ExchangeAdapters.Add(services, exchange);
            });
        var linked = await host.Services.GetRequiredService<LinkAccount>().HandleAsync(
            new LinkAccountCommand(
                Caller.Platform(TenantId.Parse("t1"), "packaged", "packaged"), ExchangeId.Binance, "Paper",
                TradingMode.Paper, null, null, false),
            CancellationToken.None);
        return Assert.IsType<Linking.Linked>(linked).Account.Id.Text;
    }

    // Samples of an HTTP API have no handler here: a REST API is deployed.
    private static string HandlerOf(string file) =>
        file.EndsWith(".rest.json", StringComparison.Ordinal) ? FunctionDefinition.Rest
        : file.EndsWith(".http.json", StringComparison.Ordinal) ? "http"
        : FunctionDefinition.Events;
}

/// <summary>A fact that packages a function: skipped where that cannot be done here, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PackagedFactAttribute : FactAttribute
{
    public PackagedFactAttribute() => Skip = Cdk.WhyNot ?? DynamoDbLocal.WhyNot ?? Cdk.WhyNotPackaged;
}
