namespace TradingPlatform.InfrastructureTests.Harness;

/// <summary>
/// A fact that needs the CDK, which is a program of Node's: skipped where there is none, except in CI.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CdkFactAttribute : FactAttribute
{
    public CdkFactAttribute() => Skip = Cdk.WhyNot;
}

/// <summary>One of <see cref="CdkFactAttribute"/> for each case.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CdkTheoryAttribute : TheoryAttribute
{
    public CdkTheoryAttribute() => Skip = Cdk.WhyNot;
}

/// <summary>Whether the CDK can be run.</summary>
internal static class Cdk
{
    private static readonly bool InCi =
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why not; null where it can, and in CI, where it must.</summary>
    public static string? WhyNot { get; } =
        InCi || OnPath("node") ? null : "The CDK needs Node, and there is none on the PATH.";

    /// <summary>Why no function can be packaged; null where one can, and in CI, where it must.</summary>
    public static string? WhyNotPackaged { get; } =
        InCi || (OperatingSystem.IsLinux() && OnPath("bash") && OnPath("zip"))
            ? null
            : "Functions are packaged and started on Linux, with bash and zip.";

    private static bool OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
}

/// <summary>Tests that share one synthesis, and the one process of Node's behind it.</summary>
[CollectionDefinition(Name)]
public sealed class SynthesisCollection : ICollectionFixture<Synthesis>
{
    public const string Name = "Synthesis";
}
