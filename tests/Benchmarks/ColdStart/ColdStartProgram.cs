using System.Diagnostics;
using System.Text;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.Benchmarks.ColdStart;

/// <summary>
/// Publishes the Orders function as it is deployed (ReadyToRun, linux-x64), starts it against a local Runtime API, and
/// prints how long it took from the start of the process to the first answer.
/// </summary>
/// <remarks>
/// The first request comes without a caller, so that its answer (401, as a problem) needs no AWS behind it: it passes
/// the runtime client, the host and the pipeline, which is what a cold start waits for.
/// </remarks>
internal static class ColdStartProgram
{
    private const int Starts = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static readonly byte[] Request = """
        {"resource":"/{proxy+}","path":"/v1/orders","httpMethod":"GET","headers":{"Accept":"application/json"},
         "multiValueHeaders":{"Accept":["application/json"]},"queryStringParameters":null,
         "multiValueQueryStringParameters":null,"pathParameters":{"proxy":"v1/orders"},"stageVariables":null,
         "requestContext":{"resourcePath":"/{proxy+}","httpMethod":"GET","path":"/v1/orders","stage":"prod",
         "requestId":"cold-start","identity":{"sourceIp":"127.0.0.1"}},"body":null,"isBase64Encoded":false}
        """u8.ToArray();

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("trading-platform-cold-start-");
        try
        {
            if (await PublishAsync(folder.FullName) is not 0 and var code)
            {
                Console.WriteLine($"The function could not be published: dotnet publish ended with {code}.");
                return 1;
            }

            var times = new List<double>();
            for (var start = 0; start < Starts; start++)
            {
                times.Add(await StartAsync(folder.FullName));
            }

            Console.WriteLine(
                $"from the process's start to the first answer, {Starts} starts: "
                + string.Join(", ", times.Select(time => $"{time:0} ms")) + $"; the median is {Median(times):0} ms");
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static async Task<int> PublishAsync(string output)
    {
        var project = Path.Combine(Root(), "functions", "Orders", "Orders.csproj");
        using var publish = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "publish", project, "-c", "Release", "-r", "linux-x64", "--self-contained", "false",
                "-p:PublishReadyToRun=true", "-o", output, "--nologo", "-v", "q",
            },
            UseShellExecute = false,
        })!;
        await publish.WaitForExitAsync();
        return publish.ExitCode;
    }

    private static async Task<double> StartAsync(string folder)
    {
        await using var api = await LocalRuntimeApi.StartAsync(TimeProvider.System, CancellationToken.None);
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(folder, "TradingPlatform.Orders.dll"));
        foreach (var (name, value) in Variables(api.Endpoint))
        {
            start.Environment[name] = value;
        }

        using var bound = new CancellationTokenSource(Longest);
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        try
        {
            var result = await api.EnqueueAsync(new LocalInvocation { Event = Request }, bound.Token);
            var took = Stopwatch.GetElapsedTime(began);
            return result is InvocationResult.Response answer
                && Encoding.UTF8.GetString(answer.Body.Span).Contains("UNAUTHENTICATED", StringComparison.Ordinal)
                    ? took.TotalMilliseconds
                    : throw new InvalidOperationException($"The function did not answer as it should: {result}");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    // Names that nothing is behind: the first answer asks nothing of them.
    private static IEnumerable<(string Name, string Value)> Variables(string runtimeApi) =>
    [
        ("AWS_LAMBDA_RUNTIME_API", runtimeApi),
        ("_HANDLER", "rest"),
        ("AWS_LAMBDA_FUNCTION_NAME", "Orders"),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024"),
        ("AWS_REGION", "eu-central-1"),
        ("AWS_ACCESS_KEY_ID", "none"),
        ("AWS_SECRET_ACCESS_KEY", "none"),
        ("Store__Table", "none"),
        ("Events__Bus", "none"),
        ("Queues__UrlPrefix", "none"),
        ("Vault__Environment", "none"),
        ("Vault__KmsKeyId", "none"),
    ];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TradingPlatform.Serverless.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("This is not within the repository.");
    }
}
