using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace TradingPlatform.EndToEnd.Harness;

/// <summary>The local host as a process of its own, which can be killed in the middle of anything.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isDisposed;

    private HostProcess(Process process) => _process = process;

    /// <summary>Where it listens.</summary>
    public Uri Url => _listening.Task.Result;

    /// <summary>All that it has written to its output and its errors.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Starts <c>serve</c>; when this returns it answers requests.</summary>
    public static Task<HostProcess> ServeAsync(string data, Uri exchange, string logLevel = "Warning") => StartAsync(
        "serve", "--urls", "http://127.0.0.1:0", "--data", data, "--exchange", exchange.AbsoluteUri, "--log-level",
        logLevel);

    /// <summary>
    /// Starts a host that dies at a write of the call that is named <see cref="FragileHost.Doomed"/>.
    /// </summary>
    /// <param name="data">Its folder.</param>
    /// <param name="exchange">Where it trades.</param>
    /// <param name="stop">At which stop: an odd one is before a write, the even one that follows it after.</param>
    public static Task<HostProcess> FragileAsync(string data, Uri exchange, int stop) => RunAsync(
        typeof(FragileHost).Assembly.Location, data, exchange.AbsoluteUri, stop.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends with the process.</summary>
    public Task ExitedAsync() => _process.WaitForExitAsync();

    /// <summary>Starts <c>exchange</c>, its prices still.</summary>
    /// <param name="data">Its folder.</param>
    /// <param name="port">0 for a free one; to come back where clients knew it, the port that it had.</param>
    public static Task<HostProcess> ExchangeAsync(string data, int port = 0) =>
        StartAsync("exchange", "--urls", $"http://127.0.0.1:{port}", "--data", data, "--still");

    /// <summary>Runs <c>invoke</c> and answers what it printed; fails the test where it did not exit with 0.</summary>
    public static async Task<string> InvokeAsync(string function, string eventFile, string data)
    {
        var (exitCode, printed, logged) = await BuiltProgram.RunAsync(
            BuiltProgram.LocalHost, "invoke", function, eventFile, "--data", data);
        Assert.True(exitCode == 0, $"invoke {function} {eventFile}: {printed}{logged}");
        return printed;
    }

    /// <summary>Ends it as a power cut would: nothing of it runs again, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static Task<HostProcess> StartAsync(string verb, params string[] arguments) =>
        RunAsync(BuiltProgram.LocalHost, [verb, .. arguments]);

    private static async Task<HostProcess> RunAsync(string assembly, params string[] arguments)
    {
        var host = new HostProcess(BuiltProgram.Start(assembly, arguments));
        host._process.OutputDataReceived += (_, line) => host.Keep(line.Data);
        host._process.ErrorDataReceived += (_, line) => host.Keep(line.Data);
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        try
        {
            var ended = host._process.WaitForExitAsync();
            var first = await Task.WhenAny(host._listening.Task, ended).WaitAsync(Patience);
            Assert.True(first == host._listening.Task, $"The host ended before it listened. It said: {host.Said}");
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _said.AppendLine(line);
        }

        foreach (var beginning in new[] { "Listening on ", "Simulated exchange on " })
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                _listening.TrySetResult(new Uri(line[beginning.Length..line.IndexOf(',', StringComparison.Ordinal)]));
            }
        }
    }
}
