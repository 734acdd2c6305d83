using System.Diagnostics;

namespace TradingPlatform.Benchmarks.Load;

/// <summary>The local host as a process of its own, under one of its verbs.</summary>
internal sealed class LocalHostProcess : IAsyncDisposable
{
    private readonly Process _process;

    private LocalHostProcess(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it, and waits for the line that says where it listens.</summary>
    public static async Task<LocalHostProcess> StartAsync(string arguments)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "TradingPlatform.LocalHost.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", $"\"{assembly}\" {arguments}")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var from = line.IndexOf("http://", StringComparison.Ordinal);
            if (from >= 0)
            {
                // The rest of what it says is read, so that it never waits for a reader.
                _ = process.StandardOutput.ReadToEndAsync();
                return new LocalHostProcess(process, new Uri(line[from..line.IndexOf(',', from)]));
            }
        }

        throw new InvalidOperationException("The local host ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
