using TradingPlatform.Core.Tenancy;
using TradingPlatform.Simulation.Kernel;

namespace TradingPlatform.Simulation.Platform;

/// <summary>For whom a computer works just now: it goes with the work, across every await (I10).</summary>
internal sealed class Errand(World world)
{
    private static readonly AsyncLocal<Whose?> Current = new();

    /// <summary>Whatever follows is done for this tenant alone.</summary>
    public static void IsFor(TenantId tenant) => Current.Value = new Whose($"TENANT#{tenant.Text}#");

    /// <summary>Whatever follows is the platform's own round over all tenants.</summary>
    public static void IsForAll() => Current.Value = null;

    public void Touches(string partition)
    {
        if (Current.Value is { } whose && !partition.StartsWith(whose.Prefix, StringComparison.Ordinal))
        {
            world.Break("I10", $"Work for {whose.Prefix} reads or writes {partition}.");
        }
    }

    private sealed record Whose(string Prefix);
}
