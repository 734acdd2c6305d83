using System.Diagnostics;

namespace TradingPlatform.EndToEnd.Harness;

/// <summary>A program of this repository, built beside these tests in the same configuration.</summary>
internal static class BuiltProgram
{
    /// <summary>The local host.</summary>
    public static string LocalHost { get; } =
        PathOf(Path.Combine("functions", "LocalHost"), "TradingPlatform.LocalHost.dll");

    /// <summary>The benchmarks.</summary>
    public static string Benchmarks { get; } =
        PathOf(Path.Combine("tests", "Benchmarks"), "TradingPlatform.Benchmarks.dll");

    /// <summary>Begins it; what it prints and what it logs is to be read.</summary>
    public static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Printed, string Logged)> RunAsync(
        string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var (printed, logged) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await printed, await logged);
    }

    private static string PathOf(string project, string assembly)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Repository.Root, project, "bin", here.Parent!.Name, here.Name, assembly);
    }
}
