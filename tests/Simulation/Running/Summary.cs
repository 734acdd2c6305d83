using System.Globalization;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Running;

/// <summary>What many seeds have shown, for a person.</summary>
internal static class Summary
{
    public static void Write(TextWriter output, Campaign campaign)
    {
        var counts = campaign.Counts;
        var seconds = Math.Max(0.001, campaign.Took.TotalSeconds);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Seeds} seeds in {campaign.Took:hh\\:mm\\:ss}, {counts.Seeds / seconds:0} a second"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Lifecycles} order lifecycles, {counts.Lifecycles / seconds:0} a second; {counts.Steps} steps"));
        output.WriteLine("faults:");
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            output.WriteLine($"  {kind,-20} {counts[kind]}");
        }

        output.WriteLine("seen:");
        foreach (var what in Enum.GetValues<Sometimes>())
        {
            output.WriteLine($"  {what,-30} {counts[what]}");
        }

        output.WriteLine(campaign.FirstBroken is { } broken
            ? $"seed {broken.Seed} breaks {broken.Invariant}"
            : "no invariant broke");
    }
}
