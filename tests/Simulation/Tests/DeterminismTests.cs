using System.Diagnostics;
using TradingPlatform.Simulation.Mutants;
using TradingPlatform.Simulation.Running;

namespace TradingPlatform.Simulation.Tests;

/// <summary>A seed is a run: the same one each time, in this process and in another.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void Two_runs_of_a_seed_have_one_trace()
    {
        for (ulong seed = 1; seed <= 40; seed++)
        {
            Assert.Equal(Seeds.Run(seed, Mutant.None).Hash, Seeds.Run(seed, Mutant.None).Hash);
        }
    }

    [Fact]
    public void Two_replays_of_a_seed_are_equal_to_the_byte()
    {
        var first = Replay("--seed", "17");

        Assert.Equal(first, Replay("--seed", "17"));
        Assert.Contains("order lifecycles", first, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replay_of_a_seed_that_fails_says_how_and_is_equal_too()
    {
        string[] args = ["--seed", "1", "--mutant", nameof(AppliesFillsTwice)];
        var first = Replay(args);

        Assert.Equal(first, Replay(args));
        Assert.Contains("BROKEN I", first, StringComparison.Ordinal);
        Assert.Contains("it still breaks with", first, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_says_by_its_exit_code_whether_an_invariant_broke()
    {
        Assert.Equal(0, CommandLine.Run(["--seeds", "3"], TextWriter.Null));
        Assert.Equal(1, CommandLine.Run(
            ["--seeds", "50", "--lines", "1", "--mutant", nameof(AppliesFillsTwice)], TextWriter.Null));
    }

    // In a process of its own: hashes of text differ from one to the next, and nothing may rest on them.
    private static string Replay(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(typeof(DeterminismTests).Assembly.Location);
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
