using Amazon.CDK;
using TradingPlatform.Infra;
using TradingPlatform.Infra.Settings;
using TradingPlatform.Infra.Stacks;

namespace TradingPlatform.InfrastructureTests.Harness;

/// <summary>The stacks of all environments, synthesised once, from a clone in which nothing is packaged.</summary>
public sealed class Synthesis : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("infrastructure-tests-");

    public Synthesis()
    {
        if (Cdk.WhyNot is null)
        {
            (Stacks, Drawn) = Synthesise(Path.Combine(_folder.FullName, "all"), Environments.All, []);
        }
    }

    /// <summary>The names of the environments, for theories.</summary>
    public static TheoryData<string> Names { get; } = [.. Environments.All.Select(environment => environment.Name)];

    /// <summary>Every stack.</summary>
    internal IReadOnlyList<SynthesisedStack> Stacks { get; } = [];

    /// <summary>The last environment, as the diagram is drawn of it; null where there is no CDK.</summary>
    internal string? Drawn { get; }

    /// <summary>One stack of one environment.</summary>
    internal SynthesisedStack this[string environment, string what] =>
        Stacks.Single(stack => stack.Environment.Name == environment && stack.What == what);

    /// <summary>The stacks of one environment.</summary>
    internal IEnumerable<SynthesisedStack> Of(string environment) =>
        Stacks.Where(stack => stack.Environment.Name == environment);

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Synthesises an environment that is not deployed, to see what a setting does.</summary>
    internal IReadOnlyList<SynthesisedStack> With(
        EnvironmentSettings environment, params (string Name, string Value)[] context) =>
        Synthesise(Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N")), [environment], context).Stacks;

    private static (List<SynthesisedStack> Stacks, string Drawn) Synthesise(
        string folder, IReadOnlyList<EnvironmentSettings> environments, (string Name, string Value)[] context)
    {
        var app = new App(new AppProps
        {
            Outdir = folder,
            Context = context.ToDictionary(pair => pair.Name, pair => (object)pair.Value),
        });
        var platforms = environments
            .Select(environment => PlatformStacks.AddTo(app, environment, Path.Combine(folder, "nothing-is-packaged")))
            .ToList();
        app.Synth();
        List<SynthesisedStack> stacks = [.. environments.SelectMany(environment => Directory
            .EnumerateFiles(folder, $"{new ResourceNames(environment.Name).Stack("*")}.template.json")
            .Order(StringComparer.Ordinal)
            .Select(file => SynthesisedStack.Read(environment, file)))];
        return (stacks, Diagram.Of(platforms[^1]));
    }
}
