using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Mutants;

namespace TradingPlatform.Simulation.Running;

/// <summary>What a run of a seed is cut down to, to find what it needs to fail.</summary>
internal sealed record Cut(IReadOnlySet<FaultKind> Without, int MostActions)
{
    public static Cut None { get; } = new(new HashSet<FaultKind>(), int.MaxValue);
}

/// <summary>How a seed ended.</summary>
internal sealed record SeedResult(ulong Seed, Broken? Broken, ulong Hash, Counts Counts, World World);

/// <summary>Runs seeds.</summary>
internal static class Seeds
{
    public static SeedResult Run(ulong seed, Mutant mutant, bool keepsLines = false, Cut? cut = null)
    {
        cut ??= Cut.None;
        // A test runner has a context of its own, into which continuations would leave.
        SynchronizationContext.SetSynchronizationContext(null);
        var world = new World(seed, FaultPlan.Draw(seed, cut.Without), new Trace(keepsLines));
        var actions = Math.Min(world.Work.Between(20, 150), cut.MostActions);
        try
        {
            new Scenario(world, mutant).Run(actions);
        }
        catch (Exception e)
        {
            // A model's own fault: named with its seed, like any other.
            world.Break("MODEL", e.ToString());
        }

        return new SeedResult(seed, world.Broken, world.Trace.Hash, world.Counts, world);
    }

    /// <summary>Drops fault kinds, then actions, as long as the same invariant still breaks.</summary>
    public static Cut Shrink(ulong seed, Func<Mutant> mutant, string invariant)
    {
        var cut = Cut.None;
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            var fewer = cut with { Without = new HashSet<FaultKind>(cut.Without) { kind } };
            cut = Run(seed, mutant(), cut: fewer).Broken?.Invariant == invariant ? fewer : cut;
        }

        for (var actions = 64; actions >= 1; actions /= 2)
        {
            var shorter = cut with { MostActions = actions };
            cut = Run(seed, mutant(), cut: shorter).Broken?.Invariant == invariant ? shorter : cut;
        }

        return cut;
    }
}
