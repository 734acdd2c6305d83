using System.Globalization;
using TradingPlatform.Simulation.Mutants;

namespace TradingPlatform.Simulation.Running;

/// <summary>
/// Runs one seed with its trace, and cuts it down where it fails. Nothing it prints depends on the hour.
/// </summary>
internal sealed class Replay(TextWriter output, int lines)
{
    public int Run(ulong seed, Func<Mutant> mutant)
    {
        var result = Seeds.Run(seed, mutant(), keepsLines: true);
        var trace = result.World.Trace.Lines;
        output.WriteLine($"seed {seed}, faults: {string.Join(' ', result.World.Faults.Active)}");
        if (trace.Count > lines)
        {
            output.WriteLine($"({trace.Count - lines} lines before these)");
        }

        foreach (var line in trace.Skip(trace.Count - lines))
        {
            output.WriteLine(line);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Counts.Lifecycles} order lifecycles, {result.Counts.Steps} steps, trace {result.Hash:x16}"));
        if (result.Broken is not { } broken)
        {
            output.WriteLine("no invariant broke");
            return 0;
        }

        output.WriteLine($"{broken.Invariant} broke at {broken.At}: {broken.What}");
        var cut = Seeds.Shrink(seed, mutant, broken.Invariant);
        var needed = result.World.Faults.Active.Except(cut.Without).ToList();
        output.WriteLine(
            $"it still breaks with {(needed.Count == 0 ? "no faults" : string.Join(' ', needed))}"
            + (cut.MostActions == int.MaxValue ? string.Empty : $" and {cut.MostActions} actions"));
        return 1;
    }
}
