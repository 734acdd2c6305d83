using TradingPlatform.Simulation.Kernel;
using TradingPlatform.Simulation.Mutants;
using TradingPlatform.Simulation.Running;
using Xunit.Abstractions;

namespace TradingPlatform.Simulation.Tests;

/// <summary>What CI runs of the simulation; longer runs are by hand (docs/simulation.md).</summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    [Fact]
    public void No_invariant_breaks_in_any_of_the_seeds_and_the_rare_states_are_reached()
    {
        var campaign = new Campaign(from: 1, seeds: 1_500, threads: 2, () => Mutant.None);
        campaign.Run();

        var summary = new StringWriter();
        Summary.Write(summary, campaign);
        output.WriteLine(summary.ToString());
        Assert.Null(campaign.FirstBroken);
        Assert.All(Enum.GetValues<Sometimes>(), what => Assert.True(campaign.Counts[what] > 0, $"{what} never came."));
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.True(campaign.Counts[kind] > 0, $"{kind} never came."));
    }

    /// <summary>Seeds that have found something once.</summary>
    [Theory]
    [InlineData(1, "a market order in the quote asset reserved a quotient that counters cannot hold")]
    [InlineData(45, "an order was overwritten by whoever held the one that was taken back under the same key")]
    public void A_seed_that_once_failed_holds(ulong seed, string why) =>
        Assert.True(Seeds.Run(seed, Mutant.None).Broken is null, why);
}
