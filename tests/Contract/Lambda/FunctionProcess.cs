using System.Diagnostics;
using System.Text;
using System.Text.Json;
using TradingPlatform.Hosting.Lambda;

namespace TradingPlatform.Contract.Lambda;

/// <summary>The sample function in a process of its own, fed by a local Runtime API, as Lambda would run it.</summary>
internal sealed class FunctionProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly LocalRuntimeApi _api;
    private readonly Process _process;

    private FunctionProcess(LocalRuntimeApi api, Process process) => (_api, _process) = (api, process);

    public static async Task<FunctionProcess> StartAsync(string handler, params string[] args)
    {
        var api = await LocalRuntimeApi.StartAsync(TimeProvider.System, CancellationToken.None);
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(FunctionProcess).Assembly.Location);
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        start.Environment["AWS_LAMBDA_RUNTIME_API"] = api.Endpoint;
        start.Environment["AWS_LAMBDA_FUNCTION_NAME"] = "sample";
        start.Environment["_HANDLER"] = handler;
        var process = Process.Start(start)!;
        // Read, so that the process never waits for room in a pipe.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new FunctionProcess(api, process);
    }

    public async Task<InvocationResult> InvokeAsync(string json, TimeSpan? timeout = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        var invocation = new LocalInvocation
        {
            Event = Encoding.UTF8.GetBytes(json), Timeout = timeout ?? TimeSpan.FromSeconds(30),
        };
        return await _api.EnqueueAsync(invocation, patience.Token);
    }

    public async Task<JsonElement> AnswerAsync(string json, TimeSpan? timeout = null)
    {
        var answer = Assert.IsType<InvocationResult.Response>(await InvokeAsync(json, timeout));
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.Clone();
    }

    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
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
}
