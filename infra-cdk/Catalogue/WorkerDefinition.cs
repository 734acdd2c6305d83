namespace TradingPlatform.Infra.Catalogue;

/// <summary>
/// A package that runs all the time, as tasks of a container: it holds connections, which Lambda cannot.
/// </summary>
internal sealed record WorkerDefinition
{
    /// <summary>Which executable.</summary>
    public required FunctionPackage Package { get; init; }

    /// <summary>Its share of a processor; 1,024 is one.</summary>
    public int Cpu { get; init; } = 512;

    /// <summary>Its memory; one of those that Fargate has for its share of a processor.</summary>
    public int MemoryMb { get; init; } = 1_024;

    /// <summary>What its code may do.</summary>
    public required IReadOnlyList<Permit> Permits { get; init; }

    /// <summary>Its name below the environment's: <c>marketdata-worker</c>.</summary>
    public string Name => $"{Package.Name.ToLowerInvariant()}-worker";
}
