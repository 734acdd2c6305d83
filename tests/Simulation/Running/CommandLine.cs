using System.CommandLine;
using TradingPlatform.Simulation.Mutants;

namespace TradingPlatform.Simulation.Running;

/// <summary>The program's options.</summary>
internal static class CommandLine
{
    private static readonly Option<int> SeedCount = new("--seeds")
    {
        Description = "How many seeds to run.", DefaultValueFactory = _ => 2_000,
    };

    private static readonly Option<ulong> From = new("--from")
    {
        Description = "The first of them.", DefaultValueFactory = _ => 1,
    };

    private static readonly Option<double?> Minutes = new("--minutes")
    {
        Description = "Stops after so many minutes, though seeds are left.",
    };

    private static readonly Option<long?> Lifecycles = new("--lifecycles")
    {
        Description = "Stops after so many order lifecycles, though seeds are left.",
    };

    private static readonly Option<int> Threads = new("--threads")
    {
        Description = "How many seeds run side by side, each on a thread of its own.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<ulong?> Seed = new("--seed")
    {
        Description = "Replays one seed, the same to the byte each time.",
    };

    private static readonly Option<int> Lines = new("--lines")
    {
        Description = "How many of the last lines of a trace are shown.", DefaultValueFactory = _ => 200,
    };

    private static readonly Option<string?> WithMutant = new("--mutant")
    {
        Description = "Puts a known mistake in; by its name in docs/simulation.md.",
    };

    /// <summary>Runs what the arguments say. 1 where an invariant broke.</summary>
    public static int Run(string[] args, TextWriter output)
    {
        var root = new RootCommand("Runs the platform through seeded disasters, and holds it to its invariants.");
        foreach (var option in new Option[]
        {
            SeedCount, From, Minutes, Lifecycles, Threads, Seed, Lines, WithMutant,
        })
        {
            root.Options.Add(option);
        }

        root.SetAction(parsed =>
        {
            var mutant = parsed.GetValue(WithMutant) is { } name
                ? AllMutants.List.First(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase)).Make
                : () => Mutant.None;
            if (parsed.GetValue(Seed) is { } seed)
            {
                return new Replay(output, parsed.GetValue(Lines)).Run(seed, mutant);
            }

            var campaign = new Campaign(
                parsed.GetValue(From), parsed.GetValue(SeedCount), parsed.GetValue(Threads), mutant)
            {
                MostTime = parsed.GetValue(Minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
                MostLifecycles = parsed.GetValue(Lifecycles),
            };
            campaign.Run();
            Summary.Write(output, campaign);
            return campaign.FirstBroken is not { } broken ? 0
                : new Replay(output, parsed.GetValue(Lines)).Run(broken.Seed, mutant);
        });
        return root.Parse(args).Invoke(new InvocationConfiguration { Output = output, Error = output });
    }
}
