using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using TradingPlatform.Hosting.Lambda;
using TradingPlatform.Infra;

namespace TradingPlatform.InfrastructureTests.Packaged;

/// <summary>
/// What the packaging script makes of a function, unpacked and started as Lambda does: its <c>bootstrap</c>, with
/// nothing in its environment but what Lambda and the template put there, against a local Runtime API.
/// </summary>
internal sealed class PackagedFunction : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly LocalRuntimeApi _api;
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private PackagedFunction(LocalRuntimeApi api, Process process) => (_api, _process) = (api, process);

    /// <summary>Runs the packaging script for one function, and unpacks its zip.</summary>
    public static async Task UnpackAsync(string function, string folder)
    {
        var packages = Path.Combine(folder, "packages");
        var start = new ProcessStartInfo(Repository.Folder("package.sh"), [function])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment["PACKAGES"] = packages;
        using var script = Process.Start(start)!;
        var said = await Task.WhenAll(script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        await script.WaitForExitAsync();
        Assert.True(script.ExitCode == 0, string.Concat(said));
        Assert.Contains("zipped", said[0], StringComparison.Ordinal);
        await ZipFile.ExtractToDirectoryAsync(
            Path.Combine(packages, $"{function}.zip"), Path.Combine(folder, function));
    }

    /// <summary>Starts it under a handler.</summary>
    public static async Task<PackagedFunction> StartAsync(
        string folder, string handler, IReadOnlyDictionary<string, string> variables)
    {
        var api = await LocalRuntimeApi.StartAsync(TimeProvider.System, CancellationToken.None);
        var start = new ProcessStartInfo(Path.Combine(folder, "bootstrap"))
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in variables.Concat(OfLambda(folder, handler, api.Endpoint)))
        {
            start.Environment[name] = value;
        }

        var function = new PackagedFunction(api, Process.Start(start)!);
        function._process.OutputDataReceived += (_, line) => function.Keep(line.Data);
        function._process.ErrorDataReceived += (_, line) => function.Keep(line.Data);
        function._process.BeginOutputReadLine();
        function._process.BeginErrorReadLine();
        return function;
    }

    /// <summary>Its answer to an event; fails the test where it gives none.</summary>
    public async Task<JsonElement> AnswerAsync(string sent, TimeSpan timeout)
    {
        using var patience = new CancellationTokenSource(Patience);
        var invocation = new LocalInvocation { Event = Encoding.UTF8.GetBytes(sent), Timeout = timeout };
        var result = await _api.EnqueueAsync(invocation, patience.Token);
        Assert.True(result is InvocationResult.Response, $"{result} {Said()}");
        var body = ((InvocationResult.Response)result).Body;
        return body.IsEmpty ? default : JsonDocument.Parse(body).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        await _api.DisposeAsync();
    }

    // Source: AWS Lambda Developer Guide, 'Defined runtime environment variables'.
    private static Dictionary<string, string> OfLambda(string folder, string handler, string runtimeApi) =>
        new(StringComparer.Ordinal)
        {
            ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
            ["_HANDLER"] = handler,
            ["AWS_LAMBDA_FUNCTION_NAME"] = "packaged",
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "1",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "1769",
            ["LAMBDA_TASK_ROOT"] = folder,
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_ACCESS_KEY_ID"] = "local",
            ["AWS_SECRET_ACCESS_KEY"] = "local",
            ["AWS_SESSION_TOKEN"] = "local",
        };

    private void Keep(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }

    private string Said()
    {
        lock (_said)
        {
            return _said.ToString();
        }
    }
}
