namespace TradingPlatform.Infra.Catalogue;

/// <summary>One Lambda function: a package under one of its handlers.</summary>
internal sealed record FunctionDefinition
{
    /// <summary>The handler that serves requests.</summary>
    public const string Rest = "rest";

    /// <summary>The handler that serves everything else.</summary>
    public const string Events = "events";

    /// <summary>Which executable.</summary>
    public required FunctionPackage Package { get; init; }

    /// <summary><see cref="Rest"/> or <see cref="Events"/>.</summary>
    public required string Handler { get; init; }

    /// <summary>Memory, and with it the share of a processor: 1,769 MB is one.</summary>
    public int MemoryMb { get; init; } = 1_769;

    /// <summary>
    /// After so long Lambda ends a call. A request's chain is 29 s at API Gateway, 27 s here, 2 s before that in the
    /// function's own hands, 12 s at the exchange.
    /// </summary>
    public required int TimeoutSeconds { get; init; }

    /// <summary>What starts it, beside requests.</summary>
    public IReadOnlyList<Trigger> Triggers { get; init; } = [];

    /// <summary>What its code may do.</summary>
    public required IReadOnlyList<Permit> Permits { get; init; }

    /// <summary>True where it serves requests.</summary>
    public bool ServesRequests => string.Equals(Handler, Rest, StringComparison.Ordinal);

    /// <summary>Its name below the environment's: <c>orders-rest</c>.</summary>
    public string Name => $"{Package.Name.ToLowerInvariant()}-{Handler}";
}
