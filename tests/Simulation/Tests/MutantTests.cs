using TradingPlatform.Simulation.Mutants;
using TradingPlatform.Simulation.Running;
using Xunit.Abstractions;

namespace TradingPlatform.Simulation.Tests;

/// <summary>The simulation must be able to fail: each known mistake breaks an invariant that is meant for it.</summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. AllMutants.List.Select(mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mutant_is_caught_within_2000_seeds(string name)
    {
        var mutant = AllMutants.List.Single(known => known.Name == name);
        var campaign = new Campaign(from: 1, seeds: 2_000, threads: 2, mutant.Make);
        campaign.Run();

        output.WriteLine($"{name}: seed {campaign.FirstBroken?.Seed} breaks {campaign.FirstBroken?.Invariant}");
        Assert.NotNull(campaign.FirstBroken);
        Assert.Contains(campaign.FirstBroken.Invariant, mutant.CaughtBy);
    }

    [Fact]
    public void Every_invariant_that_is_checked_has_a_mutant_that_it_catches() => Assert.Empty(
        Enumerable.Range(1, 19).Select(number => $"I{number}")
            .Except(AllMutants.List.SelectMany(mutant => mutant.CaughtBy)));
}
