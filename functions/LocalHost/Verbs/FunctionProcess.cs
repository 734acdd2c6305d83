using System.Diagnostics;

namespace TradingPlatform.LocalHost.Verbs;

/// <summary>A function's bootstrap as a process of its own, with the environment that Lambda would give it.</summary>
internal sealed class FunctionProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _logs;

    private FunctionProcess(Process process)
    {
        _process = process;
        _logs = CopyLogsAsync();
    }

    /// <summary>Ends with the process; its value is the exit code.</summary>
    public Task<int> Exited { get; private init; } = null!;

    /// <summary>Starts the function.</summary>
    /// <param name="function">Which.</param>
    /// <param name="handler">What calls it: <c>rest</c>, <c>http</c> or <c>events</c>.</param>
    /// <param name="runtimeApi">Host and port of the Runtime API.</param>
    /// <param name="options">What the bootstrap's command line says further.</param>
    public static FunctionProcess Start(
        string function, string handler, string runtimeApi, IEnumerable<string> options)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        // Run as 'dotnet TradingPlatform.LocalHost.dll', the program is dotnet and the assembly its first argument.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(FunctionProcess).Assembly.Location);
        }

        foreach (var argument in (string[])["bootstrap", function, .. options])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in Variables(function, handler, runtimeApi))
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        return new FunctionProcess(process) { Exited = WaitAsync(process) };
    }

    /// <summary>Ends the process where it still runs, as Lambda does: without a word.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await Exited;
        await _logs;
        _process.Dispose();
    }

    // Source: AWS Lambda Developer Guide, 'Defined runtime environment variables'.
    private static IEnumerable<(string Name, string Value)> Variables(
        string function, string handler, string runtimeApi) =>
    [
        ("AWS_LAMBDA_RUNTIME_API", runtimeApi),
        ("_HANDLER", handler),
        ("AWS_LAMBDA_FUNCTION_NAME", function),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024"),
        ("AWS_LAMBDA_LOG_GROUP_NAME", $"/aws/lambda/{function}"),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "local"),
        ("AWS_REGION", "local"),
        ("LAMBDA_TASK_ROOT", AppContext.BaseDirectory),
    ];

    private static async Task<int> WaitAsync(Process process)
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    // What the function writes goes to CloudWatch in AWS, and here beside its answer, not into it.
    private async Task CopyLogsAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            await Console.Error.WriteLineAsync(line);
        }
    }
}
