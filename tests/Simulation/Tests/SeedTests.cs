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
        var campaign = new Campaign(from: 1, seeds: 2_000, threads: 2, () => Mutant.None);
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
    [InlineData(107, "an order that had ended was told to be a stranger, from a listing that was seconds old")]
    [InlineData(380, "balances were told to be off by a trade of the very moment of the baseline")]
    [InlineData(407, "a trade of an order of ours was booked as a stranger's, since it was shown before its order")]
    [InlineData(12806, "weight that the line had doubled was held against the platform, by a model that counted it")]
    [InlineData(14615, "an order that the exchange had lost was told to stand, by a report that came after its end")]
    [InlineData(15401, "a client's call was still waiting for an answer when the run was closed")]
    [InlineData(45, "an order was overwritten by whoever held the one that was taken back under the same key")]
    public void A_seed_that_once_failed_holds(ulong seed, string why) =>
        Assert.True(Seeds.Run(seed, Mutant.None).Broken is null, why);
}
